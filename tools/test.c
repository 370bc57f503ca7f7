/* SPDX-License-Identifier: MIT */
/* supportpolicy test: do the cases come out as their files expect? */
#include "test.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#include "command.h"
#include "options.h"
#include "test_coverage.h"
#include "test_mutants.h"
#include "test_update.h"
#include "test_watch.h"

/* ---- Options ------------------------------------------------------------------------ */

typedef struct test_arguments {
  file_list files;
  char *const *names; /**< files and folders as they were given */
  size_t name_count;
  const char *filter;
  const char *format;
  const char *quiet;
  const char *coverage;
  const char *fail_under;
  const char *mutate;
  const char *update;
  const char *fail_under_caught;
  const char *watch;
  unsigned share; /**< of --fail-under, in hundredths of a percent */
  unsigned caught_share;
} test_arguments;

/* "95" or "92.5". */
static int read_share(const cli_command *cli, const char *text, unsigned *out) {
  char *end = NULL;
  double value = strtod(text, &end);
  if (end == text || *end != '\0' || !(value >= 0 && value <= 100)) {
    return wrong_usage(cli, "a percentage is 0 to 100, not ", text);
  }
  *out = (unsigned)(value * 100 + 0.5);
  return CLI_GO_ON;
}

static int take(const cli_command *cli, int count, char **given, test_arguments *taken) {
  int words = 0;
  int code = take_options(cli, count, given, &words);
  if (code == CLI_GO_ON && words == 0) {
    code = wrong_usage(cli, "which files?", "");
  }
  if (code == CLI_GO_ON && taken->fail_under != NULL) {
    code = taken->coverage == NULL ? wrong_usage(cli, "--fail-under is of --coverage", "")
                                   : read_share(cli, taken->fail_under, &taken->share);
  }
  if (code == CLI_GO_ON && taken->fail_under_caught != NULL) {
    code = taken->mutate == NULL ? wrong_usage(cli, "--fail-under-caught is of --mutate", "")
                                 : read_share(cli, taken->fail_under_caught, &taken->caught_share);
  }
  if (code == CLI_GO_ON && taken->update != NULL &&
      (taken->coverage != NULL || taken->mutate != NULL || strcmp(taken->format, "plain") != 0)) {
    code = wrong_usage(cli, "--update goes with --filter and --quiet alone", "");
  }
  if (code == CLI_GO_ON && taken->watch != NULL &&
      (taken->update != NULL || strcmp(taken->format, "plain") != 0)) {
    code = wrong_usage(cli, "--watch goes with the plain format, and not with --update", "");
  }
  taken->names = given + 1;
  taken->name_count = (size_t)words;
  return code;
}

/* The case files that there are now. */
static int find_all(test_arguments *taken) {
  int code = CLI_GO_ON;
  free_files(&taken->files);
  for (size_t i = 0; i < taken->name_count && code == CLI_GO_ON; i++) {
    code = find_case_files(taken->names[i], &taken->files) ? CLI_GO_ON : EXIT_INPUT;
  }
  return code;
}

/* ---- Running ------------------------------------------------------------------------ */

static int write_run(const test_run *run, const test_arguments *taken) {
  if (strcmp(taken->format, "tap") == 0) {
    return test_write_tap(run);
  }
  if (strcmp(taken->format, "junit") == 0) {
    return test_write_junit(run);
  }
  return strcmp(taken->format, "json") == 0 ? test_write_json(run)
                                            : test_write_plain(run, taken->quiet != NULL);
}

/* What is asked beside the cases: 0, or what it makes of an exit code that was fine. */
static int judge(const test_arguments *taken, const test_coverage *coverage,
                 const mutant_run *mutants) {
  if (mutants->unreadable) {
    return EXIT_INPUT;
  }
  if (!coverage_suffices(coverage, taken->share)) {
    fprintf(stderr, "supportpolicy test: less than %s %% of a policy's rules are reached\n",
            taken->fail_under);
    return EXIT_FOUND;
  }
  if (!mutants_suffice(mutants, taken->caught_share)) {
    if (taken->fail_under_caught != NULL) {
      fprintf(stderr, "supportpolicy test: less than %s %% of a policy's mutants are caught\n",
              taken->fail_under_caught);
    }
    return EXIT_FOUND;
  }
  return EXIT_FINE;
}

/* Rounds of writing: one value can hide another (a word that becomes an instant). */
enum { MOST_ROUNDS = 4 };

/* Writes what came; where no round writes more, says what is left. */
static void update_round(const test_run *run, test_update *update) {
  unsigned long before = update->written;
  update->silent = 1;
  update->left = 0;
  update_files(run, update);
  if (update->written == before && !update->failed) {
    update->silent = 0;
    update->left = 0;
    update_files(run, update);
  }
}

