// Loaded before a hub (LD_PRELOAD): calls on some files fail as they do on a failing, full or read-only disk. While the file that
// CANDOUR_TEST_FAILING_CALLS names is there, it says which: "<errno> <letters of calls> <every> <part of a path>", one a line. Letters: w write,
// s sync, r read, o open to write or make, t truncate. `every` is 1 for each call, 3 for each third.
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static unsigned long calls;

/* By system calls alone: those of the library are the ones that fail. */
static int rules(char *text, size_t size) {
  const char *name = getenv("CANDOUR_TEST_FAILING_CALLS");
  if (!name) return 0;
  int file = (int)syscall(SYS_openat, AT_FDCWD, name, O_RDONLY | O_CLOEXEC, 0);
  if (file < 0) return 0;
  ssize_t length = syscall(SYS_read, file, text, size - 1);
  syscall(SYS_close, file);
  if (length <= 0) return 0;
  text[length] = 0;
  return 1;
}

static int fails(char call, const char *path) {
  char text[4096], letters[16], part[512], *rest, *line;
  int error, every;
  if (!rules(text, sizeof text)) return 0;
  for (line = strtok_r(text, "\n", &rest); line; line = strtok_r(NULL, "\n", &rest)) {
    if (sscanf(line, "%d %15s %d %511s", &error, letters, &every, part) != 4) continue;
    if (!strchr(letters, call) || !strstr(path, part)) continue;
    if (__atomic_add_fetch(&calls, 1, __ATOMIC_RELAXED) % (unsigned long)every) continue;
    errno = error;
    return 1;
  }
  return 0;
}

static int fails_on(char call, int file) {
  char link[64], path[4096];
  int before = errno;
  snprintf(link, sizeof link, "/proc/self/fd/%d", file);
  ssize_t length = syscall(SYS_readlink, link, path, sizeof path - 1);
  errno = before;
  if (length <= 0) return 0;
  path[length] = 0;
  return fails(call, path);
}

#define REAL(name) ((__typeof__(&name))dlsym(RTLD_NEXT, #name))
#define WRAP(type, call, name, parameters, arguments)                                  \
  type name parameters {                                                               \
    static __typeof__(&name) real;                                                     \
    if (!real) real = REAL(name);                                                      \
    if (fails_on(call, file)) return -1;                                               \
    return real arguments;                                                             \
  }

WRAP(ssize_t, 'w', write, (int file, const void *bytes, size_t count), (file, bytes, count))
WRAP(ssize_t, 'w', pwrite, (int file, const void *bytes, size_t count, off_t at), (file, bytes, count, at))
WRAP(ssize_t, 'w', pwrite64, (int file, const void *bytes, size_t count, off64_t at), (file, bytes, count, at))
WRAP(ssize_t, 'w', writev, (int file, const struct iovec *parts, int count), (file, parts, count))
WRAP(ssize_t, 'w', pwritev, (int file, const struct iovec *parts, int count, off_t at), (file, parts, count, at))
WRAP(int, 'w', fallocate, (int file, int mode, off_t from, off_t length), (file, mode, from, length))
WRAP(int, 'w', fallocate64, (int file, int mode, off64_t from, off64_t length), (file, mode, from, length))
WRAP(int, 's', fsync, (int file), (file))
WRAP(int, 's', fdatasync, (int file), (file))
WRAP(int, 't', ftruncate, (int file, off_t length), (file, length))
WRAP(int, 't', ftruncate64, (int file, off64_t length), (file, length))
WRAP(ssize_t, 'r', read, (int file, void *bytes, size_t count), (file, bytes, count))
WRAP(ssize_t, 'r', pread, (int file, void *bytes, size_t count, off_t at), (file, bytes, count, at))
WRAP(ssize_t, 'r', pread64, (int file, void *bytes, size_t count, off64_t at), (file, bytes, count, at))

#define WRAP_OPEN(name)                                                                \
  int name(const char *path, int flags, ...) {                                         \
    static __typeof__(&name) real;                                                     \
    va_list rest;                                                                      \
    va_start(rest, flags);                                                             \
    mode_t mode = flags & (O_CREAT | __O_TMPFILE) ? va_arg(rest, mode_t) : 0;          \
    va_end(rest);                                                                      \
    if (!real) real = REAL(name);                                                      \
    if ((flags & (O_WRONLY | O_RDWR | O_CREAT)) && fails('o', path)) return -1;        \
    return real(path, flags, mode);                                                    \
  }

WRAP_OPEN(open)
WRAP_OPEN(open64)
