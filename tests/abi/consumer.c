/* SPDX-License-Identifier: MIT */
/** A program of somebody else: succeeds if the library has the version that is
 *  given, at compile time and at run time, and can tell a date. */
#include <stdio.h>
#include <string.h>

#include <supportpolicy/supportpolicy.h>

int main(int argc, char **argv) {
  spol_date date;
  char text[SPOL_TIME_TEXT_MAX];
  if (argc != 2 || strcmp(argv[1], SPOL_VERSION) != 0 || strcmp(argv[1], spol_version()) != 0) {
    return 1;
  }
  if (spol_date_from_civil(2024, 2, 29, &date) != SPOL_OK ||
      spol_date_format(date, text) != SPOL_OK) {
    return 1;
  }
  puts(text);
  return strcmp(text, "2024-02-29") == 0 ? 0 : 1;
}
