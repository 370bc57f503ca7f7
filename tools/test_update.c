/* SPDX-License-Identifier: MIT */
#include "test_update.h"

#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "yaml_out.h"

/* A value of a file, and what is written instead. */
typedef struct edit {
  uint64_t offset;
  uint64_t length;
  const char *text;
  const test_mismatch *found;
} edit;

typedef struct edit_list {
  edit *items;
  size_t count;
} edit_list;

/* ---- Collecting ---------------------------------------------------------------------- */

static int compare_edits(const void *left, const void *right) {
  const edit *a = left;
  const edit *b = right;
  if (a->offset != b->offset) {
    return a->offset < b->offset ? -1 : 1;
  }
  return a->length > b->length ? -1 : a->length < b->length; /* the whole before its parts */
}

/* The mismatches of outcomes [first, end), by place. NULL: out of memory. */
static edit *collect(const test_run *run, size_t first, size_t end, size_t *count) {
  *count = 0;
  for (size_t i = first; i < end; i++) {
    *count += run->outcomes[i].mismatch_count;
  }
  edit *edits = malloc((*count + 1) * sizeof *edits);
  size_t at = 0;
  for (size_t i = first; edits != NULL && i < end; i++) {
    for (size_t j = 0; j < run->outcomes[i].mismatch_count; j++) {
      const test_mismatch *found = &run->outcomes[i].mismatches[j];
      edits[at++] = (edit){found->offset, found->length, found->got, found};
    }
  }
  if (edits != NULL && at > 0) {
    qsort(edits, at, sizeof *edits, compare_edits);
  }
  return edits;
}

static void leave(test_update *update, const char *file, const edit *one, const char *why) {
  update->left++;
  if (update->silent) {
    return;
  }
  fprintf(stderr, "%s:%" PRIu32 ":%" PRIu32 ": %s is not written: %s\n", file, one->found->line,
          one->found->column, one->found->path, why);
}

/* Keeps those that can be written: one text a place, and no part of another. */
static size_t choose(edit *edits, size_t count, const char *file, test_update *update) {
  size_t kept = 0;
  uint64_t end = 0;
  for (size_t i = 0; i < count; i++) {
    size_t same = i + 1;
    int agree = 1;
    while (same < count && edits[same].offset == edits[i].offset &&
           edits[same].length == edits[i].length) {
      agree &= strcmp(edits[same].text, edits[i].text) == 0;
      same++;
    }
    if (edits[i].length == 0) {
      leave(update, file, &edits[i], "it is put together, or has another place");
      continue;
    }
    if (edits[i].offset < end) {
      continue; /* the whole list is written */
    }
    if (same - i < edits[i].found->shared) {
      leave(update, file, &edits[i],
            "other rows of the table expect what is there; give it a $name");
    } else if (!agree) {
      leave(update, file, &edits[i],
            "the rows of the table come to different values; give it a $name");
    } else {
      edits[kept++] = edits[i];
      end = edits[i].offset + edits[i].length;
    }
    i = same - 1;
  }
  return kept;
}

/* ---- Writing ------------------------------------------------------------------------- */

/* 1 if a text means itself without quotes, in brackets too. */
static int is_plain(const char *text) {
  size_t length = strlen(text);
  if (length == 0 || strchr("-?:&*!|>'\"%@`#,[]{} ", text[0]) != NULL || text[length - 1] == ' ' ||
      text[length - 1] == ':') {
    return 0;
  }
  for (size_t i = 0; i < length; i++) {
    if ((unsigned char)text[i] < 0x20 || strchr(",[]{}", text[i]) != NULL ||
        (text[i] == '#' && i > 0 && text[i - 1] == ' ') || (text[i] == ':' && text[i + 1] == ' ')) {
      return 0;
    }
  }
  return 1;
}

static void write_value(FILE *out, const char *text) {
  if (is_plain(text) || text[0] == '[' || text[0] == '{') { /* lists come as the file has them */
    fputs(text, out);
    return;
  }
  yaml_quoted(out, text, strlen(text));
}

static char *with_edits(const text_file *file, const edit *edits, size_t count, size_t *length) {
  char *text = NULL;
  FILE *out = open_memstream(&text, length);
  uint64_t at = 0;
  for (size_t i = 0; out != NULL && i < count; i++) {
    fwrite(file->bytes + at, 1, (size_t)(edits[i].offset - at), out);
    write_value(out, edits[i].text);
    at = edits[i].offset + edits[i].length;
  }
  if (out != NULL) {
    fwrite(file->bytes + at, 1, (size_t)(file->length - at), out);
    if (fclose(out) != 0) {
      free(text);
      text = NULL;
    }
  }
  return text;
}

static void update_file(const test_run *run, size_t first, size_t end, test_update *update) {
  const char *name = run->outcomes[first].file;
  size_t count = 0;
  size_t length = 0;
  text_file file;
  edit *edits = collect(run, first, end, &count);
  size_t kept = edits == NULL ? 0 : choose(edits, count, name, update);
  update->failed |= edits == NULL;
  if (kept > 0 && read_text_file(name, &file)) {
    char *text = with_edits(&file, edits, kept, &length);
    int good = text != NULL && replace_file(name, text, length);
    update->written += good ? kept : 0;
    update->failed |= !good;
    free(text);
    free_text_file(&file);
  } else {
    update->failed |= kept > 0;
  }
  free(edits);
}

void update_files(const test_run *run, test_update *update) {
  for (size_t first = 0; first < run->count;) {
    size_t end = first;
    while (end < run->count && run->outcomes[end].file == run->outcomes[first].file) {
      end++;
    }
    update_file(run, first, end, update);
    first = end;
  }
}
