/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include "system/file.h"

#include <errno.h>
#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "supportpolicy/system.h"

enum { FILE_BYTES_MAX = 1 << 30 };

spol_status spi_system_blame(spol_error *error, const char *path, spol_status status) {
  if (error != NULL) {
    spi_writer writer = spi_writer_on(error->file, sizeof error->file);
    spi_write_text(&writer, path);
  }
  return status;
}

static spol_status fail(spol_error *error, const char *path, spol_status status,
                        const char *message) {
  (void)spi_fail(error, status, "%s", message);
  return spi_system_blame(error, path, status);
}

/** What errno says, without strerror, whose text depends on the locale. */
static const char *reason_of(int code) {
  switch (code) {
  case ENOENT:
  case ENOTDIR:
    return "the file does not exist";
  case EACCES:
  case EPERM:
    return "the file may not be read";
  case ELOOP:
    return "the path has too many links";
  case ENAMETOOLONG:
    return "the path is too long";
  case EISDIR:
    return "this is a directory, not a file";
  case EMFILE:
  case ENFILE:
    return "too many files are open";
  default:
    return "the file cannot be read";
  }
}

/** Opens without waiting, so that a pipe without a writer stops nobody. */
static spol_status open_regular(const char *path, size_t max_bytes, int *descriptor, size_t *size,
                                int *missing, spol_error *error) {
  struct stat status;
  int fd = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
  if (fd < 0) {
    *missing = errno == ENOENT || errno == ENOTDIR;
    return fail(error, path, SPOL_E_IO, reason_of(errno));
  }
  const char *wrong = NULL;
  spol_status result = SPOL_E_IO;
  if (fstat(fd, &status) != 0) {
    wrong = "the file cannot be read";
  } else if (S_ISDIR(status.st_mode)) {
    wrong = "this is a directory, not a file";
  } else if (!S_ISREG(status.st_mode)) {
    wrong = "this is a pipe, a socket or a device, not a regular file";
  } else if (status.st_size < 0 || (uint64_t)status.st_size > max_bytes) {
    wrong = "the file is longer than the limit";
    result = SPOL_E_LIMIT;
  }
  if (wrong != NULL) {
    (void)close(fd);
    return fail(error, path, result, wrong);
  }
  *descriptor = fd;
  *size = (size_t)status.st_size;
  return SPOL_OK;
}

/** Reads up to `size` bytes; `*got` is less where the file ends before. */
static int read_whole(int fd, char *bytes, size_t size, size_t *got) {
  size_t done = 0;
  while (done < size) {
    ssize_t count = read(fd, bytes + done, size - done);
    if (count < 0 && errno == EINTR) {
      continue;
    }
    if (count < 0) {
      return 0;
    }
    if (count == 0) {
      break;
    }
    done += (size_t)count;
  }
  *got = done;
  return 1;
}

spol_status spi_system_read(const spol_allocator *memory, const char *path, size_t max_bytes,
                            char **bytes, size_t *length, int *missing, spol_error *error) {
  int fd = -1;
  size_t size = 0;
  size_t got = 0;
  *missing = 0;
  spol_status status = open_regular(path, max_bytes, &fd, &size, missing, error);
  if (status != SPOL_OK) {
    return status;
  }
  /* One byte more shows whether the file grows while it is read; it is the
   * place of the NUL too. */
  char *buffer = spi_alloc(memory, size + 1);
  if (buffer == NULL) {
    (void)close(fd);
    return fail(error, path, SPOL_E_MEMORY, "there is no memory for the file");
  }
  int readable = read_whole(fd, buffer, size + 1, &got);
  (void)close(fd);
  if (!readable || got != size) {
    spi_free(memory, buffer, size + 1);
    return fail(error, path, SPOL_E_IO,
                readable ? "the file changed while it was read" : "the file cannot be read");
  }
  buffer[size] = '\0';
  *bytes = buffer;
  *length = size;
  return SPOL_OK;
}

size_t spi_system_read_begin(const char *path, char *bytes, size_t room) {
  int fd = -1;
  int missing = 0;
  size_t size = 0;
  size_t got = 0;
  if (open_regular(path, SIZE_MAX, &fd, &size, &missing, NULL) != SPOL_OK) {
    return 0;
  }
  int readable = read_whole(fd, bytes, room, &got);
  (void)close(fd);
  return readable ? got : 0;
}

spol_status spol_system_read_file(const spol_allocator *allocator, const char *path,
                                  size_t max_bytes, char **bytes, size_t *length,
                                  spol_error *error) {
  spol_allocator memory;
  int missing = 0;
  if (path == NULL || bytes == NULL || length == NULL || max_bytes > FILE_BYTES_MAX ||
      spi_allocator_take(allocator, &memory) != SPOL_OK) {
    return spi_fail(error, SPOL_E_INVALID, "an argument is missing or the limit is above 1 GiB");
  }
  return spi_system_read(&memory, path, max_bytes, bytes, length, &missing, error);
}

void spol_system_free(const spol_allocator *allocator, char *bytes, size_t length) {
  spol_allocator memory;
  if (spi_allocator_take(allocator, &memory) == SPOL_OK) {
    spi_free(&memory, bytes, length + 1);
  }
}
