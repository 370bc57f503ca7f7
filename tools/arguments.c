/* SPDX-License-Identifier: MIT */
#include "arguments.h"

#include <stdlib.h>
#include <string.h>
#include <time.h>

#include "zone_named.h"

static spol_instant present(void) {
  return (spol_instant)time(NULL) * SPOL_SECOND;
}

static int read_year(const cli_command *cli, const char *text, int32_t *out) {
  char *end = NULL;
  long year = strtol(text, &end, 10);
  if (end == text || *end != '\0' || year < 1 || year > 9999) {
    return wrong_usage(cli, "a year is 1 to 9999, not ", text);
  }
  *out = (int32_t)year;
  return CLI_GO_ON;
}

int read_years(const cli_command *cli, const char *first, const char *last, int32_t count,
               int32_t *from, int32_t *to) {
  spol_civil_date today = {1970, 1, 1};
  if (spol_date_to_civil((spol_date)(present() / SPOL_DAY), &today) != SPOL_OK) {
    today.year = 1970;
  }
  *from = today.year;
  int code = first != NULL ? read_year(cli, first, from) : CLI_GO_ON;
  *to = *from + count - 1 > 9999 ? 9999 : *from + count - 1;
  if (code == CLI_GO_ON && last != NULL) {
    code = read_year(cli, last, to);
  }
  if (code == CLI_GO_ON && *to < *from) {
    code = wrong_usage(cli, "the last year lies before the first", "");
  }
  return code;
}

int read_instant(const cli_command *cli, const char *option, const char *text,
                 const spol_zone *zone, spol_instant *out) {
  spol_error error = SPOL_ERROR_INIT;
  spol_date date;
  *out = present();
  if (text == NULL) {
    return CLI_GO_ON;
  }
  if (strlen(text) == 10 && spol_date_parse(text, 10, &date, NULL) == SPOL_OK &&
      spol_zone_resolve(zone, (spol_wall)date * SPOL_DAY, SPOL_WALL_LATER, out) == SPOL_OK) {
    return CLI_GO_ON;
  }
  if (spol_zone_parse_instant(zone, SPOL_WALL_REJECT, text, strlen(text), out, &error) == SPOL_OK) {
    return CLI_GO_ON;
  }
  fprintf(stderr, "supportpolicy %s: %s %s: %s\n", cli->command, option, text, error.message);
  return EXIT_USAGE;
}

int find_zone(const cli_command *cli, const char *name, spol_zone **out) {
  spol_status status = zone_named(zones_of_machine(), name, out);
  if (status == SPOL_OK) {
    return CLI_GO_ON;
  }
  fprintf(stderr, "supportpolicy %s: %s: %s\n", cli->command, name,
          status == SPOL_E_NOT_FOUND || status == SPOL_E_INVALID ? "there is no such time zone"
                                                                 : spol_status_message(status));
  return EXIT_INPUT;
}

int read_fact(const cli_command *cli, const spol_policy *policy, const char *text, spol_fact *out) {
  spol_error error = SPOL_ERROR_INIT;
  const char *sign = strchr(text, '=');
  uint32_t id = 0;
  if (sign == NULL) {
    return wrong_usage(cli, "--fact is NAME=VALUE, not ", text);
  }
  if (spol_policy_fact(policy, text, (uint64_t)(sign - text), &id) != SPOL_OK) {
    return wrong_usage(cli, "the policy has no fact ", text);
  }
  if (spol_policy_fact_value(policy, id, sign + 1, strlen(sign + 1), out, &error) != SPOL_OK) {
    fprintf(stderr, "supportpolicy %s: --fact %s: %s%s%s\n", cli->command, text, error.message,
            error.hint[0] != '\0' ? "; " : "", error.hint);
    return EXIT_USAGE;
  }
  return CLI_GO_ON;
}

spol_policy *read_policy_file(const char *name) {
  text_file file;
  spol_policy *policy = NULL;
  spol_error error = SPOL_ERROR_INIT;
  spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
  spol_policy_source source = SPOL_SIZED(spol_policy_source);
  if (!read_text_file(name, &file)) {
    return NULL;
  }
  options.source = zones_of_machine();
  source.text = file.bytes;
  source.length = file.length;
  source.name = file.name;
  if (spol_policy_read(NULL, &source, 1, &options, &policy, NULL, &error) != SPOL_OK) {
    print_error(stderr, name, &error);
  }
  free_text_file(&file);
  return policy;
}
