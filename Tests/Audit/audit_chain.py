#!/usr/bin/env python3
"""Recomputes the chain of a log from its segment files, with nothing of the suite's own code.

    audit_chain.py DATA_DIRECTORY [--events]

Needs the Python standard library only. Prints one line and exits 0 when every event carries the
hash that its columns give after the hash before it, numbers have no gap, times do not go back, no
id stands twice and a type always has one topic; else the first problem and 1. With --events the
line `SEQ ID PAYLOAD` of every event comes first.
"""
import glob
import hashlib
import os
import sqlite3
import sys

COLUMNS = ("seq, time, id, producer, epoch, cause, ordinal, correlation, topic, type, version,"
           " subject, payload, chain")


class Broken(Exception):
    """What is wrong, and where."""


def connect(path):
    """Opens a segment to read: a finished one alone, the open one through its write-ahead log."""
    log = path + "-wal"
    finished = not os.stat(path).st_mode & 0o222 and not (
        os.path.exists(log) and os.path.getsize(log))
    suffix = "?immutable=1" if finished else "?mode=ro"
    return sqlite3.connect("file:" + path + suffix, uri=True)


def link(previous, row):
    """The hash that a row must carry: SHA-256 of the hash before it and of its fields as lines."""
    seq, time, ident, producer, epoch, cause, ordinal, correlation, _, kind, version, subject, \
        payload, _ = row
    fields = [str(seq), str(time), ident.hex(), producer, str(epoch), str(cause), str(ordinal),
              correlation.hex() if correlation is not None else "", kind, str(version), subject,
              payload]
    return hashlib.sha256(previous + "\n".join(fields).encode()).digest()


def audit(directory):
    """Yields every event of the log in order; raises Broken at the first that does not fit."""
    files = sorted(glob.glob(os.path.join(directory, "log", "*.segment")))
    if not files:
        raise Broken(f"there is no log in {directory}")
    chain, expected, last_time, ids, topics, log = bytes(32), 1, 0, set(), {}, None
    for path in files:
        database = connect(path)
        first, previous, identity = database.execute(
            "SELECT first, previous_chain, log FROM meta").fetchone()
        if int(os.path.basename(path).split(".")[0]) != first or first != expected:
            raise Broken(f"{path} begins with event {first}, not {expected}")
        if previous != chain or log not in (None, identity):
            raise Broken(f"{path} does not continue the segment before it")
        log = identity
        for row in database.execute(f"SELECT {COLUMNS} FROM events ORDER BY seq"):
            seq = row[0]
            if seq != expected:
                raise Broken(f"event {expected} is missing in {path}")
            if link(chain, row) != row[13]:
                raise Broken(f"event {seq} in {path} was changed")
            if row[1] < last_time:
                raise Broken(f"event {seq} in {path} goes back in time")
            if row[2] in ids:
                raise Broken(f"event {seq} in {path} has an id that stands twice")
            if topics.setdefault(row[9], row[8]) != row[8]:
                raise Broken(f"event {seq} in {path} has another topic than its type")
            ids.add(row[2])
            chain, expected, last_time = row[13], seq + 1, row[1]
            yield row
        seal = database.execute("SELECT last, chain FROM seals").fetchone()
        if path != files[-1] and seal is None:
            raise Broken(f"{path} is not sealed")
        if seal is not None and seal != (expected - 1, chain):
            raise Broken(f"the seal of {path} says something else than its events")
        database.close()


def main():
    """Runs the audit from the command line."""
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    count, chain = 0, bytes(32).hex()
    try:
        for row in audit(sys.argv[1]):
            count, chain = count + 1, row[13].hex()
            if "--events" in sys.argv:
                print(row[0], row[2].hex(), row[12])
    except (Broken, sqlite3.Error, UnicodeDecodeError) as problem:
        print(f"broken: {problem}")
        sys.exit(1)
    print(f"{count} events hold, the last chain is {chain}")


if __name__ == "__main__":
    main()
