/* SPDX-License-Identifier: MIT */
#include "test_mutants.h"

#include <stdlib.h>
#include <string.h>

enum { MOST_POLICIES = 64, SHOWN = 60, WHOLE = 10000 };

/* A case file with its policies, one of which can be replaced. */
typedef struct mutant_bench {
  text_file cases;
  char *names[MOST_POLICIES];
  text_file policies[MOST_POLICIES];
  uint64_t count;
  uint64_t changed; /* index of the policy that is replaced, or count */
  const char *text; /* by this */
  uint64_t length;
  spol_policy *policy; /* of the texts as they are */
} mutant_bench;

/* ---- Loading ----------------------------------------------------------------------------- */

static spol_status read_policies(const mutant_bench *bench, spol_policy **out) {
  spol_policy_source sources[MOST_POLICIES];
  spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
  options.source = zones_of_machine();
  for (uint64_t i = 0; i < bench->count; i++) {
    int changed = i == bench->changed;
    sources[i] = (spol_policy_source)SPOL_SIZED(spol_policy_source);
    sources[i].name = bench->names[i];
    sources[i].text = changed ? bench->text : bench->policies[i].bytes;
    sources[i].length = changed ? bench->length : bench->policies[i].length;
  }
  return spol_policy_read(NULL, sources, bench->count, &options, out, NULL, NULL);
}

/* Gives the policy that was read before. */
static spol_status give_policy(void *context, const char *file, const char *const *names,
                               uint64_t count, spol_policy **out, spol_diagnostics *diagnostics,
                               spol_error *error) {
  const mutant_bench *bench = context;
  (void)file;
  (void)names;
  (void)count;
  (void)diagnostics;
  (void)error;
  *out = spol_policy_ref(bench->policy);
  return SPOL_OK;
}

static spol_status read_cases(mutant_bench *bench, spol_scenario **out) {
  spol_policy_source source = SPOL_SIZED(spol_policy_source);
  spol_policy_loader loader = {give_policy, bench};
  spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
  options.source = zones_of_machine();
  source.name = bench->cases.name;
  source.text = bench->cases.bytes;
  source.length = bench->cases.length;
  return spol_scenario_read(NULL, &source, &loader, &options, out, NULL, NULL);
}

/* The files that the policy's versions came from, each once. */
static int find_policies(mutant_bench *bench, const spol_policy *policy) {
  for (uint32_t i = 1; i <= spol_policy_count(policy, SPOL_NAME_VERSION); i++) {
    spol_policy_version version = SPOL_SIZED(spol_policy_version);
    int known = spol_policy_version_get(policy, i, &version) != SPOL_OK;
    for (uint64_t j = 0; j < bench->count && !known; j++) {
      known = strcmp(bench->names[j], version.file) == 0;
    }
    if (known || bench->count == MOST_POLICIES) {
      continue;
    }
    char *name = strdup(version.file);
    if (name == NULL || !read_text_file(name, &bench->policies[bench->count])) {
      free(name);
      return 0;
    }
    bench->names[bench->count++] = name;
  }
  bench->changed = bench->count;
  return 1;
}

static void close_bench(mutant_bench *bench) {
  for (uint64_t i = 0; i < bench->count; i++) {
    free_text_file(&bench->policies[i]);
    free(bench->names[i]);
  }
  free_text_file(&bench->cases);
  spol_policy_unref(bench->policy);
}

/* ---- Running ----------------------------------------------------------------------------- */

/* What the cases say of a change. */
enum outcome { NO_POLICY, UNNOTICED, NOTICED, NOT_TRIED };

/* A wording that differs is no answer that differs. */
static int differs(const spol_scenario_result *result) {
  for (uint64_t i = 0; i < spol_scenario_result_mismatches(result); i++) {
    spol_mismatch found = SPOL_SIZED(spol_mismatch);
    if (spol_scenario_mismatch(result, i, &found) == SPOL_OK &&
        strncmp(found.path, "explain", strlen("explain")) != 0) {
      return 1;
    }
  }
  return 0;
}

