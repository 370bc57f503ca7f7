/* SPDX-License-Identifier: MIT */
/* Reads texts of policies and writes them in another form:
 *   policy-text FILE...           the canonical form; errors go to the standard error
 *   policy-text --digest FILE...  a digest a version
 *   policy-text --json FILE...    each YAML document as JSON in a line, not read as a policy
 *   policy-text --errors FILE...  errors and warnings alone, as golden files hold them
 *   policy-text --check FILE...     these, and what the checker finds
 *   policy-text --sentences SOURCE   headings, numbers and digests of a document
 *   policy-text --source SOURCE FILE  what holding the clauses against it finds */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "supportpolicy/supportpolicy.h"
#include "text/document.h"
#include "text/emitter.h"

enum { MOST_BYTES = 1 << 24 };

static char *load(const char *path, size_t *length) {
  FILE *file = fopen(path, "rb");
  char *text = malloc(MOST_BYTES);
  if (file == NULL || text == NULL) {
    fprintf(stderr, "cannot read %s\n", path);
    exit(2);
  }
  *length = fread(text, 1, MOST_BYTES, file);
  fclose(file);
  return text;
}

static const char *base_name(const char *path) {
  const char *slash = strrchr(path, '/');
  return slash == NULL ? path : slash + 1;
}

static void print_json(const char *path) {
  size_t length = 0;
  char *text = load(path, &length);
  spi_text_limits limits = {.documents = 64};
  spi_document *document = NULL;
  spol_error error = SPOL_ERROR_INIT;
  if (spi_document_read(NULL, text, length, &limits, path, NULL, &document, &error) != SPOL_OK) {
    fprintf(stderr, "%s:%u:%u: %s\n", path, error.line, error.column, error.message);
    exit(1);
  }
  spol_allocator allocator = {0};
  if (spi_allocator_take(NULL, &allocator) != SPOL_OK) {
    exit(1);
  }
  for (uint32_t i = 0; i < spi_document_count(document); i++) {
    spi_sink sink = spi_sink_growing(&allocator);
    spi_emitter emitter = spi_emitter_on(&sink, SPI_EMIT_JSON);
    spi_emit_node(&emitter, spi_document_root(document, i));
    if (spi_emitter_finish(&emitter) != SPOL_OK) {
      exit(1);
    }
    puts(sink.data);
    spi_sink_free(&sink);
  }
  spi_document_free(document);
  free(text);
}

static void print_digest(const uint8_t *digest) {
  for (int i = 0; i < SPOL_DIGEST_SIZE; i++) {
    printf("%02x", digest[i]);
  }
}

static int print_sentences(const char *path) {
  size_t length = 0;
  char *text = load(path, &length);
  uint64_t count = 0;
  spol_error error = SPOL_ERROR_INIT;
  spol_status status = spol_source_sentences(NULL, text, length, NULL, 0, &count, &error);
  spol_sentence *sentences = calloc(count + 1, sizeof *sentences);
  if (status == SPOL_OK && sentences != NULL) {
    status = spol_source_sentences(NULL, text, length, sentences, count, &count, &error);
  }
  for (uint64_t i = 0; sentences != NULL && status == SPOL_OK && i < count; i++) {
    print_digest(sentences[i].digest);
    printf(" %u %.*s\n", sentences[i].number, (int)sentences[i].heading_length,
           text + sentences[i].heading_offset);
  }
  free(sentences);
  free(text);
  return status != SPOL_OK;
}

static int hold_against(const spol_policy *policy, const char *path, spol_diagnostics *found) {
  size_t length = 0;
  char *text = strcmp(path, "-") == 0 ? NULL : load(path, &length);
  spol_source_options options = SPOL_SIZED(spol_source_options);
  options.name = base_name(path);
  spol_status status = SPOL_OK;
  for (uint32_t i = 1; i <= spol_policy_count(policy, SPOL_NAME_VERSION); i++) {
    spol_error error = SPOL_ERROR_INIT;
    spol_status one = spol_policy_check_source(policy, i, text, length, &options, found, &error);
    status = status == SPOL_OK ? one : status;
  }
  free(text);
  return status != SPOL_OK;
}

