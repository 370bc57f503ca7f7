/* SPDX-License-Identifier: MIT */
#include "supportpolicy/version.h"

const char *spol_version(void) {
  return SPOL_VERSION;
}