/* NOTICED if a case comes out other than it expects, NOT_TRIED if there is no memory for it. */
static enum outcome run_cases(const spol_scenario *scenario) {
  for (uint64_t i = 0; i < spol_scenario_count(scenario); i++) {
    spol_scenario_result *result = NULL;
    spol_status status = spol_scenario_run(scenario, i, NULL, &result, NULL);
    int found = status != SPOL_OK || differs(result);
    spol_scenario_result_free(result);
    if (found) {
      return status == SPOL_E_MEMORY ? NOT_TRIED : NOTICED;
    }
  }
  return UNNOTICED;
}

/* Cases that cannot be read under the change have noticed it. */
static enum outcome try_cases(mutant_bench *bench) {
  spol_scenario *scenario = NULL;
  spol_status status = read_cases(bench, &scenario);
  enum outcome outcome = NOTICED;
  if (status == SPOL_OK) {
    outcome = run_cases(scenario);
  } else if (status == SPOL_E_MEMORY) {
    outcome = NOT_TRIED;
  }
  spol_scenario_unref(scenario);
  return outcome;
}

static enum outcome try_change(mutant_bench *bench) {
  spol_policy *before = bench->policy;
  bench->policy = NULL;
  spol_status status = read_policies(bench, &bench->policy);
  enum outcome outcome = status == SPOL_E_MEMORY ? NOT_TRIED : NO_POLICY;
  if (status == SPOL_OK) {
    outcome = try_cases(bench);
  }
  spol_policy_unref(bench->policy);
  bench->policy = before;
  return outcome;
}

/* ---- Keeping ----------------------------------------------------------------------------- */

/* So many bytes of a text are whole characters, none of which is cut. */
static size_t whole_characters(const char *text, size_t length) {
  size_t start = length;
  while (start > 0 && (text[start - 1] & 0xC0) == 0x80) {
    start--;
  }
  if (start == 0 || (unsigned char)text[start - 1] < 0xC0) {
    return start; /* what follows has no beginning */
  }
  unsigned char first = (unsigned char)text[start - 1];
  size_t needed = first >= 0xF0 ? 4 : first >= 0xE0 ? 3 : 2;
  return length - (start - 1) >= needed ? length : start - 1;
}

/* A text on one line, cut between two characters. */
static char *on_one_line(const char *text, size_t length) {
  char *out = malloc(SHOWN + sizeof "...");
  size_t kept = 0;
  size_t i = 0;
  int space = 0;
  for (; out != NULL && i < length && kept < SHOWN; i++) {
    int blank = text[i] == ' ' || text[i] == '\n' || text[i] == '\r' || text[i] == '\t';
    if (!blank || (!space && kept > 0)) {
      out[kept++] = blank ? ' ' : text[i];
    }
    space = blank;
  }
  if (out != NULL) {
    kept = i < length ? whole_characters(out, kept) : kept;
    memcpy(out + kept, i < length ? "..." : "", i < length ? sizeof "..." : 1);
  }
  return out;
}

static int keep(mutant_file *file, const mutant_bench *bench, const spol_mutation *mutation) {
  if (file->count == file->room) {
    size_t room = file->room == 0 ? 16 : file->room * 2;
    surviving_mutant *larger = realloc(file->survivors, room * sizeof *larger);
    if (larger == NULL) {
      return 0;
    }
    file->survivors = larger;
    file->room = room;
  }
  const char *text = bench->policies[bench->changed].bytes;
  surviving_mutant *kept = &file->survivors[file->count];
  *kept = (surviving_mutant){
      .file = strdup(bench->names[bench->changed]),
      .path = strdup(mutation->path),
      .was = on_one_line(text + mutation->offset, (size_t)mutation->length),
      .is = strdup(mutation->replacement),
      .kind = mutation->kind,
      .line = mutation->line,
      .column = mutation->column,
  };
  file->count++;
  return kept->file != NULL && kept->path != NULL && kept->was != NULL && kept->is != NULL;
}

/* ---- Equivalent ones ----------------------------------------------------------------------- */

typedef struct equivalents {
  const spol_scenario *scenario;
  unsigned char *used; /* one for each: what the cases say of it in any version */
} equivalents;

enum { MET = 1, TOLD_APART = 2 };

