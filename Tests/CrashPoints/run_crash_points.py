#!/usr/bin/env python3
"""Ends a process that writes a log at its durable system calls, and checks what is left.

    run_crash_points.py WORKLOAD [--all | --sample N] [--seed N] [--commits N] [--jobs N]

WORKLOAD is the built executable `crash-workload`. A first run counts its durable system calls.
Then for each call (or for a seeded sample) and each fault a fresh run is ended or failed there,
sometimes a second time while it recovers, and started again without faults. It must open the log,
recognise every event that was acknowledged before, finish its work, and hold in its own
verification and in the independent audit. Exit code 0 when all points hold.
"""
import argparse
import concurrent.futures
import os
import random
import shutil
import subprocess
import sys
import tempfile

HERE = os.path.dirname(os.path.abspath(__file__))
sys.path.insert(0, os.path.join(HERE, "..", "Audit"))
import audit_chain  # noqa: E402

MODES = ["before", "after", "torn", "short", "eio", "enospc", "power"]


class Lost(Exception):
    """A promise that was not kept."""


def build_shim(folder):
    """Compiles the library that is loaded into the workload."""
    library = os.path.join(folder, "crashpoint.so")
    subprocess.run(["cc", "-O1", "-shared", "-fPIC", "-o", library,
                    os.path.join(HERE, "crashpoint.c"), "-ldl"], check=True)
    return library


class Runner:
    """Runs the workload with and without faults."""

    def __init__(self, workload, shim, commits):
        self.workload, self.shim, self.commits = workload, shim, commits

    def run(self, directory, at=None, mode="before", seed=1, report=None):
        """One run; its exit code and lines."""
        environment = dict(os.environ)
        if at is not None:
            environment.update(
                LD_PRELOAD=self.shim, CRASHPOINT_DIRECTORY=directory, CRASHPOINT_AT=str(at),
                CRASHPOINT_MODE=mode, CRASHPOINT_SEED=str(seed))
            if report:
                environment["CRASHPOINT_REPORT"] = report
        done = subprocess.run([self.workload, directory, str(self.commits)], env=environment,
                              stdout=subprocess.PIPE, stderr=subprocess.PIPE, timeout=120)
        return done.returncode, done.stdout.decode(errors="replace").splitlines(), done.stderr

    def count(self, folder):
        """The number of durable system calls of an undisturbed run."""
        directory, report = os.path.join(folder, "count"), os.path.join(folder, "report")
        os.mkdir(directory)
        code, lines, errors = self.run(directory, at=0, report=report)
        if code or not lines[-1].startswith("done"):
            raise Lost(f"the undisturbed run failed: {lines[-1:]} {errors[-500:]}")
        with open(report, encoding="ascii") as file:
            return int(file.read())

    def point(self, folder, at, mode, seed):
        """One crash point."""
        directory = tempfile.mkdtemp(dir=folder)
        try:
            acknowledged, epoch = {}, 0
            code, lines, errors = self.run(directory, at, mode, seed)
            epoch = collect(lines, acknowledged, epoch)
            expected = {"short": (0,), "eio": (0, 74), "enospc": (0, 74)}.get(mode, (137,))
            if code not in expected:
                raise Lost(f"ended with {code}: {lines[-1:]} {errors[-500:]}")
            if mode == "eio" and "taken after a refusal" in lines:
                raise Lost("the log took events after a write had failed")
            if seed % 3 == 0:
                # again, early in what the next start does
                code, lines, _ = self.run(directory, 1 + seed % 40, ["before", "power"][seed % 2],
                                          seed)
                epoch = collect(lines, acknowledged, epoch)
            code, lines, errors = self.run(directory)
            if code or not lines or not lines[-1].startswith("done"):
                raise Lost(f"could not go on, ended with {code}: {lines[-1:]} {errors[-500:]}")
            before = dict(acknowledged)
            collect(lines, acknowledged, epoch)
            for line in lines:
                word, number, *rest = line.split()
                if word == "appended" and int(number) in before:
                    raise Lost(f"event {number} was acknowledged and is gone: {line}")
            check_files(directory, acknowledged)
        finally:
            shutil.rmtree(directory, ignore_errors=True)


def collect(lines, acknowledged, epoch):
    """Adds what a run acknowledged; an answer must stay the same for ever."""
    for line in lines:
        words = line.split()
        if words[0] in ("appended", "duplicate") and len(words) == 3:
            number, seq = int(words[1]), int(words[2])
            if acknowledged.setdefault(number, seq) != seq:
                raise Lost(f"event {number} was {acknowledged[number]} and is now {seq}")
        elif words[0] == "conflict":
            raise Lost(f"a repeated event became a conflict: {line}")
        elif words[0] == "epoch":
            epoch = max(epoch, int(words[1]))
    return epoch


def check_files(directory, acknowledged):
    """The independent audit, and every acknowledged event at its place."""
    stored = {}
    for row in audit_chain.audit(directory):
        number = int(row[12].split(":")[1].split(",")[0])
        if number in stored:
            raise Lost(f"event {number} stands twice")
        stored[number] = row[0]
    if stored != acknowledged:
        raise Lost("the files do not hold what was acknowledged")


def main():
    """Runs the points from the command line."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("workload")
    parser.add_argument("--all", action="store_true",
                        default=os.environ.get("MARTLET_TEST_CRASH_POINTS") == "all")
    parser.add_argument("--sample", type=int, default=150)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--commits", type=int, default=40)
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--modes", nargs="+", choices=MODES, default=MODES)
    options = parser.parse_args()
    folder = os.path.realpath(tempfile.mkdtemp(prefix="martlet-crash-"))
    try:
        runner = Runner(os.path.abspath(options.workload), build_shim(folder), options.commits)
        count = runner.count(folder)
        choice = random.Random(options.seed)
        points = [(at, mode) for at in range(1, count + 1) for mode in options.modes]
        if not options.all:
            points = choice.sample(points, min(options.sample, len(points)))
        failures = []

        def one(point):
            at, mode = point
            seed = options.seed * 1000003 + at * 7 + MODES.index(mode)
            try:
                runner.point(folder, at, mode, seed)
            except (Lost, audit_chain.Broken, subprocess.TimeoutExpired, OSError) as problem:
                failures.append(f"call {at} of {count}, {mode}, seed {seed}: {problem}")

        with concurrent.futures.ThreadPoolExecutor(options.jobs) as pool:
            list(pool.map(one, points))
        for failure in sorted(failures)[:20]:
            print(failure)
        print(f"{len(points)} of {count * len(options.modes)} crash points, {len(failures)} failed")
        return 1 if failures else 0
    finally:
        shutil.rmtree(folder, ignore_errors=True)


if __name__ == "__main__":
    sys.exit(main())
