# SPDX-License-Identifier: MIT
"""Random calendars, weighted to the zones and dates where mistakes live."""
import calendar_oracle as oracle
import holiday_oracle as hol
from zone_model import DAY, date_from_civil, date_to_civil, fixed, show_date, weekday

# Zone, and the years in which something unusual happens there.
AWKWARD = [
    ("Europe/Dublin", (1971, 1968, 2019, 2024)),  # winter time is the exception
    ("Africa/Casablanca", (2012, 2019, 2024, 2087)),  # four changes a year, by Ramadan
    ("Australia/Lord_Howe", (1981, 1985, 2024)),  # half an hour
    ("Antarctica/Troll", (2005, 2015, 2024)),  # two hours
    ("Pacific/Apia", (2011, 2012, 2021)),  # skipped 30 December 2011
    ("Africa/Cairo", (2010, 2014, 2023, 2024)),  # at midnight
    ("America/Sao_Paulo", (2017, 2018, 2019)),  # at midnight
    ("Europe/Moscow", (1919, 1991, 2011, 2014)),
    ("America/St_Johns", (1988, 2006, 2011)),  # a minute after midnight
    ("Pacific/Chatham", (1974, 2024)),  # quarter hours
    ("Asia/Kathmandu", (1920, 1985, 1986)),
    ("Asia/Tehran", (1979, 2008, 2022)),
    ("America/New_York", (1883, 1942, 2007, 2024)),
]
OTHERS = [
    ("Asia/Tokyo", (1951, 2024)), ("Australia/Sydney", (2008, 2024)),
    ("America/Los_Angeles", (2024,)), ("Europe/London", (1941, 1968, 2024)),
    ("Asia/Kolkata", (1945, 2024)), ("Africa/Monrovia", (1972,)),
    ("Pacific/Kwajalein", (1993,)), ("Asia/Gaza", (2011, 2024)),
    ("Europe/Berlin", (1945, 2024)), ("America/Nuuk", (2023, 2024)), ("Asia/Manila", (1978,)),
    ("Pacific/Kiritimati", (1994, 1995)), ("America/Asuncion", (2024,)),
]


def place(rng, zones):
    """A zone and a date round which the questions lie."""
    kind = rng.random()
    if kind < 0.05:
        zone, years = fixed(rng.choice((0, 3600, -12600, 20700, 50400, -43200))), (2024,)
    else:
        name, years = rng.choice(AWKWARD if kind < 0.82 else OTHERS)
        if name not in zones:
            name, years = "America/New_York", (2024,)
        zone = zones[name]
    when = rng.random()
    if when < 0.55:
        year = rng.choice(years)
    elif when < 0.72:
        year = rng.randint(1995, 2060)
    elif when < 0.80:
        year = rng.choice((1999, 2000, 2050, 2051))  # the ends of the compiled window
    elif when < 0.93:
        year = rng.choice((rng.randint(2051, 2500), rng.randint(2500, 9997), 9998))
    else:
        year = rng.randint(3, 1990)
    return zone, date_from_civil(year, rng.randint(1, 12), rng.randint(1, 28))