/* The index of a change that the file calls equivalent, or the count. */
static uint64_t equivalent_of(const equivalents *all, const spol_mutation *mutation) {
  uint64_t count = spol_scenario_equivalent_count(all->scenario);
  const char *kind = spol_mutation_kind_name(mutation->kind);
  size_t length = strlen(mutation->path);
  for (uint64_t i = 0; i < count; i++) {
    spol_equivalent_mutant each = SPOL_SIZED(spol_equivalent_mutant);
    if (spol_scenario_equivalent(all->scenario, i, &each) == SPOL_OK &&
        strncmp(each.mutant, mutation->path, length) == 0 && each.mutant[length] == ' ' &&
        strcmp(each.mutant + length + 1, kind) == 0) {
      return i;
    }
  }
  return count;
}

static void settle_equivalents(const equivalents *all, mutant_file *file) {
  for (uint64_t i = 0; i < spol_scenario_equivalent_count(all->scenario); i++) {
    spol_equivalent_mutant each = SPOL_SIZED(spol_equivalent_mutant);
    if (all->used[i] == MET || spol_scenario_equivalent(all->scenario, i, &each) != SPOL_OK) {
      continue;
    }
    fprintf(stderr, "%s:%u: \"%s\" is called equivalent, and %s\n", file->name, (unsigned)each.line,
            each.mutant,
            (all->used[i] & TOLD_APART) != 0 ? "a case notices it" : "there is no such change");
    file->wrong++;
  }
}

/* ---- A file -------------------------------------------------------------------------------- */

static int count_outcome(const mutant_bench *bench, const spol_mutation *mutation,
                         enum outcome outcome, equivalents *equal, mutant_file *file) {
  uint64_t named = equivalent_of(equal, mutation);
  int is_named = named < spol_scenario_equivalent_count(equal->scenario);
  if (is_named && outcome != NO_POLICY) {
    equal->used[named] |= outcome == NOTICED ? MET | TOLD_APART : MET;
  }
  file->caught += outcome == NOTICED;
  file->left_out += outcome == UNNOTICED && is_named;
  return outcome != UNNOTICED || is_named || keep(file, bench, mutation);
}

static int try_one(mutant_bench *bench, const spol_mutations *mutations, uint64_t index,
                   equivalents *equal, mutant_file *file) {
  spol_mutation mutation = SPOL_SIZED(spol_mutation);
  uint64_t length = 0;
  if (spol_mutations_get(mutations, index, &mutation) != SPOL_OK ||
      spol_mutations_apply(mutations, index, NULL, 0, &length) != SPOL_OK) {
    return 0;
  }
  char *text = malloc((size_t)length + 1);
  if (text == NULL || spol_mutations_apply(mutations, index, text, length, &length) != SPOL_OK) {
    free(text);
    return 0;
  }
  bench->text = text;
  bench->length = length;
  enum outcome outcome = try_change(bench);
  free(text);
  return outcome != NOT_TRIED && count_outcome(bench, &mutation, outcome, equal, file);
}

static int try_policy(mutant_bench *bench, uint64_t which, equivalents *equal, mutant_file *file) {
  spol_policy_source source = SPOL_SIZED(spol_policy_source);
  spol_mutations *mutations = NULL;
  source.name = bench->names[which];
  source.text = bench->policies[which].bytes;
  source.length = bench->policies[which].length;
  if (spol_mutations_new(NULL, &source, &mutations, NULL) != SPOL_OK) {
    return 0;
  }
  int good = 1;
  bench->changed = which;
  for (uint64_t i = 0; i < spol_mutations_count(mutations) && good; i++) {
    good = try_one(bench, mutations, i, equal, file);
  }
  bench->changed = bench->count;
  spol_mutations_free(mutations);
  return good;
}

/* Reads everything once as it is, so that what does not pass already is told. */
static spol_scenario *open_bench(mutant_bench *bench, const char *name) {
  spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
  spol_scenario *scenario = NULL;
  spol_error error = SPOL_ERROR_INIT;
  options.source = zones_of_machine();
  if (spol_system_scenario(NULL, name, &options, &scenario, NULL, &error) != SPOL_OK) {
    print_error(stderr, name, &error);
    return NULL;
  }
  if (run_cases(scenario) != UNNOTICED || !find_policies(bench, spol_scenario_policy(scenario))) {
    fprintf(stderr, "supportpolicy: %s: its cases do not pass as the policy is\n", name);
    spol_scenario_unref(scenario);
    return NULL;
  }
  bench->policy = spol_policy_ref(spol_scenario_policy(scenario));
  return scenario;
}

