/* SPDX-License-Identifier: MIT */
/* iCalendar (RFC 5545), read by libical. */
#include <string.h>

#include "holidays.h"

#ifdef HAVE_LIBICAL
#include <stdbool.h>

#include <libical/ical.h>

enum { MOST_INSTANCES = 100000, MOST_DAYS_LONG = 400 };

typedef struct feed_reading {
  icalcomponent *root;
  spol_date from;
  spol_date to;
  feed_days *out;
} feed_reading;

static int date_of(struct icaltimetype time, spol_date *out) {
  return spol_date_from_civil(time.year, time.month, time.day, out) == SPOL_OK;
}

/* How many dates an event touches: a DTEND that is a date is the day after. */
static int days_of(icalcomponent *event, struct icaltimetype start) {
  struct icaltimetype end = icalcomponent_get_dtend(event);
  spol_date first;
  spol_date last;
  if (icaltime_is_null_time(end) || !date_of(start, &first) || !date_of(end, &last)) {
    return 1;
  }
  int midnight = end.is_date || (end.hour == 0 && end.minute == 0 && end.second == 0);
  int days = (int)(last - first) + (midnight ? 0 : 1);
  return days < 1 ? 1 : days > MOST_DAYS_LONG ? MOST_DAYS_LONG : days;
}

static int is_cancelled(icalcomponent *event) {
  icalproperty *status = icalcomponent_get_first_property(event, ICAL_STATUS_PROPERTY);
  return status != NULL && icalproperty_get_status(status) == ICAL_STATUS_CANCELLED;
}

static int same_time(struct icaltimetype a, struct icaltimetype b) {
  return a.year == b.year && a.month == b.month && a.day == b.day &&
         (a.is_date || b.is_date ||
          (a.hour == b.hour && a.minute == b.minute && a.second == b.second));
}

/* An instance that EXDATE takes away, or that an event of its own stands for. */
static int is_replaced(const feed_reading *reading, icalcomponent *event,
                       struct icaltimetype instance) {
  for (icalproperty *each = icalcomponent_get_first_property(event, ICAL_EXDATE_PROPERTY);
       each != NULL; each = icalcomponent_get_next_property(event, ICAL_EXDATE_PROPERTY)) {
    if (same_time(icalproperty_get_exdate(each), instance)) {
      return 1;
    }
  }
  const char *uid = icalcomponent_get_uid(event);
  icalcompiter other = icalcomponent_begin_component(reading->root, ICAL_VEVENT_COMPONENT);
  for (icalcomponent *each = icalcompiter_deref(&other); uid != NULL && each != NULL;
       each = icalcompiter_next(&other)) {
    const char *own = icalcomponent_get_uid(each);
    struct icaltimetype stands_for = icalcomponent_get_recurrenceid(each);
    if (own != NULL && strcmp(own, uid) == 0 && !icaltime_is_null_time(stands_for) &&
        same_time(stands_for, instance)) {
      return 1;
    }
  }
  return 0;
}

static int add_instance(const feed_reading *reading, icalcomponent *event,
                        struct icaltimetype instance, int days) {
  const char *name = icalcomponent_get_summary(event);
  spol_date first;
  if (!date_of(instance, &first)) {
    return 1;
  }
  for (int i = 0; i < days; i++) {
    spol_date date = first + i;
    if (date >= reading->from && date <= reading->to &&
        !add_feed_day(reading->out, date, name != NULL ? name : "holiday")) {
      return 0;
    }
  }
  return 1;
}

static int add_rule(const feed_reading *reading, icalcomponent *event, struct icaltimetype start,
                    struct icalrecurrencetype rule, int days) {
  icalrecur_iterator *next = icalrecur_iterator_new(rule, start);
  int good = next != NULL;
  for (int i = 0; good && i < MOST_INSTANCES; i++) {
    struct icaltimetype instance = icalrecur_iterator_next(next);
    spol_date date;
    if (icaltime_is_null_time(instance) || !date_of(instance, &date) || date > reading->to) {
      break;
    }
    if (!same_time(instance, start) && !is_replaced(reading, event, instance)) {
      good = add_instance(reading, event, instance, days);
    }
  }
  if (next != NULL) {
    icalrecur_iterator_free(next);
  }
  return good;
}

