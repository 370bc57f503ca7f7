/* SPDX-License-Identifier: MIT */
/* The order in which metrics are looked up: a metric's target, calendar and
 * pauses may speak of the outcome of earlier ones only (section 7). */
#include "policy/reader.h"

static const spi_metric *metric_at(const spi_reader *reader, size_t index) {
  return spi_vector_at(&reader->draft->metrics, index);
}

/* Whether every metric that a condition speaks of has a place in the order. */
static int condition_ready(const spi_reader *reader, uint32_t when, const spi_map *placed) {
  if (when == SPI_ALWAYS || when == SPI_NONE) {
    return 1;
  }
  const spi_node *root = spi_vector_at(&reader->draft->nodes, when);
  for (uint32_t i = when; i < root->next; i++) {
    const spi_node *node = spi_vector_at(&reader->draft->nodes, i);
    uint32_t order = 0;
    if (node->op == SPI_OP_METRIC && !spi_map_get(placed, node->subject, &order)) {
      return 0;
    }
  }
  return 1;
}

static int calendar_ready(const spi_reader *reader, uint32_t calendar, const spi_map *placed) {
  if (calendar == SPI_NONE) {
    return 1;
  }
  const spi_calendar *found = spi_vector_at(&reader->draft->calendars, calendar);
  for (uint32_t i = 0; i < found->rows.count; i++) {
    const spi_calendar_row *row =
        spi_vector_at(&reader->draft->calendar_rows, found->rows.first + i);
    if (!condition_ready(reader, row->when, placed)) {
      return 0;
    }
  }
  return 1;
}

static int metric_ready(const spi_reader *reader, const spi_metric *metric, const spi_map *placed) {
  for (uint32_t i = 0; i < metric->clock.targets.count; i++) {
    const spi_target_row *row =
        spi_vector_at(&reader->draft->target_rows, metric->clock.targets.first + i);
    if (!condition_ready(reader, row->when, placed)) {
      return 0;
    }
    if (row->target == SPI_NONE) {
      continue;
    }
    const spi_target *target = spi_vector_at(&reader->draft->targets, row->target);
    if (!calendar_ready(reader, target->calendar, placed)) {
      return 0;
    }
  }
  for (uint32_t i = 0; i < metric->clock.pauses.count; i++) {
    const spi_pause_row *row =
        spi_vector_at(&reader->draft->pause_rows, metric->clock.pauses.first + i);
    if (!condition_ready(reader, row->when, placed)) {
      return 0;
    }
  }
  return 1;
}

/* Places every metric that is ready; how many there were. */
static size_t place_ready(spi_reader *reader, spi_map *placed, uint32_t *order) {
  size_t found = 0;
  for (size_t i = 0; i < reader->draft->metrics.count; i++) {
    spi_metric *metric = spi_vector_at(&reader->draft->metrics, i);
    uint32_t known = 0;
    if (spi_map_get(placed, metric->id, &known) || !metric_ready(reader, metric, placed)) {
      continue;
    }
    metric->order = (*order)++;
    if (!spi_reader_do(reader, spi_map_set(reader->allocator, placed, metric->id, metric->order))) {
      return 0;
    }
    found++;
  }
  return found;
}

static void report_circle(spi_reader *reader, const spi_map *placed) {
  for (size_t i = 0; i < reader->draft->metrics.count; i++) {
    const spi_metric *metric = metric_at(reader, i);
    uint32_t known = 0;
    if (!spi_map_get(placed, metric->id, &known)) {
      spi_text_place place = {.line = metric->place.line, .column = metric->place.column};
      spi_reader_report(reader, SPOL_E_SEMANTIC, SPOL_DIAG_CIRCULAR_NAME, &place, NULL,
                        "the target, calendar or pauses of this metric depend on its own outcome");
    }
  }
}

void spi_order_metrics(spi_reader *reader) {
  spi_map placed = {0};
  uint32_t order = 0;
  size_t all = reader->draft->metrics.count;
  for (size_t pass = 0; pass < all && order < all && reader->fatal == SPOL_OK; pass++) {
    if (place_ready(reader, &placed, &order) == 0) {
      break;
    }
  }
  if (order < all) {
    report_circle(reader, &placed);
  }
  spi_map_free(reader->allocator, &placed);
}
