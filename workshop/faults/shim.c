/* A disk that can fail, between a program and the system: LD_PRELOAD it, arm it, and of all files under one folder
 * it writes a trace of what changed them and of what was made durable by fsync; at the n-th change it kills the
 * process, or refuses that change and all after it with an error. `power.py` plays the trace back and takes away what
 * a power cut would take. Changes through a memory map are not seen: SQLite maps its -shm only, which nothing needs.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <pthread.h>
#include <signal.h>
#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <sys/uio.h>
#include <unistd.h>

static char root[PATH_MAX], keep[PATH_MAX];
static size_t root_length;
static int trace = -1, refusal;
static long calls, kill_at, refuse_from, kept;
static pthread_mutex_t turn = PTHREAD_RECURSIVE_MUTEX_INITIALIZER_NP;

#define REAL(name) __typeof__(&name) real = (__typeof__(&name))dlsym(RTLD_NEXT, #name)

void shim_arm(const char *folder, const char *trace_file, const char *keep_folder, long kill, int error, long from) {
    strncpy(root, folder, PATH_MAX - 1);
    strncpy(keep, keep_folder, PATH_MAX - 1);
    root_length = strlen(root);
    trace = syscall(SYS_openat, AT_FDCWD, trace_file, O_WRONLY | O_CREAT | O_TRUNC | O_APPEND, 0600);
    calls = kept = 0;
    kill_at = kill;
    refusal = error;
    refuse_from = from;
}

long shim_calls(void) { return calls; }

static int under(const char *path) {
    return trace >= 0 && strncmp(path, root, root_length) == 0 && (path[root_length] == '/' || !path[root_length]);
}

static int path_of(int folder, const char *name, char *path) {
    char own[64];
    ssize_t length = 0;
    if (trace < 0) return 0;
    if (name && name[0] == '/') {
        strncpy(path, name, PATH_MAX - 1);
        path[PATH_MAX - 1] = 0;
        return under(path);
    }
    if (folder == AT_FDCWD) {
        if (!getcwd(path, PATH_MAX)) return 0;
        length = strlen(path);
    } else {
        snprintf(own, sizeof own, "/proc/self/fd/%d", folder);
        length = readlink(own, path, PATH_MAX - 1);
        if (length < 0) return 0;
        path[length] = 0;
    }
    if (name) snprintf(path + length, PATH_MAX - length, "/%s", name);
    return under(path);
}

static void put(const void *data, size_t length) {
    const char *at = data;
    while (length) {
        ssize_t done = syscall(SYS_write, trace, at, length);
        if (done <= 0) _exit(99);
        at += done;
        length -= done;
    }
}

/* op, inode, offset, size before, path, second text, bytes before; native byte order. */
static void tell(char op, uint64_t inode, uint64_t offset, uint64_t size, const char *path, const char *second,
                 const void *before, uint32_t length) {
    uint32_t first_length = strlen(path), second_length = second ? strlen(second) : 0;
    char head[1 + 8 * 3 + 4 * 3], *at = head;
    *at++ = op;
    memcpy(at, &inode, 8), at += 8;
    memcpy(at, &offset, 8), at += 8;
    memcpy(at, &size, 8), at += 8;
    memcpy(at, &first_length, 4), at += 4;
    memcpy(at, &second_length, 4), at += 4;
    memcpy(at, &length, 4);
    put(head, sizeof head);
    put(path, first_length);
    if (second) put(second, second_length);
    if (length) put(before, length);
}

/* One more change is on its way: die before it, or say which error it gets. 0: go on. */
static int reached(int grows) {
    calls++;
    if (kill_at && calls >= kill_at) kill(getpid(), SIGKILL), pause();
    if (refuse_from && calls >= refuse_from && (grows || refusal != ENOSPC)) return refusal;
    return 0;
}

static uint64_t inode_of(const char *path) {
    struct stat found;
    return lstat(path, &found) ? 0 : (uint64_t)found.st_ino;
}

