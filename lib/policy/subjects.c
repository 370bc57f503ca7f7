/* SPDX-License-Identifier: MIT */
/* What conditions ask about, as unknowns of the solver. */
#include "policy/subjects.h"

enum { MOST_SUBJECTS = 100000, MOST_ORDERED = 12, MOST_RANKS = 64 };

const uint8_t spi_metric_states[SPI_METRIC_STATES] = {
    0,
    SPI_METRIC_STARTED,
    SPI_METRIC_STARTED | SPI_METRIC_MISSED,
    SPI_METRIC_STARTED | SPI_METRIC_STOPPED | SPI_METRIC_MET,
    SPI_METRIC_STARTED | SPI_METRIC_STOPPED | SPI_METRIC_MISSED,
    SPI_METRIC_STARTED | SPI_METRIC_STOPPED,
    SPI_METRIC_STOPPED | SPI_METRIC_MET,
};

static uint64_t key_of(uint32_t kind, uint32_t subject, uint32_t other, uint32_t copy) {
  return (uint64_t)kind << 58 | (uint64_t)copy << 57 | (uint64_t)(subject & 0xfffffffU) << 28 |
         (other & 0xfffffffU);
}

uint32_t spi_subject_find(const spi_question *question, uint32_t kind, uint32_t subject,
                          uint32_t other, uint32_t copy) {
  uint32_t found = SPI_NONE;
  (void)spi_map_get(&question->index, key_of(kind, subject, other, copy), &found);
  return found;
}

/* ---- Kinds of unknowns --------------------------------------------------------------- */

static void make_group(spi_question *question, spi_subject *made, int64_t lowest, uint32_t count,
                       int64_t preferred) {
  made->form = SPI_FORM_GROUP;
  made->lowest = lowest;
  made->count = count;
  made->literal = spi_solver_group(&question->solver, count, (uint32_t)(preferred - lowest));
}

static void make_truth(spi_question *question, spi_subject *made) {
  made->form = SPI_FORM_TRUTH;
  made->literal = spi_solver_unknown(&question->solver, -1);
}

/* One unknown for each bound: the value reaches it. */
static void make_bands(spi_question *question, spi_subject *made) {
  spi_range cuts = spi_subject_cuts(question, made->subject);
  made->form = SPI_FORM_BANDS;
  made->count = cuts.count;
  for (uint32_t i = 0; i < cuts.count; i++) {
    int32_t bound = spi_solver_unknown(&question->solver, -1);
    if (i == 0) {
      made->literal = bound;
    } else {
      spi_solver_two(&question->solver, spi_not(bound), bound - 2);
    }
  }
}

static void make_fact_value(spi_question *question, spi_subject *made, const spi_fact *fact) {
  int64_t preferred = fact->has_default ? fact->default_value : 1;
  switch (fact->type) {
  case SPOL_FACT_ENUM:
    make_group(question, made, 1, fact->members.count, preferred);
    break;
  case SPOL_FACT_BOOLEAN:
    make_group(question, made, 0, 2, fact->has_default ? preferred : 0);
    break;
  case SPOL_FACT_TEXT:
    make_group(question, made, 0, fact->members.count + 1, preferred);
    break;
  case SPOL_FACT_ZONE:
    make_group(question, made, 0, question->policy->zones_count + 1, preferred);
    break;
  default:
    make_bands(question, made);
    break;
  }
}

static void make_fact(spi_question *question, spi_subject *made) {
  if (made->subject >= question->policy->facts_count) {
    make_bands(question, made);
    return;
  }
  const spi_fact *fact = &question->policy->facts[made->subject];
  make_fact_value(question, made, fact);
  if (question->bands->asked[made->subject] && !fact->has_default) {
    made->known = spi_solver_unknown(&question->solver, 1);
  }
}

static void make_ranks(spi_question *question, spi_subject *made, int may_lack) {
  uint32_t ranks = question->version->severities_by_rank_count;
  make_group(question, made, 0, ranks + 1, ranks > 0);
  if (!may_lack && ranks > 0) {
    spi_solver_one(&question->solver, spi_not(made->literal));
  }
}

