/* Loaded before the C library: one chosen call on files of one folder fails in a chosen way.

   Calls are counted by kind, as they come from the process; nothing is changed until a call is
   armed. Built and driven by system_calls.py and calls_child.py, which name the kinds and the ways
   in the same order. */
#define _GNU_SOURCE
#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdarg.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/uio.h>
#include <unistd.h>

enum { OPEN, PWRITE, PREADV, FSYNC, FDATASYNC, FTRUNCATE, RENAME, UNLINK, CLOSE, OPENDIR, FLOCK,
       FSTAT, KINDS };
enum { BEFORE, AFTER, SHORT };
enum { DESCRIPTORS = 4096, SECTOR = 512 };

static char folder[4096];
static unsigned char watched[DESCRIPTORS];
static long counted[KINDS];
static int has_direct = 1;
static int armed_kind = -1, armed_way, armed_error, has_struck;
static long armed_place;

void storage_watch(const char *path) { strncpy(folder, path, sizeof folder - 1); }

/* Without direct writes, synchronisation is a call of its own. */
void storage_direct(int direct) { has_direct = direct; }

void storage_arm(int kind, long place, int way, int error) {
    memset(counted, 0, sizeof counted);
    has_struck = 0;
    armed_way = way;
    armed_error = error;
    armed_place = place;
    armed_kind = kind;
}

long storage_count(int kind) { return counted[kind]; }

int storage_struck(void) { return has_struck; }

static int strikes(int kind) {
    long place = __atomic_add_fetch(&counted[kind], 1, __ATOMIC_SEQ_CST);
    if (kind != armed_kind || place != armed_place) return 0;
    has_struck = 1;
    return 1;
}

/* The folder itself, or something in it. */
static int is_inside(const char *path) {
    size_t length = strlen(folder);
    if (!length || strncmp(path, folder, length)) return 0;
    return path[length] == 0 || path[length] == '/';
}

static int is_watched(int descriptor) {
    return descriptor >= 0 && descriptor < DESCRIPTORS && watched[descriptor];
}

#define REAL(name, type) \
    static type real; \
    if (!real) real = (type)dlsym(RTLD_NEXT, name)

#define FAIL_OR(kind, applies, call) \
    if (!(applies) || !strikes(kind)) return call; \
    if (armed_way == AFTER) (void)!(call); \
    errno = armed_error; \
    return -1

typedef int (*open_type)(const char *, int, ...);
typedef int (*descriptor_type)(int);

static int open_real(const char *path, int flags, mode_t mode) {
    REAL("open64", open_type);
    int descriptor = real(path, flags, mode);
    if (descriptor >= 0 && descriptor < DESCRIPTORS) watched[descriptor] = is_inside(path);
    return descriptor;
}

int open64(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    if (is_inside(path) && strikes(OPEN)) {
        errno = armed_error;
        return -1;
    }
    if (is_inside(path) && flags & O_DIRECT && !has_direct) {
        errno = EINVAL;
        return -1;
    }
    return open_real(path, flags, mode);
}

int open(const char *path, int flags, ...) {
    va_list rest;
    va_start(rest, flags);
    mode_t mode = flags & O_CREAT ? va_arg(rest, mode_t) : 0;
    va_end(rest);
    return open64(path, flags, mode);
}

int close(int descriptor) {
    REAL("close", descriptor_type);
    int inside = is_watched(descriptor);
    if (inside) watched[descriptor] = 0;
    int answer = real(descriptor); /* Linux lets go of the descriptor whatever it answers. */
    if (inside && strikes(CLOSE)) {
        errno = armed_error;
        return -1;
    }
    return answer;
}

static size_t shorter(size_t length) {
    size_t half = length / 2 / SECTOR * SECTOR;
    return half ? half : (length + 1) / 2;
}

ssize_t pwrite64(int descriptor, const void *data, size_t length, off64_t offset) {
    typedef ssize_t (*type)(int, const void *, size_t, off64_t);
    REAL("pwrite64", type);
    if (!is_watched(descriptor) || !strikes(PWRITE)) return real(descriptor, data, length, offset);
    if (armed_way == SHORT) return real(descriptor, data, shorter(length), offset);
    if (armed_way == AFTER) (void)!real(descriptor, data, length, offset);
    errno = armed_error;
    return -1;
}

ssize_t pwrite(int descriptor, const void *data, size_t length, off_t offset) {
    return pwrite64(descriptor, data, length, offset);
}

/* CPython reads with preadv2 where the C library has it. */
ssize_t preadv64v2(int descriptor, const struct iovec *parts, int count, off64_t offset,
                   int flags) {
    typedef ssize_t (*type)(int, const struct iovec *, int, off64_t, int);
    REAL("preadv64v2", type);
    if (!is_watched(descriptor) || !strikes(PREADV))
        return real(descriptor, parts, count, offset, flags);
    if (armed_way == SHORT) {
        struct iovec first = {parts[0].iov_base, shorter(parts[0].iov_len)};
        return real(descriptor, &first, 1, offset, flags);
    }
    errno = armed_error;
    return -1;
}

ssize_t preadv64(int descriptor, const struct iovec *parts, int count, off64_t offset) {
    return preadv64v2(descriptor, parts, count, offset, 0);
}

int fsync(int descriptor) {
    REAL("fsync", descriptor_type);
    FAIL_OR(FSYNC, is_watched(descriptor), real(descriptor));
}

int fdatasync(int descriptor) {
    REAL("fdatasync", descriptor_type);
    FAIL_OR(FDATASYNC, is_watched(descriptor), real(descriptor));
}

int ftruncate64(int descriptor, off64_t length) {
    typedef int (*type)(int, off64_t);
    REAL("ftruncate64", type);
    FAIL_OR(FTRUNCATE, is_watched(descriptor), real(descriptor, length));
}

int ftruncate(int descriptor, off_t length) { return ftruncate64(descriptor, length); }

int rename(const char *old, const char *fresh) {
    typedef int (*type)(const char *, const char *);
    REAL("rename", type);
    FAIL_OR(RENAME, is_inside(fresh), real(old, fresh));
}

int unlink(const char *path) {
    typedef int (*type)(const char *);
    REAL("unlink", type);
    FAIL_OR(UNLINK, is_inside(path), real(path));
}

DIR *opendir(const char *path) {
    typedef DIR *(*type)(const char *);
    REAL("opendir", type);
    if (!is_inside(path) || !strikes(OPENDIR)) return real(path);
    errno = armed_error;
    return NULL;
}

int flock(int descriptor, int operation) {
    typedef int (*type)(int, int);
    REAL("flock", type);
    FAIL_OR(FLOCK, is_watched(descriptor), real(descriptor, operation));
}

int fstat64(int descriptor, struct stat64 *found) {
    typedef int (*type)(int, struct stat64 *);
    REAL("fstat64", type);
    FAIL_OR(FSTAT, is_watched(descriptor), real(descriptor, found));
}

int fstat(int descriptor, struct stat *found) {
    return fstat64(descriptor, (struct stat64 *)found);
}
