/* SPDX-License-Identifier: MIT */
/* Policies and case files from files: paths, options, errors. */
#define _POSIX_C_SOURCE 200809L

#include <stdio.h>
#include <sys/stat.h>
#include <unistd.h>

#include "scenario-fixture.h"

static char folder[64];

static void put_file(const char *name, const char *text) {
  char path[256];
  snprintf(path, sizeof path, "%s/%s", folder, name);
  FILE *file = fopen(path, "wb");
  ck_assert_ptr_nonnull(file);
  ck_assert_uint_eq(fwrite(text, 1, strlen(text), file), strlen(text));
  ck_assert_int_eq(fclose(file), 0);
}

static void make_folder(void) {
  char path[128];
  strcpy(folder, "/tmp/supportpolicy-XXXXXX");
  ck_assert_ptr_nonnull(mkdtemp(folder));
  snprintf(path, sizeof path, "%s/deep", folder);
  ck_assert_int_eq(mkdir(path, 0700), 0);
  put_file("p.yaml", fixture_policy);
  put_file("deep/p.yaml", fixture_policy);
}

static void drop_folder(void) {
  static const char *const names[] = {"p.yaml", "q.yaml", "c.yaml", "deep/p.yaml", "deep/c.yaml"};
  char path[256];
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    snprintf(path, sizeof path, "%s/%s", folder, names[i]);
    (void)unlink(path);
  }
  snprintf(path, sizeof path, "%s/deep", folder);
  (void)rmdir(path);
  (void)rmdir(folder);
}

static spol_status read_case(const char *file, const char *policy, spol_error *error) {
  char text[512];
  char path[256];
  spol_scenario *scenario = NULL;
  const spol_policy_options options = fixture_options();
  snprintf(text, sizeof text,
           "policy: %s\ncases: [{name: a, events: [{at: 2024-11-12T10:00, type: opened}]}]\n",
           policy);
  put_file(file, text);
  snprintf(path, sizeof path, "%s/%s", folder, file);
  spol_status status = spol_system_scenario(NULL, path, &options, &scenario, NULL, error);
  if (status == SPOL_OK) {
    ck_assert_uint_eq(spol_scenario_count(scenario), 1);
  } else {
    ck_assert_ptr_null(scenario);
  }
  spol_scenario_unref(scenario);
  return status;
}

START_TEST(policies_are_found_beside_the_case_file_and_below) {
  spol_error error = SPOL_ERROR_INIT;
  ck_assert_ok(read_case("c.yaml", "p.yaml", &error));
  ck_assert_ok(read_case("c.yaml", "./deep/p.yaml", &error));
  ck_assert_ok(read_case("c.yaml", "deep/p.yaml", &error));
  ck_assert_ok(read_case("deep/c.yaml", "p.yaml", &error));
}
END_TEST

START_TEST(policies_elsewhere_are_refused) {
  static const char *const names[] = {"/etc/hostname", "../p.yaml", "deep/../p.yaml", "deep/..",
                                      ".."};
  for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
    spol_error error = SPOL_ERROR_INIT;
    ck_assert_int_eq(read_case("c.yaml", names[i], &error), SPOL_E_SEMANTIC);
    ck_assert_uint_eq(error.code, SPOL_DIAG_POLICY_NOT_READ);
    ck_assert_uint_eq(error.line, 1);
    ck_assert_uint_eq(error.column, 9);
  }
  spol_error error = SPOL_ERROR_INIT;
  ck_assert_int_eq(read_case("c.yaml", "q.yaml", &error), SPOL_E_IO);
  ck_assert_int_eq(read_case("c.yaml", "deep", &error), SPOL_E_IO);
  ck_assert_int_eq(read_case("c.yaml", "''", &error), SPOL_E_SEMANTIC);
}
END_TEST

static spol_status find_document(const char *file, const char *document, char *path,
                                 size_t capacity, char *found, size_t size) {
  char text[512];
  char *bytes = NULL;
  size_t length = 0;
  spol_policy *policy = NULL;
  spol_error error = SPOL_ERROR_INIT;
  spol_policy_source source = SPOL_SIZED(spol_policy_source);
  snprintf(text, sizeof text, "supportpolicy: 1\nid: t\nversion: a\n%s%s\n",
           document == NULL ? "" : "source: {document: ", document == NULL ? "" : document);
  source.text = text;
  source.length = strlen(text);
  ck_assert_ok(spol_policy_read(NULL, &source, 1, NULL, &policy, NULL, &error));
  spol_status status =
      spol_system_document(NULL, file, policy, 1, path, capacity, &bytes, &length, &error);
  ck_assert_int_eq(status == SPOL_OK, bytes != NULL);
  snprintf(found, size, "%s", bytes == NULL ? "" : bytes);
  if (bytes != NULL) {
    ck_assert_uint_eq(length, strlen(bytes));
    spol_system_free(NULL, bytes, length);
  }
  spol_policy_unref(policy);
  return status;
}

