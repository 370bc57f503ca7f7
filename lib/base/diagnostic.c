/* SPDX-License-Identifier: MIT */
#include "supportpolicy/diagnostics.h"

#include <stddef.h>

#include "supportpolicy/policy.h"

typedef struct entry {
  uint32_t code;
  int32_t gravity;
  const char *label;
  const char *name;
  const char *title;
  const char *explanation;
} entry;

#define SPI_DIAGNOSTIC(number, name, gravity, title, explanation)                                  \
  {                                                                                                \
      number,                                                                                      \
      SPOL_GRAVITY_##gravity,                                                                      \
      (number) < 1000 ? "SP0" #number : "SP" #number,                                              \
      #name,                                                                                       \
      title,                                                                                       \
      explanation},

/* By rising code. */
static const entry entries[] = {
#include "base/diagnostics.def"
};

static const entry unknown = {0, 0, "", "", "", ""};

static const entry *find(uint32_t code) {
  size_t low = 0;
  size_t high = sizeof entries / sizeof entries[0];
  while (low < high) {
    size_t middle = low + (high - low) / 2;
    if (entries[middle].code == code) {
      return &entries[middle];
    }
    if (entries[middle].code < code) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  return &unknown;
}

const char *spol_diagnostic_label(uint32_t code) {
  return find(code)->label;
}

const char *spol_diagnostic_name(uint32_t code) {
  return find(code)->name;
}

const char *spol_diagnostic_title(uint32_t code) {
  return find(code)->title;
}

const char *spol_diagnostic_explanation(uint32_t code) {
  return find(code)->explanation;
}

int32_t spol_diagnostic_gravity(uint32_t code) {
  return find(code)->gravity;
}