static const char *keep_file(const char *path) {
    static char name[PATH_MAX + 32];
    struct stat found;
    if (lstat(path, &found) || !S_ISREG(found.st_mode)) return "";
    snprintf(name, sizeof name, "%s/%ld", keep, ++kept);
    return syscall(SYS_linkat, AT_FDCWD, path, AT_FDCWD, name, 0) ? "" : name;
}

static int before_write(int fd, off_t offset, size_t length) {
    char path[PATH_MAX];
    struct stat found;
    if (!path_of(fd, NULL, path) || fstat(fd, &found) || !S_ISREG(found.st_mode)) return 0;
    if (offset < 0) offset = (fcntl(fd, F_GETFL) & O_APPEND) ? found.st_size : lseek(fd, 0, SEEK_CUR);
    int error = reached(offset + (off_t)length > found.st_size);
    if (error) return error;
    size_t old = offset < found.st_size ? (size_t)(found.st_size - offset) : 0;
    if (old > length) old = length;
    char *bytes = malloc(old ? old : 1);
    int reader = fd;
    char own[64];
    if ((fcntl(fd, F_GETFL) & O_ACCMODE) == O_WRONLY) {
        snprintf(own, sizeof own, "/proc/self/fd/%d", fd);
        reader = syscall(SYS_openat, AT_FDCWD, own, O_RDONLY, 0);
    }
    ssize_t got = old ? syscall(SYS_pread64, reader, bytes, old, offset) : 0;
    if (reader != fd) syscall(SYS_close, reader);
    tell('W', found.st_ino, offset, found.st_size, path, NULL, bytes, got > 0 ? got : 0);
    free(bytes);
    return 0;
}

static int before_truncate(const char *path, off_t length) {
    struct stat found;
    if (stat(path, &found)) return 0;
    int error = reached(length > found.st_size);
    if (error) return error;
    size_t old = length < found.st_size ? (size_t)(found.st_size - length) : 0;
    char *bytes = malloc(old ? old : 1);
    int reader = syscall(SYS_openat, AT_FDCWD, path, O_RDONLY, 0);
    ssize_t got = old ? syscall(SYS_pread64, reader, bytes, old, length) : 0;
    syscall(SYS_close, reader);
    tell('W', found.st_ino, length, found.st_size, path, NULL, bytes, got > 0 ? got : 0);
    free(bytes);
    return 0;
}

#define LOCKED(body) pthread_mutex_lock(&turn); body pthread_mutex_unlock(&turn);
#define REFUSED(error) if (error) { errno = error; return -1; }

ssize_t write(int fd, const void *data, size_t length) {
    REAL(write);
    int error = 0;
    if (trace >= 0 && fd != trace) { LOCKED(error = before_write(fd, -1, length);) }
    REFUSED(error)
    return real(fd, data, length);
}

ssize_t pwrite(int fd, const void *data, size_t length, off_t offset) {
    REAL(pwrite);
    int error = 0;
    if (trace >= 0) { LOCKED(error = before_write(fd, offset, length);) }
    REFUSED(error)
    return real(fd, data, length, offset);
}

ssize_t pwrite64(int fd, const void *data, size_t length, off64_t offset) {
    REAL(pwrite64);
    int error = 0;
    if (trace >= 0) { LOCKED(error = before_write(fd, offset, length);) }
    REFUSED(error)
    return real(fd, data, length, offset);
}

ssize_t writev(int fd, const struct iovec *parts, int count) {
    REAL(writev);
    int error = 0;
    size_t length = 0;
    for (int i = 0; i < count; i++) length += parts[i].iov_len;
    if (trace >= 0) { LOCKED(error = before_write(fd, -1, length);) }
    REFUSED(error)
    return real(fd, parts, count);
}

ssize_t sendfile(int out, int in, off_t *offset, size_t count) {
    REAL(sendfile);
    char path[PATH_MAX];
    if (path_of(out, NULL, path)) { errno = ENOSYS; return -1; }  /* the caller writes instead */
    return real(out, in, offset, count);
}

ssize_t sendfile64(int out, int in, off64_t *offset, size_t count) {
    REAL(sendfile64);
    char path[PATH_MAX];
    if (path_of(out, NULL, path)) { errno = ENOSYS; return -1; }
    return real(out, in, offset, count);
}

