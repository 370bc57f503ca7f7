/* SPDX-License-Identifier: MIT */
/* Findings, as compilers print them. */
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"

report_style style_for(FILE *stream) {
  const char *plain = getenv("NO_COLOR");
  report_style style = {.source_lines = 1};
  style.color = isatty(fileno(stream)) && (plain == NULL || plain[0] == '\0');
  return style;
}

static const char *gravity_word(int32_t gravity) {
  return gravity == SPOL_GRAVITY_ERROR     ? "error"
         : gravity == SPOL_GRAVITY_WARNING ? "warning"
                                           : "note";
}

static const char *gravity_color(int32_t gravity) {
  return gravity == SPOL_GRAVITY_ERROR     ? "\033[1;31m"
         : gravity == SPOL_GRAVITY_WARNING ? "\033[1;35m"
                                           : "\033[1;36m";
}

/* Prints a text; what could move the cursor is shown as a question mark. */
static void print_text(FILE *stream, const char *text, size_t length) {
  for (size_t i = 0; i < length; i++) {
    unsigned char c = (unsigned char)text[i];
    fputc(c < 0x20 || c == 0x7f ? (c == '\t' ? ' ' : '?') : c, stream);
  }
}

/* The line of a file, from 1; its length without the end. */
static const char *line_of(const text_file *file, uint32_t line, size_t *length) {
  const char *at = file->bytes;
  const char *end = file->bytes + file->length;
  for (uint32_t i = 1; i < line; i++) {
    const char *next = memchr(at, '\n', (size_t)(end - at));
    if (next == NULL) {
      return NULL;
    }
    at = next + 1;
  }
  const char *stop = memchr(at, '\n', (size_t)(end - at));
  *length = (size_t)((stop == NULL ? end : stop) - at);
  if (*length > 0 && at[*length - 1] == '\r') {
    --*length;
  }
  return at;
}

static void print_source(FILE *stream, const text_file *file, const spol_error *found) {
  enum { WIDEST = 160 };
  size_t length = 0;
  const char *line = found->line == 0 ? NULL : line_of(file, found->line, &length);
  if (line == NULL) {
    return;
  }
  if (length > WIDEST) {
    length = WIDEST;
    while (length > 0 && ((unsigned char)line[length] & 0xc0) == 0x80) {
      length--;
    }
  }
  fprintf(stream, "%5u | ", (unsigned)found->line);
  print_text(stream, line, length);
  if (found->column <= WIDEST) {
    fprintf(stream, "\n      | %*s^", (int)found->column - 1, "");
  }
  fputc('\n', stream);
}

/* The file that a finding is about: the one of its name, else the first. */
static const text_file *file_of(const text_file *files, size_t count, const spol_error *found) {
  for (size_t i = 0; i < count; i++) {
    if (strcmp(files[i].name, found->file) == 0) {
      return &files[i];
    }
  }
  return files;
}

static void print_finding(FILE *stream, const report_style *style, const text_file *file,
                          int32_t gravity, const spol_error *found) {
  const char *name = found->file[0] != '\0' ? found->file : file->name;
  fputs(style->color ? "\033[1m" : "", stream);
  print_text(stream, name, strlen(name));
  if (found->line != 0) {
    fprintf(stream, ":%u:%u", (unsigned)found->line, (unsigned)found->column);
  }
  fprintf(stream, ": %s%s %s:%s ", style->color ? gravity_color(gravity) : "",
          gravity_word(gravity), spol_diagnostic_label(found->code), style->color ? "\033[0m" : "");
  print_text(stream, found->message, strlen(found->message));
  fputc('\n', stream);
  if (style->source_lines) {
    print_source(stream, file, found);
  }
  if (found->hint[0] != '\0') {
    fputs("      = hint: ", stream);
    print_text(stream, found->hint, strlen(found->hint));
    fputc('\n', stream);
  }
}

void print_findings(FILE *stream, const report_style *style, const text_file *files,
                    size_t file_count, const spol_diagnostics *findings, report_counts *counts) {
  spol_error found = SPOL_ERROR_INIT;
  int32_t gravity = 0;
  for (uint64_t i = 0; i < spol_diagnostics_count(findings); i++) {
    if (spol_diagnostics_get(findings, i, &gravity, &found) != SPOL_OK) {
      continue;
    }
    print_finding(stream, style, file_of(files, file_count, &found), gravity, &found);
    counts->errors += gravity == SPOL_GRAVITY_ERROR;
    counts->warnings += gravity == SPOL_GRAVITY_WARNING;
    counts->notes += gravity == SPOL_GRAVITY_NOTE;
  }
  uint64_t more = spol_diagnostics_total(findings) - spol_diagnostics_count(findings);
  if (more > 0) {
    fprintf(stream, "%s: %lu more findings are not shown\n", files->name, (unsigned long)more);
  }
}

void print_error(FILE *stream, const char *file, const spol_error *error) {
  const char *label = spol_diagnostic_label(error->code);
  int has_code = label[0] != '\0';
  int has_hint = error->hint[0] != '\0';
  fprintf(stream,
          "%s%s:", has_code ? "" : "supportpolicy: ", error->file[0] != '\0' ? error->file : file);
  if (error->line != 0) {
    fprintf(stream, "%u:%u:", (unsigned)error->line, (unsigned)error->column);
  }
  fprintf(stream, "%s%s%s %s%s%s%s\n", has_code ? " error " : "", label, has_code ? ":" : "",
          error->message, has_hint ? " (" : "", error->hint, has_hint ? ")" : "");
}

spol_status out_of_memory(spol_error *error) {
  *error = (spol_error)SPOL_ERROR_INIT;
  snprintf(error->message, sizeof error->message, "%s", spol_status_message(SPOL_E_MEMORY));
  return SPOL_E_MEMORY;
}