START_TEST(a_document_is_found_beside_the_policy_and_below) {
  static const char *const absent[] = {
      "terms.txt}", "/etc/hostname}", "../q.yaml}", "deep/../q.yaml}", "''}", NULL};
  char file[256];
  char path[256];
  char found[16];
  put_file("q.yaml", "one");
  put_file("deep/c.yaml", "two");
  snprintf(file, sizeof file, "%s/policy.yaml", folder);
  ck_assert_ok(find_document(file, "q.yaml}", path, sizeof path, found, sizeof found));
  ck_assert_str_eq(found, "one");
  ck_assert_ptr_nonnull(strstr(path, "/q.yaml"));
  ck_assert_ok(find_document(file, "deep/c.yaml}", path, sizeof path, found, sizeof found));
  ck_assert_str_eq(found, "two");
  for (size_t i = 0; i < sizeof absent / sizeof absent[0]; i++) {
    ck_assert_int_eq(find_document(file, absent[i], path, sizeof path, found, sizeof found),
                     SPOL_E_NOT_FOUND);
  }
  ck_assert_int_eq(find_document(file, "deep}", path, sizeof path, found, sizeof found), SPOL_E_IO);
  ck_assert_int_eq(find_document(file, "q.yaml}", path, 4, found, sizeof found), SPOL_E_LIMIT);
  ck_assert_int_eq(find_document(NULL, "q.yaml}", path, 4, found, sizeof found), SPOL_E_INVALID);
}
END_TEST

START_TEST(a_caller_can_allow_the_folders_above) {
  const spol_policy_options options = fixture_options();
  spol_system_loader context = SPOL_SIZED(spol_system_loader);
  const char *names[] = {"../p.yaml"};
  char file[256];
  spol_policy *policy = NULL;
  snprintf(file, sizeof file, "%s/deep/c.yaml", folder);
  context.options = &options;
  spol_policy_loader loader = spol_system_policy_loader(&context);
  ck_assert_int_eq(loader.load(loader.context, file, names, 1, &policy, NULL, NULL),
                   SPOL_E_SEMANTIC);
  ck_assert_ptr_null(policy);
  context.flags = SPOL_SYSTEM_PARENTS;
  ck_assert_ok(loader.load(loader.context, file, names, 1, &policy, NULL, NULL));
  ck_assert_str_eq(spol_policy_identity(policy), "p");
  spol_policy_unref(policy);
}
END_TEST

START_TEST(a_policy_of_several_files_is_read) {
  char first[128];
  char second[128];
  char text[8192];
  const spol_policy_options options = fixture_options();
  spol_policy *policy = NULL;
  snprintf(text, sizeof text, "%s", fixture_policy);
  memcpy(strstr(text, "v1"), "v2", 2);
  strcat(text, "effective: {from: 2025-01-01}\n");
  put_file("q.yaml", text);
  snprintf(first, sizeof first, "%s/q.yaml", folder);
  snprintf(second, sizeof second, "%s/p.yaml", folder);
  const char *paths[] = {first, second};
  ck_assert_ok(spol_system_policy(NULL, paths, 2, &options, &policy, NULL, NULL));
  ck_assert_uint_eq(spol_policy_count(policy, SPOL_NAME_VERSION), 2);
  spol_policy_unref(policy);
  policy = NULL;
  spol_error error = SPOL_ERROR_INIT;
  const char *missing[] = {first, "/nowhere/p.yaml"};
  ck_assert_int_eq(spol_system_policy(NULL, missing, 2, &options, &policy, NULL, &error),
                   SPOL_E_IO);
  ck_assert_str_eq(error.file, "/nowhere/p.yaml");
  ck_assert_ptr_null(policy);
  ck_assert_int_eq(spol_system_policy(NULL, paths, 0, &options, &policy, NULL, NULL),
                   SPOL_E_INVALID);
}
END_TEST

START_TEST(a_file_over_the_limit_is_refused) {
  char path[128];
  spol_policy_options options = fixture_options();
  spol_policy *policy = NULL;
  snprintf(path, sizeof path, "%s/p.yaml", folder);
  const char *paths[] = {path};
  options.limits.bytes = strlen(fixture_policy) - 1;
  ck_assert_int_eq(spol_system_policy(NULL, paths, 1, &options, &policy, NULL, NULL), SPOL_E_LIMIT);
  options.limits.bytes = strlen(fixture_policy);
  ck_assert_ok(spol_system_policy(NULL, paths, 1, &options, &policy, NULL, NULL));
  spol_policy_unref(policy);
}
END_TEST

START_TEST(the_zones_of_the_system_are_a_source) {
  const spol_zone_source source = spol_system_zone_source();
  spol_zone *zone = NULL;
  spol_status status = source.resolve(source.context, "No/Such_Zone", 12, &zone);
  ck_assert_int_ne(status, SPOL_OK);
  ck_assert_ptr_null(zone);
  ck_assert_int_eq(source.resolve(source.context, "../etc", 6, &zone), SPOL_E_INVALID);
}
END_TEST

int main(void) {
  Suite *suite = suite_create("system-policy");
  TCase *all = tcase_create("all");
  tcase_add_checked_fixture(all, make_folder, drop_folder);
  tcase_add_test(all, policies_are_found_beside_the_case_file_and_below);
  tcase_add_test(all, policies_elsewhere_are_refused);
  tcase_add_test(all, a_document_is_found_beside_the_policy_and_below);
  tcase_add_test(all, a_caller_can_allow_the_folders_above);
  tcase_add_test(all, a_policy_of_several_files_is_read);
  tcase_add_test(all, a_file_over_the_limit_is_refused);
  tcase_add_test(all, the_zones_of_the_system_are_a_source);
  suite_add_tcase(suite, all);
  return run_suite(suite);
}