/* An event whose day cannot be read: the list would lack it silently. */
static int has_day(icalcomponent *event) {
  spol_date date;
  struct icaltimetype start = icalcomponent_get_dtstart(event);
  return !icaltime_is_null_time(start) && date_of(start, &date);
}

static int add_event(const feed_reading *reading, icalcomponent *event) {
  struct icaltimetype start = icalcomponent_get_dtstart(event);
  if (is_cancelled(event)) {
    return 1;
  }
  int days = days_of(event, start);
  int alone = !icaltime_is_null_time(icalcomponent_get_recurrenceid(event));
  int good = 1;
  if (alone || !is_replaced(reading, event, start)) {
    good = add_instance(reading, event, start, days);
  }
  for (icalproperty *each = icalcomponent_get_first_property(event, ICAL_RRULE_PROPERTY);
       good && each != NULL; each = icalcomponent_get_next_property(event, ICAL_RRULE_PROPERTY)) {
    good = add_rule(reading, event, start, icalproperty_get_rrule(each), days);
  }
  for (icalproperty *each = icalcomponent_get_first_property(event, ICAL_RDATE_PROPERTY);
       good && each != NULL; each = icalcomponent_get_next_property(event, ICAL_RDATE_PROPERTY)) {
    struct icaltimetype instance = icalproperty_get_rdate(each).time;
    if (!icaltime_is_null_time(instance) && !is_replaced(reading, event, instance)) {
      good = add_instance(reading, event, instance, days);
    }
  }
  return good;
}

/* What libical could not read it keeps as properties of their own. */
static const char *first_error(icalcomponent *component) {
  icalproperty *own = icalcomponent_get_first_property(component, ICAL_XLICERROR_PROPERTY);
  if (own != NULL) {
    return icalproperty_get_xlicerror(own);
  }
  icalcompiter inner = icalcomponent_begin_component(component, ICAL_ANY_COMPONENT);
  for (icalcomponent *each = icalcompiter_deref(&inner); each != NULL;
       each = icalcompiter_next(&inner)) {
    const char *found = first_error(each);
    if (found != NULL) {
      return found;
    }
  }
  return NULL;
}

static int not_readable(const text_file *feed, const char *why) {
  fprintf(stderr, "supportpolicy: %s: %s\n", feed->name, why);
  return EXIT_INPUT;
}

int read_feed(const cli_command *cli, const text_file *feed, spol_date from, spol_date to,
              feed_days *out) {
  (void)cli;
  icalerror_set_errors_are_fatal(false);
  if (memchr(feed->bytes, '\0', feed->length) != NULL) {
    return not_readable(feed, "not iCalendar: it has a NUL byte");
  }
  icalcomponent *root = icalparser_parse_string(feed->bytes);
  if (root == NULL) {
    return not_readable(feed, "not iCalendar");
  }
  int code = CLI_GO_ON;
  feed_reading reading = {root, from, to, out};
  const char *error = first_error(root);
  if (icalcomponent_isa(root) != ICAL_VCALENDAR_COMPONENT) {
    code = not_readable(feed, "not iCalendar: it does not begin with BEGIN:VCALENDAR");
  } else if (error != NULL) {
    code = not_readable(feed, error);
  }
  icalcompiter events = icalcomponent_begin_component(root, ICAL_VEVENT_COMPONENT);
  for (icalcomponent *each = icalcompiter_deref(&events); code == CLI_GO_ON && each != NULL;
       each = icalcompiter_next(&events)) {
    if (!has_day(each)) {
      const char *name = icalcomponent_get_summary(each);
      fprintf(stderr, "supportpolicy: %s: event \"%s\": its DTSTART is no date\n", feed->name,
              name != NULL ? name : "");
      code = EXIT_INPUT;
    } else if (!add_event(&reading, each)) {
      code = not_readable(feed, "out of memory");
    }
  }
  icalcomponent_free(root);
  return code;
}

#else

int read_feed(const cli_command *cli, const text_file *feed, spol_date from, spol_date to,
              feed_days *out) {
  (void)feed;
  (void)from;
  (void)to;
  (void)out;
  return wrong_usage(cli, "this build has no libical, which import needs", "");
}
#endif
