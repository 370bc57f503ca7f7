/* SPDX-License-Identifier: MIT */
/** Waiting until a text changes that cases could read. */
#ifndef SUPPORTPOLICY_TOOLS_TEST_WATCH_H
#define SUPPORTPOLICY_TOOLS_TEST_WATCH_H

#include <stddef.h>
#include <stdint.h>

/** What the texts of these files and folders are like: their names, sizes and times of change.
 *  @return 0: there is no memory */
int texts_state(char *const *names, size_t count, uint64_t *out);
/** Waits until they are like something else; looks five times a second.
 *  @return 0: there is no memory */
int wait_for_change(char *const *names, size_t count, uint64_t state);

#endif
