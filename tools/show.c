/* SPDX-License-Identifier: MIT */
/* supportpolicy show: a policy as a page that is compared with the contract. */
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <unistd.h>

#include "arguments.h"

enum { MOST_FACTS = 32 };

typedef struct show_request {
  const char *format;
  const char *facts[MOST_FACTS];
  size_t fact_count;
  const char *year;
  const char *version;
} show_request;

static uint32_t columns_of_terminal(void) {
  struct winsize size;
  return isatty(STDOUT_FILENO) && ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 ? size.ws_col : 0;
}

static int32_t format_of(const char *word) {
  static const char *const words[] = {"text", "json", "markdown", "html"};
  for (int32_t i = 0; i < 4; i++) {
    if (strcmp(words[i], word) == 0) {
      return i;
    }
  }
  return SPOL_SHEET_TEXT;
}

static int read_facts(const cli_command *cli, const spol_policy *policy, const show_request *asked,
                      spol_fact *facts) {
  for (size_t i = 0; i < asked->fact_count; i++) {
    if (read_fact(cli, policy, asked->facts[i], &facts[i]) != CLI_GO_ON) {
      return EXIT_USAGE;
    }
  }
  return CLI_GO_ON;
}

static int print_sheet(const cli_command *cli, const spol_policy *policy,
                       const spol_sheet_options *options) {
  uint64_t needed = 0;
  char *text = NULL;
  spol_status status = spol_render_policy(policy, options, NULL, 0, &needed);
  if (status == SPOL_OK && (text = malloc((size_t)needed + 1)) != NULL) {
    status = spol_render_policy(policy, options, text, needed, &needed);
  }
  if (status == SPOL_OK && text != NULL) {
    fwrite(text, 1, (size_t)needed, stdout);
  } else {
    fprintf(stderr, "supportpolicy %s: %s\n", cli->command,
            status != SPOL_OK ? spol_status_message(status) : "out of memory");
  }
  free(text);
  return status == SPOL_OK && text != NULL ? EXIT_FINE : EXIT_INPUT;
}

static int show(const cli_command *cli, const spol_policy *policy, const show_request *asked) {
  spol_sheet_options options = SPOL_SIZED(spol_sheet_options);
  spol_fact facts[MOST_FACTS] = {SPOL_FACT_INIT};
  int32_t to = 0;
  if (read_years(cli, asked->year, NULL, 1, &options.year, &to) != CLI_GO_ON ||
      read_facts(cli, policy, asked, facts) != CLI_GO_ON) {
    return EXIT_USAGE;
  }
  if (asked->version != NULL &&
      spol_policy_find(policy, SPOL_NAME_VERSION, asked->version, strlen(asked->version),
                       &options.version) != SPOL_OK) {
    return wrong_usage(cli, "the policy has no version ", asked->version);
  }
  options.format = format_of(asked->format);
  options.columns = columns_of_terminal();
  options.facts = facts;
  options.fact_count = asked->fact_count;
  return print_sheet(cli, policy, &options);
}

int command_show(int count, char **arguments) {
  show_request asked = {.format = "text"};
  const cli_option options[] = {
      {"--format", "text|markdown|html|json", "for a terminal, a document, a browser, a program",
       &asked.format, 0, NULL},
      {"--fact", "NAME=VALUE",
       "what is known of the cases: what it rules out is left out;\n"
       "may be given several times",
       asked.facts, MOST_FACTS, &asked.fact_count},
      {"--year", "YEAR", "whose holidays are listed; else the present one", &asked.year, 0, NULL},
      {"--version", "NAME", "which version; else the newest", &asked.version, 0, NULL},
  };
  const cli_command cli = {
      .command = "show",
      .usage = "POLICY [OPTION]...",
      .about = "Shows a policy as a page that can be compared with the contract: severities with\n"
               "their definitions, the table of severity by metric, how the time is counted,\n"
               "hours and holidays, escalation, who may open a case, and what is assumed.\n",
      .more = "examples:\n"
              "  supportpolicy show support.yaml --fact plan=gold\n"
              "  supportpolicy show support.yaml --format html > support.html\n",
      .options = options,
      .option_count = sizeof options / sizeof options[0],
  };
  int words = 0;
  int code = take_options(&cli, count, arguments, &words);
  if (code != CLI_GO_ON) {
    return code;
  }
  if (words != 1) {
    return words == 0 ? wrong_usage(&cli, "which policy?", "")
                      : wrong_usage(&cli, "one policy, and no ", arguments[2]);
  }
  spol_policy *policy = read_policy_file(arguments[1]);
  if (policy == NULL) {
    return EXIT_INPUT;
  }
  code = show(&cli, policy, &asked);
  spol_policy_unref(policy);
  return code;
}
