/* Loaded before the C library into a process that is tortured: lets fsync fail, the disk be full and
   the clock jump for as long as a shared file says so. Built by `faults.rs` when a run begins. */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

struct control {
    int64_t flush_fails;
    int64_t disk_is_full;
    int64_t clock_offset;
    int64_t flushes;
};
static struct control *control;

__attribute__((constructor)) static void begin(void) {
    const char *path = getenv("TORTURE_CONTROL");
    int file = path ? open(path, O_RDWR | O_CLOEXEC) : -1;
    if (file < 0) return;
    void *shared = mmap(NULL, sizeof *control, PROT_READ | PROT_WRITE, MAP_SHARED, file, 0);
    if (shared != MAP_FAILED) control = shared;
    close(file);
}

#define REAL(name, result, ...) \
    static result (*real)(__VA_ARGS__); \
    if (!real) real = (result (*)(__VA_ARGS__))dlsym(RTLD_NEXT, name)

static int is_full(int file) {
    struct stat about;
    return control && control->disk_is_full && fstat(file, &about) == 0 && S_ISREG(about.st_mode);
}

static int flushed(int result) {
    if (control && result == 0) __atomic_fetch_add(&control->flushes, 1, __ATOMIC_SEQ_CST);
    return result;
}

int fsync(int file) {
    REAL("fsync", int, int);
    if (control && control->flush_fails) { errno = EIO; return -1; }
    return flushed(real(file));
}

int fdatasync(int file) {
    REAL("fdatasync", int, int);
    if (control && control->flush_fails) { errno = EIO; return -1; }
    return flushed(real(file));
}

ssize_t write(int file, const void *bytes, size_t count) {
    REAL("write", ssize_t, int, const void *, size_t);
    if (is_full(file)) { errno = ENOSPC; return -1; }
    return real(file, bytes, count);
}

ssize_t pwrite(int file, const void *bytes, size_t count, off_t at) {
    REAL("pwrite", ssize_t, int, const void *, size_t, off_t);
    if (is_full(file)) { errno = ENOSPC; return -1; }
    return real(file, bytes, count, at);
}

ssize_t pwrite64(int file, const void *bytes, size_t count, off64_t at) {
    REAL("pwrite64", ssize_t, int, const void *, size_t, off64_t);
    if (is_full(file)) { errno = ENOSPC; return -1; }
    return real(file, bytes, count, at);
}

int clock_gettime(clockid_t clock, struct timespec *now) {
    REAL("clock_gettime", int, clockid_t, struct timespec *);
    int result = real(clock, now);
    if (result == 0 && control && (clock == CLOCK_REALTIME || clock == CLOCK_REALTIME_COARSE))
        now->tv_sec += control->clock_offset;
    return result;
}
