#pragma once
// What Swift's Glibc module does not show. No _GNU_SOURCE and no <sys/socket.h> here: with them
// the importer shows unions in place of sockaddr pointers in all of Glibc.
#include <stddef.h>
#include <sys/types.h>
#include <sys/epoll.h>
#include <sys/eventfd.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/file.h>
#include <sys/statvfs.h>

/// Starts `path` with `argv` and `envp` in a process group of its own: no signal blocked or
/// ignored, nothing on standard input, `output` as standard output and standard error, all other
/// descriptors closed, and `death_signal` sent to it when the calling thread dies.
/// Returns the new pid, or the negative errno of the step that failed.
pid_t csys_spawn(const char *path, char *const argv[], char *const envp[], int output,
                 int death_signal);

/// Takes the lock of an open file for this process alone, without waiting. Returns 0 or errno.
int csys_try_lock(int descriptor);

/// Sends `text` to the datagram socket that systemd names in NOTIFY_SOCKET. Returns 0 or errno.
int csys_notify(const char *address, const char *text);

/// No core dump of this process is written from now on, and no other process of the user may look
/// into its memory. Returns 0 or errno.
int csys_keep_private(void);