static void print_found(FILE *out, const spol_diagnostics *found) {
  static const char *const gravities[] = {"", "error", "warning", "note"};
  for (uint64_t i = 0; i < spol_diagnostics_count(found); i++) {
    int32_t gravity = 0;
    spol_error error = SPOL_ERROR_INIT;
    if (spol_diagnostics_get(found, i, &gravity, &error) != SPOL_OK) {
      continue;
    }
    fprintf(out, "%s:%u:%u: %s SP%04u: %s", error.file, error.line, error.column,
            gravities[gravity], error.code, error.message);
    if (error.hint[0] != '\0') {
      fprintf(out, " (%s)", error.hint);
    }
    fprintf(out, "\n");
  }
}

static spol_status zone_named(void *context, const char *name, uint64_t length, spol_zone **out) {
  (void)context;
  return spol_system_zone(NULL, NULL, name, (size_t)length, out, NULL);
}

static spol_policy *read_policy(int count, char **paths, spol_diagnostics *found) {
  spol_policy_options options = SPOL_POLICY_OPTIONS_INIT;
  spol_policy_source sources[16] = {{0}};
  char *texts[16] = {NULL};
  spol_policy *policy = NULL;
  options.source.resolve = zone_named;
  for (int i = 0; i < count && i < 16; i++) {
    size_t length = 0;
    texts[i] = load(paths[i], &length);
    sources[i] = (spol_policy_source){
        .size = sizeof sources[i], .text = texts[i], .length = length, .name = base_name(paths[i])};
  }
  spol_error error = SPOL_ERROR_INIT;
  if (spol_policy_read(NULL, sources, (uint64_t)count, &options, &policy, found, &error) !=
          SPOL_OK &&
      spol_diagnostics_count(found) == 0) {
    fprintf(stderr, "%s\n", error.message);
  }
  for (int i = 0; i < count && i < 16; i++) {
    free(texts[i]);
  }
  return policy;
}

static void print_digests(const spol_policy *policy) {
  for (uint32_t i = 1; i <= spol_policy_count(policy, SPOL_NAME_VERSION); i++) {
    spol_policy_version version = SPOL_SIZED(spol_policy_version);
    if (spol_policy_version_get(policy, i, &version) == SPOL_OK) {
      print_digest(version.digest);
      printf("  %s\n", version.name);
    }
  }
}

static void print_canonical(const spol_policy *policy) {
  uint64_t needed = 0;
  if (spol_policy_print(policy, 0, NULL, 0, &needed) != SPOL_OK) {
    exit(1);
  }
  char *buffer = malloc(needed + 1);
  if (buffer == NULL || spol_policy_print(policy, 0, buffer, needed, &needed) != SPOL_OK) {
    exit(1);
  }
  fwrite(buffer, 1, needed, stdout);
  free(buffer);
}

int main(int count, char **words) {
  const char *mode = count > 1 && words[1][0] == '-' ? words[1] : "";
  int first = mode[0] == '\0' ? 1 : 2;
  if (strcmp(mode, "--json") == 0) {
    for (int i = first; i < count; i++) {
      print_json(words[i]);
    }
    return 0;
  }
  if (strcmp(mode, "--sentences") == 0 && count == 3) {
    return print_sentences(words[2]);
  }
  int source = strcmp(mode, "--source") == 0;
  first += source;
  spol_diagnostics *found = NULL;
  if (count <= first || spol_diagnostics_new(NULL, 0, &found) != SPOL_OK) {
    fprintf(stderr, "usage: policy-text [--digest | --json | --errors] FILE...\n");
    return 2;
  }
  spol_policy *policy = read_policy(count - first, words + first, found);
  int checked = strcmp(mode, "--check") == 0;
  int errors_alone = source || checked || strcmp(mode, "--errors") == 0;
  if (checked && policy != NULL && spol_policy_check(policy, NULL, found, NULL) != SPOL_OK) {
    return 1;
  }
  int wrong = source && policy != NULL ? hold_against(policy, words[2], found) : 0;
  print_found(errors_alone ? stdout : stderr, found);
  if (policy != NULL && strcmp(mode, "--digest") == 0) {
    print_digests(policy);
  } else if (policy != NULL && !errors_alone) {
    print_canonical(policy);
  }
  int failed = wrong || (policy == NULL && !errors_alone);
  spol_policy_unref(policy);
  spol_diagnostics_free(found);
  return failed;
}
