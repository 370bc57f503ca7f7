/* SPDX-License-Identifier: MIT */
#define _POSIX_C_SOURCE 200809L

#include <string.h>
#include <sys/stat.h>

#include "supportpolicy/system.h"
#include "system/database.h"
#include "system/file.h"

enum { PATH_ROOM = 4096, VERSION_TEXT_MAX = 64 };

static const char *const DIRECTORIES[] = {"/usr/share/zoneinfo", "/usr/lib/zoneinfo",
                                          "/usr/share/lib/zoneinfo", "/etc/zoneinfo"};

static int is_directory(const char *path) {
  struct stat status;
  return stat(path, &status) == 0 && S_ISDIR(status.st_mode);
}

const char *spi_system_first_directory(const char *const *directories, size_t count) {
  for (size_t i = 0; i < count; i++) {
    if (is_directory(directories[i])) {
      return directories[i];
    }
  }
  return NULL;
}

static const char *system_directory(void) {
  return spi_system_first_directory(DIRECTORIES, sizeof DIRECTORIES / sizeof DIRECTORIES[0]);
}

/** `directory` is the one that the caller named, or NULL. */
static spol_status fail_no_database(spol_error *error, const char *directory) {
  (void)spi_fail(error, SPOL_E_IO, "there is no time zone database");
  if (directory != NULL) {
    return spi_system_blame(error, directory, SPOL_E_IO);
  }
  spi_error_hint(error, "install the package tzdata, name a directory, or build the library with "
                        "-Dembedded_tzdata=enabled");
  return SPOL_E_IO;
}

/** 0 where the path does not fit. */
static int make_path(char *buffer, const char *directory, spi_slice name) {
  spi_writer writer = spi_writer_on(buffer, PATH_ROOM);
  spi_write_format(&writer, "%s/%S", directory, name);
  return writer.needed == writer.length;
}

static int is_version_byte(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '-' ||
         c == '.';
}

/** The first word of a text, if it is one and fits. */
static int take_version(const char *text, size_t length, char *buffer) {
  size_t used = 0;
  while (used < length && is_version_byte(text[used])) {
    used++;
  }
  if (used == 0 || used >= SPOL_ZONE_VERSION_MAX) {
    return 0;
  }
  memcpy(buffer, text, used);
  buffer[used] = '\0';
  return 1;
}

/** Where a database may say its release, and what stands before it. */
static const struct {
  const char *file;
  const char *prefix;
} SAYS_VERSION[] = {{"+VERSION", ""}, {"version", ""}, {"tzdata.zi", "# version "}};

/** Reads the release from the beginning of a file of a database, which is short
 *  enough to stand on the stack: the files themselves need not be. */
static int version_in(const char *directory, const char *file, const char *prefix, char *buffer) {
  char path[PATH_ROOM];
  char text[VERSION_TEXT_MAX];
  size_t skip = strlen(prefix);
  if (!make_path(path, directory, spi_slice_of(file))) {
    return 0;
  }
  size_t length = spi_system_read_begin(path, text, sizeof text);
  return length > skip && memcmp(text, prefix, skip) == 0 &&
         take_version(text + skip, length - skip, buffer);
}

static int find_version(const char *directory, char *buffer) {
  for (size_t i = 0; i < sizeof SAYS_VERSION / sizeof SAYS_VERSION[0]; i++) {
    if (version_in(directory, SAYS_VERSION[i].file, SAYS_VERSION[i].prefix, buffer)) {
      return 1;
    }
  }
  return 0;
}

spol_status spi_system_zone_version(const char *directory, const char *database, char *buffer,
                                    spol_error *error) {
  if (buffer == NULL) {
    return spi_fail(error, SPOL_E_INVALID, "the buffer is missing");
  }
  const char *embedded = spol_zone_embedded_version();
  if (database == NULL && embedded != NULL && take_version(embedded, strlen(embedded), buffer)) {
    return SPOL_OK;
  }
  if (database == NULL || !is_directory(database)) {
    return fail_no_database(error, directory);
  }
  if (!find_version(database, buffer)) {
    (void)spi_fail(error, SPOL_E_NOT_FOUND, "the time zone database does not say its release");
    return spi_system_blame(error, database, SPOL_E_NOT_FOUND);
  }
  return SPOL_OK;
}

spol_status spol_system_zone_version(const char *directory, char *buffer, spol_error *error) {
  return spi_system_zone_version(directory, directory != NULL ? directory : system_directory(),
                                 buffer, error);
}

static spol_status read_zone(const spol_allocator *memory, const char *database, spi_slice name,
                             spol_zone **zone, spol_error *error) {
  char path[PATH_ROOM];
  char version[SPOL_ZONE_VERSION_MAX];
  char *bytes = NULL;
  size_t length = 0;
  int missing = 0;
  if (!make_path(path, database, name)) {
    return spi_fail(error, SPOL_E_INVALID, "the path of the directory is too long");
  }
  spol_status status =
      spi_system_read(memory, path, SPOL_ZONE_BYTES_MAX, &bytes, &length, &missing, error);
  if (missing) {
    (void)spi_fail(error, SPOL_E_NOT_FOUND, "the time zone database has no zone %S", name);
    return spi_system_blame(error, path, SPOL_E_NOT_FOUND);
  }
  if (status != SPOL_OK) {
    return status;
  }
  int known = find_version(database, version);
  status = spol_zone_from_tzif(memory, name.data, name.length, bytes, length,
                               known ? version : NULL, zone, error);
  spi_free(memory, bytes, length + 1);
  return status == SPOL_OK ? SPOL_OK : spi_system_blame(error, path, status);
}

spol_status spi_system_zone(const spol_allocator *allocator, const char *directory,
                            const char *database, spi_slice name, spol_zone **zone,
                            spol_error *error) {
  spol_allocator memory;
  if (zone == NULL || spi_allocator_take(allocator, &memory) != SPOL_OK) {
    return spi_fail(error, SPOL_E_INVALID, "the output or a function of the allocator is missing");
  }
  if (spol_zone_check_name(name.data, name.length) != SPOL_OK) {
    return spi_fail(error, SPOL_E_INVALID, "the name is not one that a zone can have");
  }
  if (database == NULL && spol_zone_embedded_version() != NULL) {
    return spol_zone_embedded(allocator, name.data, name.length, zone, error);
  }
  if (database == NULL || !is_directory(database)) {
    return fail_no_database(error, directory);
  }
  return read_zone(&memory, database, name, zone, error);
}

spol_status spol_system_zone(const spol_allocator *allocator, const char *directory,
                             const char *name, size_t length, spol_zone **zone, spol_error *error) {
  return spi_system_zone(allocator, directory, directory != NULL ? directory : system_directory(),
                         (spi_slice){.data = name, .length = length}, zone, error);
}