int ftruncate(int fd, off_t length) {
    REAL(ftruncate);
    char path[PATH_MAX];
    int error = 0;
    if (path_of(fd, NULL, path)) { LOCKED(error = before_truncate(path, length);) }
    REFUSED(error)
    return real(fd, length);
}

int ftruncate64(int fd, off64_t length) {
    REAL(ftruncate64);
    char path[PATH_MAX];
    int error = 0;
    if (path_of(fd, NULL, path)) { LOCKED(error = before_truncate(path, length);) }
    REFUSED(error)
    return real(fd, length);
}

static int opening(int folder, const char *name, int flags, int *made, char *path) {
    *made = 0;
    if (!path_of(folder, name, path)) return 0;
    int writes = (flags & O_ACCMODE) != O_RDONLY || (flags & (O_CREAT | O_TRUNC));
    if (!writes) return 0;
    struct stat found;
    int there = lstat(path, &found) == 0;
    if (refusal == EROFS && refuse_from && calls >= refuse_from && (!there || (flags & O_TRUNC) || (flags & O_ACCMODE) != O_RDONLY))
        return EROFS;
    if (!there && (flags & O_CREAT)) {
        int error = reached(1);
        *made = !error;
        return error;
    }
    if (there && (flags & O_TRUNC) && S_ISREG(found.st_mode) && found.st_size) return before_truncate(path, 0);
    return 0;
}

static int opened(int fd, int made, const char *path) {
    struct stat found;
    if (fd >= 0 && made && fstat(fd, &found) == 0) tell('C', found.st_ino, 0, 0, path, NULL, NULL, 0);
    return fd;
}

#define OPEN(name)                                                          \
    int name(const char *file, int flags, ...) {                            \
        REAL(name);                                                         \
        char path[PATH_MAX];                                                \
        int made, error, fd;                                                \
        mode_t mode = 0;                                                    \
        va_list rest;                                                       \
        va_start(rest, flags);                                              \
        if (flags & (O_CREAT | O_TMPFILE)) mode = va_arg(rest, mode_t);     \
        va_end(rest);                                                       \
        pthread_mutex_lock(&turn);                                          \
        error = opening(AT_FDCWD, file, flags, &made, path);                \
        fd = error ? -1 : opened(real(file, flags, mode), made, path);      \
        pthread_mutex_unlock(&turn);                                        \
        if (error) errno = error;                                           \
        return fd;                                                          \
    }

#define OPENAT(name)                                                        \
    int name(int folder, const char *file, int flags, ...) {                \
        REAL(name);                                                         \
        char path[PATH_MAX];                                                \
        int made, error, fd;                                                \
        mode_t mode = 0;                                                    \
        va_list rest;                                                       \
        va_start(rest, flags);                                              \
        if (flags & (O_CREAT | O_TMPFILE)) mode = va_arg(rest, mode_t);     \
        va_end(rest);                                                       \
        pthread_mutex_lock(&turn);                                          \
        error = opening(folder, file, flags, &made, path);                  \
        fd = error ? -1 : opened(real(folder, file, flags, mode), made, path); \
        pthread_mutex_unlock(&turn);                                        \
        if (error) errno = error;                                           \
        return fd;                                                          \
    }

OPEN(open)
OPEN(open64)
OPENAT(openat)
OPENAT(openat64)

/* Told after it is done: a kill in between loses more than a power cut would, and nobody was told that it is kept. */
#define SYNC(name)                                                                              \
    int name(int fd) {                                                                          \
        REAL(name);                                                                             \
        char path[PATH_MAX];                                                                    \
        struct stat found;                                                                      \
        if (!path_of(fd, NULL, path) || fstat(fd, &found)) return real(fd);                     \
        pthread_mutex_lock(&turn);                                                              \
        int error = reached(0), done = -1;                                                      \
        if (error == EROFS) error = 0; /* a disk that is only read has nothing left to sync */  \
        if (!error) done = real(fd);                                                            \
        if (done == 0) tell(S_ISDIR(found.st_mode) ? 'D' : 'S', found.st_ino, 0, 0, path, NULL, NULL, 0); \
        pthread_mutex_unlock(&turn);                                                            \
        if (error) errno = error;                                                               \
        return done;                                                                            \
    }