def second(rng, low=0, high=86399):
    """A time of day: mostly whole hours and quarters, near midnight and 2:00."""
    step = rng.choice((3600, 3600, 1800, 900, 60, 1))
    value = rng.randint(low, high) if rng.random() < 0.6 else rng.randint(low, min(high, low + 4 * 3600))
    return max(low, value // step * step)


def piece(rng, past=False):
    """(open, close) of a day: at most 24 hours, sometimes overnight."""
    kind = rng.random()
    if kind < 0.08:
        return 0, 86400
    begin = second(rng)
    if kind < 0.15:
        return begin, 86400
    if kind < 0.35:
        length = rng.choice((60, 600, 1800, 3600, 5400))
    else:
        length = second(rng, 1, 86399) or 3600
    end = begin + length
    if end > 86400 and not (past and rng.random() < 0.5):
        end -= 86400
    if end == begin:
        end += 60
    return begin, end


def hours_of_day(rng, past=False):
    return [piece(rng, past) for _ in range(rng.choice((1, 1, 1, 2, 3)))]


def break_of_day(rng):
    if rng.random() < 0.2:  # in the part of a night shift past midnight
        begin = second(rng, 86400, 172000)
        return begin, min(172800, begin + rng.choice((900, 3600, 1)))
    begin = second(rng)
    end = begin + rng.choice((60, 1800, 3600, 7200, 40000))
    if end > 86400 and rng.random() < 0.5:
        end -= 86400
    return (begin, end) if end != begin else (begin, begin + 60)


def week(rng, zone, zones):
    """Hours, windows, always."""
    kind = rng.random()
    H, W = oracle.Hours, oracle.Window
    if kind < 0.25:
        a, b = rng.choice(((32400, 61200), (28800, 64800), (36000, 57600), (0, 86400)))
        last = rng.choice((5, 5, 6, 7))
        return [H(d, a, b) for d in range(1, last + 1)], [], False
    if kind < 0.50:
        days = [d for d in range(1, 8) if rng.random() < 0.75] or [3]
        return [H(d, *p) for d in days for p in hours_of_day(rng)], [], False
    if kind < 0.62:
        a, b = rng.choice(((79200, 21600), (64800, 7200), (82800, 3600), (72000, 71999),
                           (5400, 5399), (75600, 10800)))
        days = [d for d in range(1, 8) if rng.random() < 0.7] or [7]
        return [H(d, a, b) for d in days], [], False
    if kind < 0.68:
        return [], [], True
    if kind < 0.80:
        w = W(rng.randint(1, 7), second(rng), rng.randint(1, 7), second(rng), None, None)
        if (w.open_weekday, w.open) == (w.close_weekday, w.close):
            w = w._replace(close=(w.close + 3600) % 86400)
        extra = [H(rng.randint(1, 7), *piece(rng))] if rng.random() < 0.3 else []
        return extra, [w], False
    if kind < 0.93:
        return [], [two_zones(rng, zones) for _ in range(rng.choice((1, 1, 2)))], False
    if kind < 0.97:
        return [H(rng.randint(1, 7), *piece(rng))], [], False
    return [], [], False


def two_zones(rng, zones):
    names = [n for n, _ in AWKWARD + OTHERS if n in zones]
    a = zones[rng.choice(names)] if rng.random() < 0.8 else None
    b = zones[rng.choice(names)] if rng.random() < 0.8 or a is None else None
    day = rng.randint(1, 7)
    last = (day - 1 + rng.randint(1, 5)) % 7 + 1
    return oracle.Window(day, second(rng), last, second(rng), a, b)


def special_dates(rng, zone, center, count):
    """Dates for exceptions and breaks: many of them where the clocks change."""
    changes = [zone.date(t + rng.choice((-1, 0))) for t in
               zone.changes((center - 300) * DAY, (center + 300) * DAY)]
    out = []
    for _ in range(count):
        if changes and rng.random() < 0.5:
            out.append(rng.choice(changes) + rng.choice((-1, 0, 0, 0, 1)))
        else:
            out.append(center + rng.randint(-60, 60))
    return out


def holidays(rng, center):
    year = date_to_civil(center)[0]
    rules, lists = [], []
    for n in range(rng.choice((0, 1, 3, 8))):
        rules.append(rule(rng, year, n))
    if rng.random() < 0.5:
        first, last = max(1, year - rng.randint(0, 2)), min(9999, year + rng.randint(0, 2))
        lo, hi = date_from_civil(first, 1, 1), date_from_civil(last, 12, 31)
        dates = {rng.randint(max(lo, center - 200), min(hi, center + 200)) for _ in
                 range(rng.randint(0, 6)) if max(lo, center - 200) <= min(hi, center + 200)}
        lists.append(hol.List(rng.choice((None, "moon")), [(d, "day %d" % d) for d in
                                                          sorted(dates)], first, last))
    return hol.HolidaySet(rules, lists)


def rule(rng, year, index):
    half = tuple(hours_of_day(rng, True)) if rng.random() < 0.25 else ()
    common = dict(hours=half, name="rule %d" % index)
    if rng.random() < 0.35:
        common.update(observed=rng.choice((hol.NEAREST, hol.NEXT_FREE)),
                      keeps=rng.choice((0, 0, 1)))
        if rng.random() < 0.2:
            common.update(observed_from=rng.choice((0x30, 0x41, 0x40)))
    if rng.random() < 0.15:
        common.update(first_year=max(1, year - rng.randint(0, 1)))
    month, day, w = rng.randint(1, 12), rng.randint(1, 28), rng.randint(1, 7)
    kind = rng.random()
    if kind < 0.35:
        return hol.Rule(hol.YEARLY, month, day, **common)
    if kind < 0.5:
        return hol.Rule(hol.NTH_WEEKDAY, month, weekday=w, nth=rng.choice((1, 2, 3, 4, 5, -1, -2)),
                        **common)
    if kind < 0.65:
        which = rng.choice((hol.ON_OR_AFTER, hol.AFTER, hol.ON_OR_BEFORE, hol.BEFORE))
        return hol.Rule(which, month, day, weekday=w, **common)
    if kind < 0.85 and year > 1600:
        which = rng.choice((hol.EASTER_WESTERN, hol.EASTER_ORTHODOX))
        return hol.Rule(which, offset=rng.choice((0, -2, 1, 39, 50)), **common)
    common.update(observed=0, keeps=0, observed_from=0)
    a = date_from_civil(2023, month, day)
    _, end_month, end_day = date_to_civil(a + rng.randint(0, 12))
    return hol.Rule(hol.YEARLY_RANGE, month, day, end_month, end_day, **common)


def single(rng, zone, zones, center):
    hours, windows, always = week(rng, zone, zones)
    breaks = []
    if rng.random() < 0.3:
        breaks = [oracle.Break(rng.randint(1, 7), *break_of_day(rng)) for _ in
                  range(rng.randint(1, 4))]
    dated = {}
    if rng.random() < 0.3:
        for date in special_dates(rng, zone, center, rng.randint(1, 4)):
            dated.setdefault(date, []).append(break_of_day(rng))
    exceptions = {}
    if rng.random() < 0.4 or not (hours or windows or always):
        for date in special_dates(rng, zone, center, rng.randint(1, 8)):
            open_hours = hours_of_day(rng, True) if rng.random() < 0.6 else []
            exceptions[date] = (open_hours, "exception" if rng.random() < 0.5 else None)
    groups = [holidays(rng, center) for _ in range(rng.choice((0, 1, 1, 2)))]
    if not (hours or windows or always):
        date = center + rng.randint(-30, 30)
        exceptions[date] = ([(32400, 61200)], "the only one")
        groups = [g for g in groups if not g.has_hours()]
    if rng.random() < 0.3:
        groups = []
    return oracle.Calendar(zone, hours, windows, always, breaks, dated, exceptions, groups)


def calendar(rng, zones, depth=0):
    """A calendar and the date round which to ask."""
    zone, center = place(rng, zones)
    return build(rng, zone, zones, center, depth), center


def build(rng, zone, zones, center, depth):
    if depth < 2 and rng.random() < (0.25 if depth == 0 else 0.15):
        parts = []
        one_zone = rng.random() < 0.5
        for _ in range(rng.choice((1, 2, 2, 2, 3))):
            other = zone if one_zone else place(rng, zones)[0]
            parts.append(build(rng, other, zones, center, depth + 1))
        kind = rng.choice((oracle.ANY_OF, oracle.ALL_OF, oracle.EXCEPT))
        return oracle.Combination(kind, parts, zone)
    return single(rng, zone, zones, center)


# ---- Saying what a calendar is ---------------------------------------------

def describe(model, indent=""):
    """A calendar as text from which it can be built again."""
    if isinstance(model, oracle.Combination):
        kind = ("any_of", "all_of", "except")[model.kind - 1]
        lines = ["%s%s, dates in %s:" % (indent, kind, model.zone)]
        return "\n".join(lines + [describe(part, indent + "  ") for part in model.parts])
    lines = ["%scalendar in %s" % (indent, model.zone)]
    if model.always:
        lines.append("%s  always" % indent)
    lines += ["%s  hours %s" % (indent, tuple(h)) for h in model.hours]
    lines += ["%s  window %s" % (indent, tuple(w)) for w in model.windows]
    lines += ["%s  weekly break %s" % (indent, tuple(b)) for b in model.weekly_breaks]
    lines += ["%s  break on %s (%d, weekday %d) %s" % (indent, show_date(d), d, weekday(d), b)
              for d, b in sorted(model.dated_breaks.items())]
    lines += ["%s  exception %s (%d, weekday %d) %s" % (indent, show_date(d), d, weekday(d), e)
              for d, e in sorted(model.exceptions.items())]
    for group in model.holidays:
        lines.append("%s  holidays" % indent)
        for r in group.rules:
            given = {k: v for k, v in r._asdict().items() if v}
            lines.append("%s    rule %s" % (indent, given))
        for entry in group.lists:
            lines.append("%s    list %s" % (indent, tuple(entry)))
    return "\n".join(lines)


def smaller(model):
    """Calendars with one part less, for finding the least that fails."""
    if isinstance(model, oracle.Combination):
        yield from model.parts
        for i, part in enumerate(model.parts):
            rest = model.parts[:i] + model.parts[i + 1:]
            if rest:
                yield oracle.Combination(model.kind, rest, model.zone)
            for less in smaller(part):
                yield oracle.Combination(model.kind, model.parts[:i] + [less] + model.parts[i + 1:],
                                         model.zone)
        return
    fields = dict(hours=model.hours, windows=model.windows, always=model.always,
                  weekly_breaks=model.weekly_breaks, dated_breaks=model.dated_breaks,
                  exceptions=model.exceptions, holidays=model.holidays)
    if model.always and (model.hours or model.windows):
        yield oracle.Calendar(model.zone, **dict(fields, always=False))
    for name in ("holidays", "dated_breaks", "exceptions", "weekly_breaks", "windows", "hours"):
        value = fields[name]
        for item in list(value):
            if isinstance(value, dict):
                rest = {k: v for k, v in value.items() if k != item}
            else:
                rest = [v for v in value if v is not item]
            yield oracle.Calendar(model.zone, **dict(fields, **{name: rest}))
    for i, group in enumerate(model.holidays):
        for name in ("rules", "lists"):
            for item in getattr(group, name):
                parts = {"rules": group.rules, "lists": group.lists}
                parts[name] = [v for v in parts[name] if v is not item]
                less = hol.HolidaySet(**parts)
                yield oracle.Calendar(model.zone, **dict(
                    fields, holidays=model.holidays[:i] + [less] + model.holidays[i + 1:]))
