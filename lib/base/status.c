/* SPDX-License-Identifier: MIT */
#include "supportpolicy/status.h"

#include <stddef.h>

typedef struct status_entry {
  const char *name;
  const char *message;
} status_entry;

static const status_entry entries[] = {
    [SPOL_OK] = {"SPOL_OK", "fine"},
    [SPOL_E_INVALID] = {"SPOL_E_INVALID", "an argument is outside what the function documents"},
    [SPOL_E_MEMORY] = {"SPOL_E_MEMORY", "out of memory"},
    [SPOL_E_RANGE] = {"SPOL_E_RANGE", "outside the years 1 to 9999"},
    [SPOL_E_SYNTAX] = {"SPOL_E_SYNTAX", "malformed input"},
    [SPOL_E_SEMANTIC] = {"SPOL_E_SEMANTIC", "well-formed input that makes no sense"},
    [SPOL_E_NOT_FOUND] = {"SPOL_E_NOT_FOUND", "nothing has that name"},
    [SPOL_E_LIMIT] = {"SPOL_E_LIMIT", "a limit was reached"},
    [SPOL_E_NEVER_OPEN] = {"SPOL_E_NEVER_OPEN", "the calendar is never open again"},
    [SPOL_E_GAP] = {"SPOL_E_GAP", "the clocks skip that wall time"},
    [SPOL_E_OVERLAP] = {"SPOL_E_OVERLAP", "the clocks show that wall time twice"},
    [SPOL_E_UNDECIDED] = {"SPOL_E_UNDECIDED", "undecided: a fact is missing"},
    [SPOL_E_UNSUPPORTED] = {"SPOL_E_UNSUPPORTED", "understood and not supported"},
    [SPOL_E_IO] = {"SPOL_E_IO", "a file could not be read"},
    [SPOL_E_ORDER] = {"SPOL_E_ORDER", "an event lies before the one before it"},
    [SPOL_E_BUFFER] = {"SPOL_E_BUFFER", "the buffer is too small"},
    [SPOL_E_VERSION] = {"SPOL_E_VERSION", "a struct of another version of the library"},
};

enum { ENTRY_COUNT = sizeof entries / sizeof entries[0] };

const char *spol_status_name(spol_status status) {
  return status >= 0 && status < ENTRY_COUNT ? entries[status].name : "SPOL_E_UNKNOWN";
}

const char *spol_status_message(spol_status status) {
  return status >= 0 && status < ENTRY_COUNT ? entries[status].message : "unknown status";
}
