/* SPDX-License-Identifier: MIT */
#include "options.h"

#include <stdio.h>
#include <string.h>

#include "command.h"

enum { HELP_COLUMN = 22 };

int wrong_usage(const cli_command *cli, const char *what, const char *which) {
  fprintf(stderr, "supportpolicy %s: %s%s; try --help\n", cli->command, what, which);
  return EXIT_USAGE;
}

/* ---- Help -------------------------------------------------------------------- */

static void print_option(FILE *stream, const cli_option *option) {
  char head[128];
  int printed =
      snprintf(head, sizeof head, "  %s%s%s", option->name, option->value != NULL ? " " : "",
               option->value != NULL ? option->value : "");
  fputs(head, stream);
  int column = printed;
  if (column > HELP_COLUMN - 2) {
    fputc('\n', stream);
    column = 0;
  }
  const char *line = option->help;
  while (line != NULL && *line != '\0') {
    const char *end = strchr(line, '\n');
    int length = (int)(end != NULL ? end - line : (long)strlen(line));
    fprintf(stream, "%*s%.*s\n", HELP_COLUMN - column, "", length, line);
    column = 0;
    line = end != NULL ? end + 1 : NULL;
  }
}

static void print_help(FILE *stream, const cli_command *cli) {
  fprintf(stream, "usage: supportpolicy %s %s\n\n%s\n", cli->command, cli->usage, cli->about);
  for (size_t i = 0; i < cli->option_count; i++) {
    print_option(stream, &cli->options[i]);
  }
  if (cli->more != NULL) {
    fprintf(stream, "\n%s", cli->more);
  }
  fputs("\nexit status: 0 fine, 1 findings or failures, 2 usage, 3 input unreadable, "
        "4 output failed\n",
        stream);
}

/* ---- Taking ------------------------------------------------------------------ */

/* 1 if a value is one of "a|b|c". */
static int is_one_of(const char *choices, const char *value) {
  size_t length = strlen(value);
  for (const char *at = choices; at != NULL; at = strchr(at, '|')) {
    at += *at == '|';
    size_t word = strcspn(at, "|");
    if (word == length && strncmp(at, value, length) == 0) {
      return 1;
    }
  }
  return 0;
}

static const cli_option *find_option(const cli_command *cli, const char *argument, size_t length) {
  for (size_t i = 0; i < cli->option_count; i++) {
    if (strlen(cli->options[i].name) == length &&
        strncmp(cli->options[i].name, argument, length) == 0) {
      return &cli->options[i];
    }
  }
  return NULL;
}

static int keep(const cli_command *cli, const cli_option *option, const char *value) {
  if (option->value != NULL && strchr(option->value, '|') != NULL &&
      !is_one_of(option->value, value)) {
    fprintf(stderr, "supportpolicy %s: %s is one of %s, not \"%s\"; try --help\n", cli->command,
            option->name, option->value, value);
    return EXIT_USAGE;
  }
  if (option->count == NULL) {
    *option->into = value;
    return CLI_GO_ON;
  }
  if (*option->count >= option->room) {
    return wrong_usage(cli, "given too often: ", option->name);
  }
  option->into[(*option->count)++] = value;
  return CLI_GO_ON;
}

/* One option; *i moves on where its value is the next argument. */
static int take_option(const cli_command *cli, int count, char **arguments, int *i) {
  const char *argument = arguments[*i];
  size_t length = strcspn(argument, "=");
  const cli_option *option = find_option(cli, argument, length);
  const char *value = argument[length] == '=' ? argument + length + 1 : NULL;
  if (option == NULL) {
    return wrong_usage(cli, "there is no option ", argument);
  }
  if (option->value == NULL) {
    return value == NULL ? keep(cli, option, "")
                         : wrong_usage(cli, "it takes no value: ", option->name);
  }
  if (value == NULL) {
    if (*i + 1 == count) {
      return wrong_usage(cli, "a value is missing behind ", argument);
    }
    value = arguments[++*i];
  }
  return keep(cli, option, value);
}

int take_options(const cli_command *cli, int count, char **arguments, int *words) {
  int only_words = 0;
  *words = 0;
  for (int i = 1; i < count; i++) {
    const char *argument = arguments[i];
    if (only_words || argument[0] != '-' || argument[1] == '\0') {
      arguments[++*words] = arguments[i];
    } else if (strcmp(argument, "--") == 0) {
      only_words = 1;
    } else if (strcmp(argument, "--help") == 0 || strcmp(argument, "-h") == 0) {
      print_help(stdout, cli);
      return EXIT_FINE;
    } else {
      int code = take_option(cli, count, arguments, &i);
      if (code != CLI_GO_ON) {
        return code;
      }
    }
  }
  return CLI_GO_ON;
}