/* Writes what came, after it was shown, and runs again. */
static int update_all(const test_arguments *taken) {
  test_update update = {0, 0, 0, 0};
  int code = EXIT_FOUND;
  for (int round = 0; round < MOST_ROUNDS && code == EXIT_FOUND; round++) {
    test_run run = {0};
    unsigned long written = update.written;
    test_run_files(&taken->files, taken->filter, &run);
    code = run.out_of_memory ? EXIT_INPUT : test_exit_code(&run);
    if (round == 0) {
      (void)test_write_plain(&run, taken->quiet != NULL);
    }
    if (code == EXIT_FOUND) {
      update_round(&run, &update);
    }
    test_run_free(&run);
    if (update.failed) {
      return EXIT_OUTPUT;
    }
    if (update.written == written) {
      break;
    }
  }
  printf("%lu value%s written\n", update.written, update.written == 1 ? "" : "s");
  return update.left > 0 ? EXIT_FOUND : code;
}

static int run_all(const test_arguments *taken) {
  test_coverage coverage = {NULL, 0, 0, 0};
  mutant_run mutants = {NULL, 0, 0, 0};
  test_run run = {0};
  int code = EXIT_INPUT;
  run.coverage = taken->coverage != NULL ? &coverage : NULL;
  test_run_files(&taken->files, taken->filter, &run);
  if (taken->mutate != NULL && run.failed == 0 && run.unreadable == 0) {
    run_mutants(&taken->files, &mutants);
    run.mutants = &mutants;
  }
  if (run.out_of_memory || mutants.failed) {
    fputs("supportpolicy: out of memory\n", stderr);
  } else {
    code = write_run(&run, taken);
  }
  code = code == EXIT_FINE ? judge(taken, &coverage, &mutants) : code;
  coverage_free(&coverage);
  free_mutants(&mutants);
  test_run_free(&run);
  return code;
}

/* Runs them again whenever a text changes, until it is interrupted or nobody reads on. */
static int watch_all(test_arguments *taken) {
  const char *clear = isatty(STDOUT_FILENO) ? "\033[H\033[2J" : "";
  uint64_t state = 0;
  do {
    fputs(clear, stdout);
    if (!texts_state(taken->names, taken->name_count, &state)) {
      return EXIT_INPUT;
    }
    if (find_all(taken) == CLI_GO_ON) {
      (void)run_all(taken);
    }
    if (fflush(stdout) != 0) {
      return EXIT_FINE; /* the end of the command says what it means */
    }
  } while (wait_for_change(taken->names, taken->name_count, state));
  return EXIT_INPUT;
}

int command_test(int count, char **arguments) {
  test_arguments taken = {.format = "plain"};
  const cli_option options[] = {
      {"--filter", "TEXT", "only the cases whose name contains TEXT", &taken.filter, 0, NULL},
      {"--quiet", NULL, "the last line alone", &taken.quiet, 0, NULL},
      {"--format", "plain|tap|junit|json",
       "for people, for test harnesses (TAP 14), for CI servers\n"
       "(JUnit XML, docs/schema/junit.xsd), for programs",
       &taken.format, 0, NULL},
      {"--coverage", NULL, "which rules of the policies no case reaches (docs/coverage.md)",
       &taken.coverage, 0, NULL},
      {"--fail-under", "PERCENT", "fail where cases reach less of a policy's rules",
       &taken.fail_under, 0, NULL},
      {"--mutate", NULL,
       "change the policies one rule at a time, and list the changes\n"
       "that no case notices (docs/mutation.md)",
       &taken.mutate, 0, NULL},
      {"--update", NULL,
       "show what came, and write it into the files where something\n"
       "else was expected: read the difference before you keep it",
       &taken.update, 0, NULL},
      {"--watch", NULL,
       "run again whenever a YAML or JSON file changes below the\n"
       "folders of the files, until interrupted",
       &taken.watch, 0, NULL},
      {"--fail-under-caught", "PERCENT", "fail where cases notice less of a policy's changes",
       &taken.fail_under_caught, 0, NULL},
  };
  const cli_command cli = {
      .command = "test",
      .usage = "[OPTION]... FILE|FOLDER...",
      .about = "Runs the cases of case files (NAME.policytest.yaml; docs/policy-language.md,\n"
               "\"Case files\") and compares what comes with what they expect. A case that fails\n"
               "shows what was expected, what came, and why it came so. The last line\n"
               "counts: \"N passed, N failed, in N files\". That there is no case is a failure.\n",
      .more = "examples:\n"
              "  supportpolicy test policies\n"
              "  supportpolicy test --coverage --fail-under 90 support.policytest.yaml\n"
              "  supportpolicy test --mutate --fail-under-caught 90 support.policytest.yaml\n",
      .options = options,
      .option_count = sizeof options / sizeof options[0],
  };
  int code = take(&cli, count, arguments, &taken);
  if (code == CLI_GO_ON && taken.watch != NULL) {
    code = watch_all(&taken);
  } else if (code == CLI_GO_ON) {
    code = find_all(&taken);
  }
  if (code == CLI_GO_ON) {
    code = taken.update != NULL ? update_all(&taken) : run_all(&taken);
  }
  free_files(&taken.files);
  return code;
}
