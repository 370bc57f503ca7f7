/* SPDX-License-Identifier: MIT */
/* supportpolicy sentences: how a document is cut, to be cited by a policy. */
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "options.h"
#include "yaml_out.h"

static void print_digest(const uint8_t *digest) {
  for (size_t i = 0; i < SPOL_DIGEST_SIZE; i++) {
    printf("%02x", digest[i]);
  }
}

/* On one line, whatever white space it has. */
static void print_remark(const spol_sentence *sentence, const char *text) {
  printf(" # %u: ", (unsigned)sentence->number);
  int space = 0;
  for (uint64_t i = 0; i < sentence->length; i++) {
    char c = text[sentence->offset + i];
    int blank = c == ' ' || c == '\t' || c == '\n' || c == '\r';
    if (!blank || !space) {
      putchar(blank ? ' ' : c);
    }
    space = blank;
  }
}

/* A heading that comes again is gone on with where it stood first. */
static int same_heading(const char *text, const spol_sentence *a, const spol_sentence *b) {
  return a->heading_length == b->heading_length &&
         memcmp(text + a->heading_offset, text + b->heading_offset, (size_t)a->heading_length) == 0;
}

static void print_heading(const char *text, const spol_sentence *all, uint64_t count,
                          uint64_t first, int with_text) {
  fputs("    - under: ", stdout);
  yaml_quoted(stdout, text + all[first].heading_offset, (size_t)all[first].heading_length);
  fputs("\n      digests:\n", stdout);
  for (uint64_t i = first; i < count; i++) {
    if (same_heading(text, &all[first], &all[i])) {
      fputs("        - ", stdout);
      print_digest(all[i].digest);
      if (with_text) {
        print_remark(&all[i], text);
      }
      putchar('\n');
    }
  }
}

static void print_all(const text_file *file, const spol_sentence *all, uint64_t count,
                      int with_text) {
  fputs("source:\n  document: ", stdout);
  yaml_quoted(stdout, file->name, strlen(file->name));
  puts("\n  sentences:");
  for (uint64_t i = 0; i < count; i++) {
    uint64_t before = 0;
    while (before < i && !same_heading(file->bytes, &all[before], &all[i])) {
      before++;
    }
    if (before == i) {
      print_heading(file->bytes, all, count, i, with_text);
    }
  }
}

static int list(const text_file *file, int with_text) {
  spol_error error = SPOL_ERROR_INIT;
  uint64_t count = 0;
  spol_status status =
      spol_source_sentences(NULL, file->bytes, file->length, NULL, 0, &count, &error);
  spol_sentence *all = malloc(sizeof *all * (size_t)(count + 1));
  if (status == SPOL_OK && all == NULL) {
    status = out_of_memory(&error);
  }
  if (status == SPOL_OK) {
    status = spol_source_sentences(NULL, file->bytes, file->length, all, count, &count, &error);
  }
  if (status == SPOL_OK && all != NULL) {
    print_all(file, all, count, with_text);
  } else {
    print_error(stderr, file->name, &error);
  }
  free(all);
  return status == SPOL_OK ? EXIT_FINE : EXIT_INPUT;
}

int command_sentences(int count, char **arguments) {
  const char *with_text = NULL;
  text_file file;
  const cli_option options[] = {
      {"--text", NULL,
       "print each sentence behind its digest, as a remark: for reading,\n"
       "to find the number that a clause cites",
       &with_text, 0, NULL},
  };
  const cli_command cli = {
      .command = "sentences",
      .usage = "[--text] DOCUMENT",
      .about = "Cuts a document into headings and sentences (docs/clauses.md) and prints\n"
               "`source.sentences` for the policy that states it: the digest of each sentence,\n"
               "in order, under its heading. So the policy can be held against the document,\n"
               "which need not be published with it. DOCUMENT `-` is standard input.\n",
      .options = options,
      .option_count = sizeof options / sizeof options[0],
  };
  int words = 0;
  int code = take_options(&cli, count, arguments, &words);
  if (code != CLI_GO_ON) {
    return code;
  }
  if (words != 1) {
    return words == 0 ? wrong_usage(&cli, "which document?", "")
                      : wrong_usage(&cli, "one document, and no ", arguments[2]);
  }
  if (!read_text_file(arguments[1], &file)) {
    return EXIT_INPUT;
  }
  code = list(&file, with_text != NULL);
  free_text_file(&file);
  return code;
}
