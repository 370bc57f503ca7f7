/* SPDX-License-Identifier: MIT */
/* What pauses a clock (docs/semantics.md, section 7). A span that lies within an
 * earlier one adds nothing to any sum, so that sums read `ended`, in which
 * begins and ends ascend; `all` keeps everything for the explanation. */
#include "case/run.h"

#include <string.h>

spi_track *spi_track_new(spi_run *run) {
  spi_track *track = spi_take(&run->room, sizeof *track);
  uint64_t *mask = spi_take_array(&run->room, run->reason_words, sizeof *mask);
  if (track == NULL || mask == NULL) {
    return NULL;
  }
  track->mask = mask;
  track->users = 1;
  return track;
}

static void link_track(spi_run *run, spi_track *track) {
  track->is_linked = 1;
  track->next = run->paused;
  run->paused = track;
}

static int make_active(spi_run *run, spi_track *track) {
  if (track->active == NULL) {
    track->active = spi_take_raw(&run->room, (run->reason_count + 1) * sizeof *track->active);
  }
  return track->active != NULL;
}

void spi_track_share(spi_run *run, const spi_metric_use *use) {
  spi_track *track = &run->tracks[use->track];
  track->users = use->sharers;
  track->mask = run->masks + (size_t)use->track * run->reason_words;
  if (use->is_masked && use->mask != 0) {
    track->mask[0] = use->mask;
    (void)make_active(run, track);
    spi_list_reserve(&run->room, &track->all, sizeof(spi_span));
    link_track(run, track);
  }
}

static void copy_list(spi_run *run, spi_list *to, const spi_list *from) {
  *to = (spi_list){0};
  for (uint32_t i = 0; i < from->count && !run->room.full; i++) {
    spi_span *span = spi_list_add(&run->room, to, sizeof *span);
    *span = *(const spi_span *)spi_list_at(from, i);
  }
}

spi_track *spi_track_copy(spi_run *run, const spi_track *track) {
  spi_track *copy = spi_track_new(run);
  if (copy == NULL || !make_active(run, copy)) {
    return NULL;
  }
  memcpy(copy->mask, track->mask, run->reason_words * sizeof *copy->mask);
  copy_list(run, &copy->all, &track->all);
  copy_list(run, &copy->ended, &track->ended);
  if (track->active_count != 0) {
    memcpy(copy->active, track->active, track->active_count * sizeof *copy->active);
  }
  copy->active_count = track->active_count;
  copy->forced = track->forced;
  copy->has_nested = track->has_nested;
  copy->inside = track->inside;
  copy->changes = track->changes;
  copy->stood = track->stood;
  return copy;
}

spi_track *spi_metric_own_track(spi_run *run, spi_metric_run *metric) {
  spi_track *shared = metric->track;
  if (shared->users == 1) {
    return shared;
  }
  spi_track *own = spi_track_copy(run, shared);
  if (own != NULL) {
    shared->users--;
    metric->clock.track = metric->clock.track == shared ? own : metric->clock.track;
    metric->track = own;
    if (shared->is_linked) {
      link_track(run, own);
    }
  }
  return own;
}

void spi_track_begin_beside(spi_run *run, spi_track *track, uint32_t reason, spol_instant at) {
  if (!make_active(run, track) || track->active_count > run->reason_count) {
    return;
  }
  for (uint32_t i = 0; i < track->active_count; i++) {
    if (track->active[i].reason == reason) {
      return;
    }
  }
  track->changes++;
  track->active[track->active_count++] = (spi_span){.from = at, .to = SPI_NEVER, .reason = reason};
}

/* From here on those that lie in no other are kept apart. */
static void part(spi_run *run, spi_track *track) {
  if (!track->has_nested) {
    copy_list(run, &track->ended, &track->all);
    track->has_nested = 1;
  }
}

static void record(spi_run *run, spi_track *track, const spi_span *span, int nested) {
  if (span->to <= span->from) {
    return; /* it took no time */
  }
  if (nested) {
    part(run, track);
  }
  spi_span *all = spi_list_push(&run->room, &track->all, sizeof *all);
  *all = *span;
  track->inside += nested ? span->forced : 0;
  if (track->has_nested && !nested) {
    spi_span *ended = spi_list_push(&run->room, &track->ended, sizeof *ended);
    *ended = *span;
  }
}

void spi_track_end_beside(spi_run *run, spi_track *track, uint32_t reason, spol_instant at) {
  for (uint32_t i = 0; i < track->active_count; i++) {
    if (track->active[i].reason != reason) {
      continue;
    }
    track->changes++;
    track->active[i].to = at;
    /* Nested: one that began no later is still in force. */
    record(run, track, &track->active[i], i != 0);
    track->active_count--;
    for (uint32_t j = i; j < track->active_count; j++) {
      track->active[j] = track->active[j + 1];
    }
    return;
  }
}

void spi_track_mask(spi_run *run, spi_track *track, const uint64_t *mask, spol_instant at) {
  for (uint32_t reason = 1; reason <= run->reason_count; reason++) {
    int before = spi_mask_has(track->mask, reason);
    int after = spi_mask_has(mask, reason);
    if (before == after || !run->reasons[reason - 1].in_force || run->reasons[reason - 1].expired) {
      continue;
    }
    if (after) {
      spi_track_begin(run, track, reason, at);
    } else {
      spi_track_end(run, track, reason, at);
    }
  }
  memcpy(track->mask, mask, run->reason_words * sizeof *mask);
}

void spi_metric_mask(spi_run *run, spi_metric_run *metric, const uint64_t *mask) {
  spi_track *own =
      spi_mask_is(run, mask, metric->track->mask) ? NULL : spi_metric_own_track(run, metric);
  if (own == NULL) {
    return;
  }
  if (!own->is_linked) {
    link_track(run, own);
  }
  spi_track_mask(run, own, mask, run->now);
}

void spi_track_closed(spi_run *run, spi_track *track, spol_instant from, spol_instant to,
                      int forced) {
  spi_span span = {.from = from, .to = to, .reason = 0, .forced = (uint32_t)forced};
  int nested = track->active_count != 0 && track->active[0].from <= from;
  /* What began while the case was closed and is over lies within. */
  const spi_list *over = spi_track_ended(track);
  if (!nested && over->count != 0 &&
      ((const spi_span *)spi_list_at(over, over->count - 1))->from >= from) {
    part(run, track);
  }
  while (!nested && track->has_nested && track->ended.count != 0) {
    const spi_span *last = spi_list_at(&track->ended, track->ended.count - 1);
    if (last->from < from) {
      break;
    }
    track->ended.count--;
  }
  track->changes++;
  track->forced += (uint32_t)forced;
  record(run, track, &span, nested);
}
