// Counts the durable system calls on files under one directory, and at one of them fails or ends
// the process. Loaded with LD_PRELOAD into a process that writes a log; for tests only.
//
//   CRASHPOINT_DIRECTORY  files under it are watched (absolute, without links)
//   CRASHPOINT_AT         the number of the call, from 1; 0 only counts
//   CRASHPOINT_MODE       before | after | torn | short | eio | enospc | power
//   CRASHPOINT_SEED       where a torn write is cut, what a power failure takes
//   CRASHPOINT_REPORT     a file that gets the number of calls at a regular exit
//
// A process that ends leaves the system's memory of its files behind. `power` takes that too: of
// what was written and not yet synchronised each sector of 512 bytes is kept or lost by chance, and
// so are new names that no directory was synchronised for.
//
// The index of SQLite's write-ahead log (-shm) is not durable and not watched.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/uio.h>
#include <unistd.h>

enum { LIMIT = 4096 };
static char watched[LIMIT];  // descriptors of files that count
static char directory[PATH_MAX];
static size_t directory_length;
static atomic_long calls;
static long at;
static unsigned long seed;
static char mode[16];

#define REAL(result, name, ...)                        \
  static result (*real_##name)(__VA_ARGS__);           \
  if (!real_##name) real_##name = (result (*)(__VA_ARGS__))dlsym(RTLD_NEXT, #name)

__attribute__((constructor)) static void start(void) {
  const char *text = getenv("CRASHPOINT_DIRECTORY");
  if (!text) return;
  snprintf(directory, sizeof directory, "%s", text);
  directory_length = strlen(directory);
  at = (text = getenv("CRASHPOINT_AT")) ? atol(text) : 0;
  seed = (text = getenv("CRASHPOINT_SEED")) ? strtoul(text, NULL, 10) : 1;
  snprintf(mode, sizeof mode, "%s", (text = getenv("CRASHPOINT_MODE")) ? text : "before");
}

__attribute__((destructor)) static void report(void) {
  const char *path = getenv("CRASHPOINT_REPORT");
  if (!path || !directory_length) return;
  FILE *file = fopen(path, "w");
  if (!file) return;
  fprintf(file, "%ld\n", atomic_load(&calls));
  fclose(file);
}

static int is_watched_path(const char *path) {
  if (!directory_length || !path || strncmp(path, directory, directory_length)) return 0;
  size_t length = strlen(path);
  return length < 4 || strcmp(path + length - 4, "-shm");
}

static int is_watched(int file) { return file >= 0 && file < LIMIT && watched[file]; }

static void remember(int file, const char *path) {
  if (file >= 0 && file < LIMIT) watched[file] = is_watched_path(path);
}

// What a power failure can still take: old bytes of unsynchronised writes, new names.
struct change {
  struct change *earlier;
  ino_t inode;
  off_t offset, old_size;
  size_t count;
  char path[512], old_path[512];  // old_path: the name before a rename, "" for a new file
  int is_name;
  char old[];
};
static struct change *changes;

static unsigned long chance(void) {
  static unsigned long state;
  if (!state) state = seed * 0x9e3779b97f4a7c15ul + (unsigned long)at;
  state += 0x9e3779b97f4a7c15ul;
  unsigned long word = (state ^ state >> 30) * 0xbf58476d1ce4e5b9ul;
  return word ^ word >> 31;
}

static void note_write(int file, size_t count, off_t offset) {
  struct stat status;
  char link[64], path[512] = "";
  if (strcmp(mode, "power") || fstat(file, &status)) return;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  if (readlink(link, path, sizeof path - 1) < 0) return;
  struct change *change = calloc(1, sizeof *change + count);
  change->inode = status.st_ino;
  change->offset = offset;
  change->old_size = status.st_size;
  change->count = count;
  memcpy(change->path, path, sizeof path);
  // a descriptor of its own: the file may be open for writing only
  int reader = (int)syscall(SYS_openat, AT_FDCWD, path, O_RDONLY | O_CLOEXEC);
  if (reader >= 0) {
    ssize_t got = pread(reader, change->old, count, offset);
    (void)got;  // beyond the end stays zero
    syscall(SYS_close, reader);
  }
  change->earlier = changes;
  changes = change;
}

static void note_name(const char *from, const char *path) {
  if (strcmp(mode, "power")) return;
  struct change *change = calloc(1, sizeof *change);
  change->is_name = 1;
  snprintf(change->path, sizeof change->path, "%s", path);
  snprintf(change->old_path, sizeof change->old_path, "%s", from ? from : "");
  change->earlier = changes;
  changes = change;
}

static int is_in(const char *path, const char *folder) {
  size_t length = strlen(folder);
  return !strncmp(path, folder, length) && path[length] == '/' && !strchr(path + length + 1, '/');
}

static void forget_synchronised(int file) {
  struct stat status;
  char link[64], path[512] = "";
  if (strcmp(mode, "power") || fstat(file, &status)) return;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  if (readlink(link, path, sizeof path - 1) < 0) return;
  for (struct change **next = &changes; *next;) {
    struct change *change = *next;
    int gone = change->is_name ? S_ISDIR(status.st_mode) && is_in(change->path, path)
                               : change->inode == status.st_ino;
    if (!gone) {
      next = &change->earlier;
      continue;
    }
    *next = change->earlier;
    free(change);
  }
}

static void take_back(struct change *change) {
  if (change->is_name) {
    if (chance() & 1) return;
    if (change->old_path[0])
      syscall(SYS_rename, change->path, change->old_path);
    else
      syscall(SYS_unlink, change->path);
    return;
  }
  struct stat status;
  int file = (int)syscall(SYS_openat, AT_FDCWD, change->path, O_WRONLY | O_CLOEXEC);
  if (file < 0 || fstat(file, &status) || status.st_ino != change->inode) return;
  for (size_t start = 0; start < change->count;) {
    size_t length = 512 - (size_t)((change->offset + (off_t)start) % 512);
    if (length > change->count - start) length = change->count - start;
    if (chance() & 1 && change->offset + (off_t)start < status.st_size)
      syscall(SYS_pwrite64, file, change->old + start, length, change->offset + (off_t)start);
    start += length;
  }
  syscall(SYS_close, file);
}

static void die(void) {
  for (struct change *change = changes; change; change = change->earlier) take_back(change);
  _exit(137);
}

// Counts a call. 1 when the fault is due at this one.
static int is_due(void) { return atomic_fetch_add(&calls, 1) + 1 == at; }

static int is(const char *name) { return !strcmp(mode, name); }

// The same for a call without bytes, which cannot be short.
static int is_due_call(void) { return is_due() && !is("short"); }

// What happens instead of or before a call without bytes; 1 when it must answer -1.
static int fail_call(void) {
  if (is("eio")) return errno = EIO, 1;
  if (is("enospc")) return errno = ENOSPC, 1;
  if (!is("after")) die();
  return 0;
}

static size_t cut(size_t count) {
  unsigned long word = seed * 0x9e3779b97f4a7c15ul + (unsigned long)at;
  word = (word ^ word >> 29) * 0xbf58476d1ce4e5b9ul;
  return count < 2 ? 0 : 1 + (word >> 17) % (count - 1);
}

#define FAULT_CALL(condition, result, expression) \
  int due = (condition) && is_due_call();         \
  if (due && fail_call()) return -1;              \
  result answer = (expression);                   \
  if (due) die();                                 \
  return answer

#define FAULT_SYNC(file, expression)       \
  int due = is_watched(file) && is_due_call(); \
  if (due && fail_call()) return -1;       \
  int answer = (expression);               \
  if (!answer && is_watched(file)) forget_synchronised(file); \
  if (due) die();                          \
  return answer

// A write: torn leaves a part behind, short answers that it wrote a part.
#define FAULT_WRITE(file, count, offset, part, whole)            \
  if (!is_watched(file)) return whole;                           \
  note_write(file, count, offset);                               \
  if (is_due()) {                                                \
    size_t some = cut(count);                                    \
    if (is("short")) return some ? part : whole;                 \
    if (is("torn")) {                                            \
      if (some) (void)!part;                                     \
      die();                                                     \
    }                                                            \
    if (fail_call()) return -1;                                  \
    ssize_t answer = whole;                                      \
    die();                                                       \
    return answer;                                               \
  }                                                              \
  return whole

ssize_t write(int file, const void *bytes, size_t count) {
  REAL(ssize_t, write, int, const void *, size_t);
  FAULT_WRITE(file, count, lseek(file, 0, SEEK_CUR), real_write(file, bytes, some), real_write(file, bytes, count));
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t offset) {
  REAL(ssize_t, pwrite, int, const void *, size_t, off_t);
  FAULT_WRITE(file, count, offset, real_pwrite(file, bytes, some, offset),
              real_pwrite(file, bytes, count, offset));
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t offset) {
  REAL(ssize_t, pwrite64, int, const void *, size_t, off64_t);
  FAULT_WRITE(file, count, offset, real_pwrite64(file, bytes, some, offset),
              real_pwrite64(file, bytes, count, offset));
}

ssize_t writev(int file, const struct iovec *parts, int count) {
  REAL(ssize_t, writev, int, const struct iovec *, int);
  FAULT_CALL(is_watched(file), ssize_t, real_writev(file, parts, count));
}

int fsync(int file) {
  REAL(int, fsync, int);
  FAULT_SYNC(file, real_fsync(file));
}

int fdatasync(int file) {
  REAL(int, fdatasync, int);
  FAULT_SYNC(file, real_fdatasync(file));
}

int ftruncate(int file, off_t length) {
  REAL(int, ftruncate, int, off_t);
  FAULT_CALL(is_watched(file), int, real_ftruncate(file, length));
}

int ftruncate64(int file, off64_t length) {
  REAL(int, ftruncate64, int, off64_t);
  FAULT_CALL(is_watched(file), int, real_ftruncate64(file, length));
}

int rename(const char *from, const char *to) {
  REAL(int, rename, const char *, const char *);
  int due = is_watched_path(to) && is_due_call();
  if (due && fail_call()) return -1;
  int answer = real_rename(from, to);
  if (!answer && is_watched_path(to)) note_name(from, to);
  if (due) die();
  return answer;
}

int unlink(const char *path) {
  REAL(int, unlink, const char *);
  FAULT_CALL(is_watched_path(path), int, real_unlink(path));
}

int mkdir(const char *path, mode_t bits) {
  REAL(int, mkdir, const char *, mode_t);
  FAULT_CALL(is_watched_path(path), int, real_mkdir(path, bits));
}

int chmod(const char *path, mode_t bits) {
  REAL(int, chmod, const char *, mode_t);
  FAULT_CALL(is_watched_path(path), int, real_chmod(path, bits));
}

// Opening counts where it makes a file.
#define OPEN(name)                                                        \
  int name(const char *path, int flags, ...) {                            \
    REAL(int, name, const char *, int, ...);                              \
    va_list rest;                                                         \
    va_start(rest, flags);                                                \
    mode_t bits = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0; \
    va_end(rest);                                                         \
    int due = (flags & O_CREAT) && is_watched_path(path) && is_due_call(); \
    if (due && fail_call()) return -1;                                    \
    int is_new = (flags & O_CREAT) && is_watched_path(path) && access(path, F_OK); \
    int file = real_##name(path, flags, bits);                            \
    if (file >= 0 && is_new) note_name(NULL, path);                       \
    remember(file, path);                                                 \
    if (due) die();                                                       \
    return file;                                                          \
  }

OPEN(open)
OPEN(open64)

int openat(int folder, const char *path, int flags, ...) {
  REAL(int, openat, int, const char *, int, ...);
  va_list rest;
  va_start(rest, flags);
  mode_t bits = flags & (O_CREAT | O_TMPFILE) ? va_arg(rest, mode_t) : 0;
  va_end(rest);
  int file = real_openat(folder, path, flags, bits);
  remember(file, path);
  return file;
}

int close(int file) {
  REAL(int, close, int);
  if (file >= 0 && file < LIMIT) watched[file] = 0;
  return real_close(file);
}
