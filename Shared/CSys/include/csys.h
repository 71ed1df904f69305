#pragma once
// What Swift's Glibc module does not show. No _GNU_SOURCE and no <sys/socket.h> here: with them
// the importer shows unions in place of sockaddr pointers in all of Glibc.
#include <stddef.h>
#include <sys/prctl.h>
#include <sys/signalfd.h>
#include <sys/file.h>
#include <sys/statvfs.h>

/// Asks the kernel to send `signal` to this process when its parent dies. Returns 0, or -1.
int csys_pdeathsig(int signal);