SYNC(fsync)
SYNC(fdatasync)

static int renaming(int of, const char *from, int to, const char *name) {
    char old[PATH_MAX], new[PATH_MAX], both[2 * PATH_MAX];
    if (!path_of(of, from, old) || !path_of(to, name, new)) return 0;
    int error = reached(0);
    if (error) return error;
    const char *over = keep_file(new);
    snprintf(both, sizeof both, "%s\n%s", new, over);
    tell('R', inode_of(old), 0, 0, old, both, NULL, 0);
    return 0;
}

int rename(const char *from, const char *to) {
    REAL(rename);
    int error = 0;
    if (trace >= 0) { LOCKED(error = renaming(AT_FDCWD, from, AT_FDCWD, to);) }
    REFUSED(error)
    return real(from, to);
}

int renameat(int of, const char *from, int into, const char *to) {
    REAL(renameat);
    int error = 0;
    if (trace >= 0) { LOCKED(error = renaming(of, from, into, to);) }
    REFUSED(error)
    return real(of, from, into, to);
}

static int removing(int folder, const char *name) {
    char path[PATH_MAX];
    if (!path_of(folder, name, path)) return 0;
    struct stat found;
    if (lstat(path, &found)) return 0;
    int error = reached(0);
    if (error) return error;
    if (S_ISDIR(found.st_mode))
        tell('X', found.st_ino, 0, 0, path, NULL, NULL, 0);
    else
        tell('U', found.st_ino, 0, 0, path, keep_file(path), NULL, 0);
    return 0;
}

int unlink(const char *path) {
    REAL(unlink);
    int error = 0;
    if (trace >= 0) { LOCKED(error = removing(AT_FDCWD, path);) }
    REFUSED(error)
    return real(path);
}

int unlinkat(int folder, const char *path, int flags) {
    REAL(unlinkat);
    int error = 0;
    if (trace >= 0) { LOCKED(error = removing(folder, path);) }
    REFUSED(error)
    return real(folder, path, flags);
}

int rmdir(const char *path) {
    REAL(rmdir);
    int error = 0;
    if (trace >= 0) { LOCKED(error = removing(AT_FDCWD, path);) }
    REFUSED(error)
    return real(path);
}

static int making(const char *name, char *path) {
    return path_of(AT_FDCWD, name, path) ? reached(1) : 0;
}

int mkdir(const char *name, mode_t mode) {
    REAL(mkdir);
    char path[PATH_MAX];
    int error = 0, done;
    pthread_mutex_lock(&turn);
    if (trace >= 0) error = making(name, path);
    done = error ? -1 : real(name, mode);
    if (trace >= 0 && done == 0 && under(path)) tell('M', inode_of(path), 0, 0, path, NULL, NULL, 0);
    pthread_mutex_unlock(&turn);
    if (error) errno = error;
    return done;
}

int link(const char *from, const char *to) {
    REAL(link);
    char path[PATH_MAX];
    int error = 0, done;
    pthread_mutex_lock(&turn);
    if (trace >= 0) error = making(to, path);
    done = error ? -1 : real(from, to);
    if (trace >= 0 && done == 0 && under(path)) tell('C', inode_of(path), 0, 0, path, NULL, NULL, 0);
    pthread_mutex_unlock(&turn);
    if (error) errno = error;
    return done;
}

int linkat(int of, const char *from, int into, const char *to, int flags) {
    REAL(linkat);
    char path[PATH_MAX];
    int error = 0, done;
    pthread_mutex_lock(&turn);
    if (trace >= 0) error = making(to, path);
    done = error ? -1 : real(of, from, into, to, flags);
    if (trace >= 0 && done == 0 && under(path)) tell('C', inode_of(path), 0, 0, path, NULL, NULL, 0);
    pthread_mutex_unlock(&turn);
    if (error) errno = error;
    return done;
}
