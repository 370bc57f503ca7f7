/* SPDX-License-Identifier: MIT */
/* supportpolicy: one command, a subcommand a file. */
#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>

#include "command.h"
#include "supportpolicy/version.h"

typedef struct subcommand {
  const char *name;
  int (*run)(int count, char **arguments);
  const char *about;
} subcommand;

static const subcommand subcommands[] = {
    {"calendar", command_calendar, "ask what is open when, and count on it"},
    {"check", command_check, "look for mistakes in policies"},
    {"diff", command_diff, "tell what a customer gains and loses from one policy to another"},
#ifdef HAVE_JANSSON
    {"evaluate", command_evaluate, "evaluate cases, a line of JSON each, on all processors"},
#endif
    {"explain", command_explain, "say why a metric of a case is due when it is"},
    {"fmt", command_fmt, "lay policies and case files out in one way"},
    {"holidays", command_holidays, "list holidays, or make a list of a calendar feed"},
    {"sentences", command_sentences, "cut a document into sentences that a policy cites"},
    {"show", command_show, "show a policy as a page to compare with the contract"},
    {"status", command_status, "say what a case comes to at an instant"},
    {"test", command_test, "run the cases of case files"},
    {"timeline", command_timeline, "draw a case as a picture"},
    {"what-if", command_what_if, "say what a case would come to with another severity or facts"},
    {"zones", command_zones, "tell which time zone database is used, and when clocks change"},
};

static void print_help(FILE *stream) {
  fputs("usage: supportpolicy COMMAND [OPTION]... [FILE]...\n\n"
        "Test a support policy like code.\n\n"
        "commands:\n",
        stream);
  for (size_t i = 0; i < sizeof subcommands / sizeof subcommands[0]; i++) {
    fprintf(stream, "  %-10s %s\n", subcommands[i].name, subcommands[i].about);
  }
  fputs("\n`supportpolicy COMMAND --help` says more.\n"
        "exit status: 0 fine, 1 findings or failures, 2 usage, 3 input unreadable, "
        "4 output failed\n",
        stream);
}

/* Output that could not be written is an error of its own; a reader that went
 * away is not. */
static int close_output(int code) {
  if (fflush(stdout) == 0 && !ferror(stdout)) {
    return code;
  }
  if (errno == EPIPE) {
    return code;
  }
  fprintf(stderr, "supportpolicy: cannot write the output: %s\n", strerror(errno));
  return EXIT_OUTPUT;
}

int main(int count, char **arguments) {
  signal(SIGPIPE, SIG_IGN);
  if (count < 2) {
    print_help(stderr);
    return EXIT_USAGE;
  }
  if (strcmp(arguments[1], "--help") == 0 || strcmp(arguments[1], "-h") == 0) {
    print_help(stdout);
    return close_output(EXIT_FINE);
  }
  if (strcmp(arguments[1], "--version") == 0) {
    printf("supportpolicy %s\n", SPOL_VERSION);
    return close_output(EXIT_FINE);
  }
  for (size_t i = 0; i < sizeof subcommands / sizeof subcommands[0]; i++) {
    if (strcmp(arguments[1], subcommands[i].name) == 0) {
      return close_output(subcommands[i].run(count - 1, arguments + 1));
    }
  }
  fprintf(stderr, "supportpolicy: there is no command \"%s\"; try `supportpolicy --help`\n",
          arguments[1]);
  return EXIT_USAGE;
}