static void make(spi_question *question, spi_subject *made) {
  const spol_policy *policy = question->policy;
  switch (made->kind) {
  case SPI_ABOUT_FACT:
    make_fact(question, made);
    break;
  case SPI_ABOUT_ORDER:
    make_group(question, made, -1, 3, -1);
    break;
  case SPI_ABOUT_SEVERITY:
  case SPI_ABOUT_DERIVED:
    make_ranks(question, made, question->no_severity);
    break;
  case SPI_ABOUT_REQUESTED:
  case SPI_ABOUT_RECORDED:
    make_ranks(question, made, 1);
    break;
  case SPI_ABOUT_LINE:
    make_group(question, made, 0, question->version->lines_count, 0);
    break;
  case SPI_ABOUT_METRIC:
    make_group(question, made, 0, SPI_METRIC_STATES, 0);
    break;
  case SPI_ABOUT_ACTOR:
    make_group(question, made, SPOL_ACTOR_UNSTATED, SPOL_ACTOR_SYSTEM + 1, SPOL_ACTOR_CUSTOMER);
    break;
  case SPI_ABOUT_ROLE:
    make_group(question, made, 0, policy->names[SPOL_NAME_ROLE].count + 1, 0);
    break;
  case SPI_ABOUT_STATE:
    make_group(question, made, SPOL_CASE_OPEN, 3, SPOL_CASE_OPEN);
    break;
  case SPI_ABOUT_REASON:
    make_group(question, made, 1, question->version->reasons_count, 1);
    break;
  default:
    make_truth(question, made);
    break;
  }
}

uint32_t spi_subject_of(spi_question *question, uint32_t kind, uint32_t subject, uint32_t other) {
  uint32_t copy = kind == SPI_ABOUT_SEVERITY ? question->copy : 0;
  uint32_t found = spi_subject_find(question, kind, subject, other, copy);
  if (found != SPI_NONE) {
    return found;
  }
  spi_solver *solver = &question->solver;
  spi_subject made = {
      .kind = kind, .subject = subject, .other = other, .copy = copy, .known = SPI_NO_LITERAL};
  make(question, &made);
  found = (uint32_t)question->subjects.count;
  if (solver->status == SPOL_OK) {
    solver->status = spi_vector_push(solver->allocator, &question->subjects, &made);
  }
  if (solver->status == SPOL_OK) {
    solver->status =
        spi_map_set(solver->allocator, &question->index, key_of(kind, subject, other, copy), found);
  }
  return solver->status == SPOL_OK ? found : SPI_NONE;
}

int32_t spi_subject_equals(const spi_question *question, const spi_subject *subject,
                           int64_t value) {
  if (value < subject->lowest || value >= subject->lowest + subject->count) {
    return spi_not(question->yes);
  }
  return subject->literal + 2 * (int32_t)(value - subject->lowest);
}

int32_t spi_subject_reaches(spi_question *question, const spi_subject *subject, int64_t value) {
  spi_range cuts = spi_subject_cuts(question, subject->subject);
  const int64_t *values = question->bands->values + cuts.first;
  uint32_t low = 0;
  uint32_t high = cuts.count;
  if (value == INT64_MIN) {
    return question->yes;
  }
  while (low < high) {
    uint32_t middle = low + (high - low) / 2;
    if (values[middle] < value) {
      low = middle + 1;
    } else {
      high = middle;
    }
  }
  if (low == cuts.count || values[low] != value) {
    question->too_large = 1; /* every constant of the version begins a band */
    return question->yes;
  }
  return subject->literal + 2 * (int32_t)low;
}

/* ---- One order ------------------------------------------------------------------------- */

/* Facts in an order that is asked about, of one cluster. */
typedef struct ordered {
  uint32_t facts[MOST_ORDERED];
  uint32_t count;
} ordered;

static void note(spi_question *question, ordered *all, uint32_t fact) {
  for (uint32_t i = 0; i < all->count; i++) {
    if (all->facts[i] == fact) {
      return;
    }
  }
  if (all->count == MOST_ORDERED) {
    question->too_large = 1;
    return;
  }
  uint32_t at = all->count++;
  for (; at > 0 && all->facts[at - 1] > fact; at--) {
    all->facts[at] = all->facts[at - 1];
  }
  all->facts[at] = fact;
}

/* The literal of "a < b" (-1), "a = b" (0), "a > b" (1), for a < b as facts. */
static int32_t order_of(spi_question *question, uint32_t a, uint32_t b, int64_t value) {
  uint32_t index = spi_subject_of(question, SPI_ABOUT_ORDER, a, b);
  return index == SPI_NONE ? question->yes
                           : spi_subject_equals(question, spi_subject_at(question, index), value);
}