static void run_file(const char *name, mutant_run *run) {
  mutant_bench bench = {.count = 0};
  mutant_file *file = &run->files[run->count];
  *file = (mutant_file){.name = name};
  if (!read_text_file(name, &bench.cases)) {
    run->unreadable = 1;
    return;
  }
  spol_scenario *scenario = open_bench(&bench, name);
  if (scenario == NULL) {
    run->unreadable = 1;
    close_bench(&bench);
    return;
  }
  uint64_t named = spol_scenario_equivalent_count(scenario);
  equivalents equal = {scenario, calloc((size_t)named + 1, 1)};
  int good = equal.used != NULL;
  for (uint64_t i = 0; i < bench.count && good; i++) {
    good = try_policy(&bench, i, &equal, file);
  }
  if (good) {
    settle_equivalents(&equal, file);
  }
  run->failed |= !good;
  run->count++;
  free(equal.used);
  spol_scenario_unref(scenario);
  close_bench(&bench);
}

void run_mutants(const file_list *files, mutant_run *run) {
  *run = (mutant_run){.files = calloc(files->count + 1, sizeof *run->files)};
  run->failed = run->files == NULL;
  for (size_t i = 0; i < files->count && !run->failed; i++) {
    run_file(files->names[i], run);
  }
}

void free_mutants(mutant_run *run) {
  for (size_t i = 0; i < run->count; i++) {
    for (size_t j = 0; j < run->files[i].count; j++) {
      free(run->files[i].survivors[j].file);
      free(run->files[i].survivors[j].path);
      free(run->files[i].survivors[j].was);
      free(run->files[i].survivors[j].is);
    }
    free(run->files[i].survivors);
  }
  free(run->files);
}

/* ---- What came of it ------------------------------------------------------------------------ */

/* Hundredths of a percent of those that are not called equivalent. */
static unsigned share_of(const mutant_file *file) {
  unsigned long all = file->caught + (unsigned long)file->count;
  return all == 0 ? WHOLE : (unsigned)(file->caught * WHOLE / all);
}

int mutants_suffice(const mutant_run *run, unsigned share) {
  for (size_t i = 0; i < run->count; i++) {
    if (share_of(&run->files[i]) < share || run->files[i].wrong > 0) {
      return 0;
    }
  }
  return 1;
}

static void print_survivor(const surviving_mutant *each) {
  printf("  %s:%u:%u: no case notices: %s %s", each->file, (unsigned)each->line,
         (unsigned)each->column, each->path, spol_mutation_kind_name(each->kind));
  if (each->kind != SPOL_MUTATION_REMOVED) {
    printf(" (%s -> %s)", each->was, each->is);
  }
  putchar('\n');
}

void print_mutants(const mutant_run *run) {
  for (size_t i = 0; i < run->count; i++) {
    const mutant_file *file = &run->files[i];
    unsigned share = share_of(file);
    printf("%s: %lu of %lu mutants caught, %u.%02u %%", file->name, file->caught,
           file->caught + (unsigned long)file->count, share / 100, share % 100);
    if (file->left_out > 0) {
      printf(", %lu equivalent", file->left_out);
    }
    putchar('\n');
    for (size_t j = 0; j < file->count; j++) {
      print_survivor(&file->survivors[j]);
    }
  }
}

void put_mutants(const mutant_run *run, json_out *json) {
  json_open(json, "mutants", '[');
  for (size_t i = 0; i < run->count; i++) {
    const mutant_file *file = &run->files[i];
    json_open(json, NULL, '{');
    json_text(json, "file", file->name);
    json_number(json, "caught", (long long)file->caught);
    json_number(json, "equivalent", (long long)file->left_out);
    json_open(json, "survivors", '[');
    for (size_t j = 0; j < file->count; j++) {
      const surviving_mutant *each = &file->survivors[j];
      json_open(json, NULL, '{');
      json_text(json, "file", each->file);
      json_number(json, "line", each->line);
      json_number(json, "column", each->column);
      json_text(json, "rule", each->path);
      json_text(json, "kind", spol_mutation_kind_name(each->kind));
      json_text(json, "was", each->was);
      json_text(json, "is", each->is);
      json_close(json, '}');
    }
    json_close(json, ']');
    json_close(json, '}');
  }
  json_close(json, ']');
}
