/* SPDX-License-Identifier: MIT */
/* The document that a policy states, where it lies beside the policy's file. */
#include <string.h>

#include "supportpolicy/system.h"
#include "system/path.h"

enum { DOCUMENT_BYTES = 8 << 20 };

spol_status spol_system_document(const spol_allocator *allocator, const char *file,
                                 const spol_policy *policy, uint32_t version, char *path,
                                 size_t capacity, char **bytes, size_t *length, spol_error *error) {
  spol_allocator memory;
  spol_policy_version about = SPOL_SIZED(spol_policy_version);
  int missing = 0;
  if (file == NULL || policy == NULL || path == NULL || capacity == 0 || bytes == NULL ||
      length == NULL || spi_allocator_take(allocator, &memory) != SPOL_OK) {
    return spi_fail(error, SPOL_E_INVALID, "an argument is missing");
  }
  path[0] = '\0';
  spol_status status = spol_policy_version_get(policy, version, &about);
  if (status != SPOL_OK) {
    return spi_fail(error, status, "there is no such version");
  }
  if (spi_path_refusal(about.document, 0) != NULL) {
    return spi_fail(error, SPOL_E_NOT_FOUND, "the version names no document beside its file");
  }
  status = spi_path_join(file, about.document, path, capacity, error);
  if (status != SPOL_OK) {
    return status;
  }
  status = spi_system_read(&memory, path, DOCUMENT_BYTES, bytes, length, &missing, error);
  return missing ? SPOL_E_NOT_FOUND : status;
}
