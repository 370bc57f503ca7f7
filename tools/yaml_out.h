/* SPDX-License-Identifier: MIT */
/** Texts as YAML has them in double quotes. */
#ifndef SUPPORTPOLICY_TOOLS_YAML_OUT_H
#define SUPPORTPOLICY_TOOLS_YAML_OUT_H

#include <stddef.h>
#include <stdio.h>

/** UTF-8 text in double quotes, on one line. */
void yaml_quoted(FILE *stream, const char *text, size_t length);

#endif