/* The bands of two facts agree with their order. */
static void relate_bands(spi_question *question, uint32_t a, uint32_t b) {
  spi_solver *solver = &question->solver;
  spi_range cuts = spi_subject_cuts(question, a);
  uint32_t first = spi_subject_of(question, SPI_ABOUT_FACT, a, 0);
  uint32_t second = spi_subject_of(question, SPI_ABOUT_FACT, b, 0);
  int32_t before = order_of(question, a, b, -1);
  int32_t after = order_of(question, a, b, 1);
  if (cuts.count == 0 || solver->status != SPOL_OK) {
    return;
  }
  int32_t left = spi_subject_at(question, first)->literal;
  int32_t right = spi_subject_at(question, second)->literal;
  const int64_t *values = question->bands->values + cuts.first;
  for (uint32_t i = 0; i < cuts.count; i++, left += 2, right += 2) {
    int32_t up[3] = {spi_not(left), after, right};
    int32_t down[3] = {spi_not(right), before, left};
    spi_solver_clause(solver, up, 3);
    spi_solver_clause(solver, down, 3);
    if (i + 1 < cuts.count && values[i + 1] == values[i] + 1) {
      int32_t point[5] = {spi_not(left), left + 2, spi_not(right), right + 2,
                          order_of(question, a, b, 0)};
      spi_solver_clause(solver, point, 5);
    }
  }
}

/* 1 if "a ? b" and "b ? c" allow "a ? c". */
static int agrees(int32_t ab, int32_t bc, int32_t ac) {
  if (ab == 0 || bc == 0) {
    return ac == (ab == 0 ? bc : ab);
  }
  return ab != bc || ac == ab;
}

static void relate_three(spi_question *question, uint32_t a, uint32_t b, uint32_t c) {
  for (int32_t i = 0; i < 27; i++) {
    int32_t ab = i % 3 - 1;
    int32_t bc = i / 3 % 3 - 1;
    int32_t ac = i / 9 - 1;
    if (!agrees(ab, bc, ac)) {
      int32_t not_so[3] = {spi_not(order_of(question, a, b, ab)),
                           spi_not(order_of(question, b, c, bc)),
                           spi_not(order_of(question, a, c, ac))};
      spi_solver_clause(&question->solver, not_so, 3);
    }
  }
}

static void relate_cluster(spi_question *question, uint32_t cluster) {
  ordered all = {{0}, 0};
  for (uint32_t i = 0; i < question->subjects.count; i++) {
    const spi_subject *subject = spi_subject_at(question, i);
    if (subject->kind == SPI_ABOUT_ORDER && question->bands->cluster[subject->subject] == cluster) {
      note(question, &all, subject->subject);
      note(question, &all, subject->other);
    }
  }
  for (uint32_t i = 0; i < all.count; i++) {
    for (uint32_t j = i + 1; j < all.count; j++) {
      relate_bands(question, all.facts[i], all.facts[j]);
      for (uint32_t k = j + 1; k < all.count; k++) {
        relate_three(question, all.facts[i], all.facts[j], all.facts[k]);
      }
    }
  }
}

/* ---- One current severity ------------------------------------------------------------------ */

/* Current is recorded, else derived (section 6). */
static void relate_severities(spi_question *question) {
  spi_solver *solver = &question->solver;
  uint32_t recorded = spi_subject_find(question, SPI_ABOUT_RECORDED, 0, 0, 0);
  uint32_t current = spi_subject_find(question, SPI_ABOUT_SEVERITY, 0, 0, 0);
  if (recorded == SPI_NONE || current == SPI_NONE) {
    return;
  }
  uint32_t derived = spi_subject_of(question, SPI_ABOUT_DERIVED, 0, 0);
  if (derived == SPI_NONE) {
    return;
  }
  int32_t of_recorded = spi_subject_at(question, recorded)->literal;
  int32_t of_current = spi_subject_at(question, current)->literal;
  int32_t of_derived = spi_subject_at(question, derived)->literal;
  for (int32_t i = 0; i < (int32_t)question->version->severities_by_rank_count + 1; i++) {
    int32_t same[3] = {spi_not(of_recorded), spi_not(of_derived + 2 * i), of_current + 2 * i};
    spi_solver_clause(solver, same, 3);
    if (i > 0) {
      spi_solver_two(solver, spi_not(of_recorded + 2 * i), of_current + 2 * i);
    }
  }
}

/* 1 if no order before this one is of its cluster. */
static int is_first_of_cluster(const spi_question *question, uint32_t index) {
  const uint32_t *cluster = question->bands->cluster;
  uint32_t own = cluster[spi_subject_at(question, index)->subject];
  for (uint32_t i = 0; i < index; i++) {
    const spi_subject *before = spi_subject_at(question, i);
    if (before->kind == SPI_ABOUT_ORDER && cluster[before->subject] == own) {
      return 0;
    }
  }
  return 1;
}

void spi_subjects_relate(spi_question *question) {
  size_t count = question->subjects.count;
  for (uint32_t i = 0; i < count; i++) {
    const spi_subject *subject = spi_subject_at(question, i);
    if (subject->kind == SPI_ABOUT_ORDER && is_first_of_cluster(question, i)) {
      relate_cluster(question, question->bands->cluster[subject->subject]);
    }
  }
  relate_severities(question);
}
