#pragma once
// Stands before the C library's allocator in the program that links it, and counts.
#include <stdint.h>

/// How many blocks of memory were asked for since the program began; by this thread exactly when no
/// other is running.
uint64_t counting_allocations(void);

/// How many bytes of memory are in use.
uint64_t counting_bytes_in_use(void);
