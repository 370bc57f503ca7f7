#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Makes malformed/ (each file refused, with the status and the byte to blame in
malformed.expected) and odd/ (unusual, and right). Both are committed; this says
what they are."""
import pathlib
import shutil
import struct

HERE = pathlib.Path(__file__).resolve().parent
TYPES = [(3600, 0, 0), (7200, 1, 4)]
CHARS = b"CET\0CEST\0"


def block(
    size=8,
    version=b"2",
    times=(0, 100),
    indices=(1, 0),
    types=TYPES,
    chars=CHARS,
    leaps=(),
    isstd=b"",
    isut=b"",
    magic=b"TZif",
    counts=None,
):
    named = {
        "isut": len(isut),
        "isstd": len(isstd),
        "leap": len(leaps),
        "time": len(times),
        "type": len(types),
        "char": len(chars),
    }
    named.update(counts or {})
    head = magic + version + bytes(15) + struct.pack(">6L", *named.values())
    code = ">q" if size == 8 else ">l"
    body = b"".join(struct.pack(code, t) for t in times) + bytes(indices)
    body += b"".join(struct.pack(">lBB", *t) for t in types) + chars
    for at, correction in leaps:
        body += struct.pack(code, at) + struct.pack(">l", correction)
    return head + body + isstd + isut


def empty_first(version=b"2"):
    return block(4, version, times=(), indices=(), types=[(0, 0, 0)], chars=b"\0")


def file(footer=b"CET-1", version=b"2", tail=b"", **changes):
    return empty_first(version) + block(8, version, **changes) + b"\n" + footer + b"\n" + tail


def counted(field, value):
    return file(counts={field: value})


GOOD = file()
SECOND = len(empty_first())
SYNTAX, LIMIT, UNSUPPORTED = "SPOL_E_SYNTAX", "SPOL_E_LIMIT", "SPOL_E_UNSUPPORTED"


def footer(text):
    return file(footer=text)


MALFORMED = {
    "empty": (b"", SYNTAX),
    "magic-only": (b"TZif", SYNTAX),
    "header-cut": (GOOD[:43], SYNTAX),
    "magic-wrong": (b"TZiF" + GOOD[4:], SYNTAX),
    "not-tzif": (b"# tzdata\nZ Europe/Berlin 0:53:28 - LMT 1893 Ap\n", SYNTAX),
    "version-1-byte": (file(version=b"1"), SYNTAX),
    "version-control-byte": (file(version=b"\1"), SYNTAX),
    "second-header-missing": (empty_first(), SYNTAX),
    "second-header-cut": (GOOD[: SECOND + 20], SYNTAX),
    "second-magic-wrong": (GOOD[:SECOND] + b"XZif" + GOOD[SECOND + 4 :], SYNTAX),
    "second-version-differs": (empty_first(b"2") + block(8, b"3") + b"\nCET-1\n", SYNTAX),
    "first-counts-huge": (block(4, counts={"time": 0xFFFFFFFF}), SYNTAX),
    "first-counts-all-huge": (b"TZif2" + bytes(15) + b"\xff" * 24, SYNTAX),
    "timecnt-huge": (counted("time", 0xFFFFFFFF), SYNTAX),
    "typecnt-huge": (counted("type", 0xFFFFFFFF), SYNTAX),
    "charcnt-huge": (counted("char", 0xFFFFFFFF), SYNTAX),
    "leapcnt-huge": (counted("leap", 0xFFFFFFFF), SYNTAX),
    "isstdcnt-huge": (counted("isstd", 0xFFFFFFFF), SYNTAX),
    "isutcnt-huge": (counted("isut", 0xFFFFFFFF), SYNTAX),
    "product-wraps-32-bit": (counted("time", 0x20000000), SYNTAX),
    "body-cut": (GOOD[:-20], SYNTAX),
    "typecnt-zero": (file(types=[], times=(), indices=()), SYNTAX),
    "typecnt-zero-v1": (block(4, b"\0", types=[], times=(), indices=()), SYNTAX),
    "charcnt-zero": (file(chars=b""), SYNTAX),
    "timecnt-2001": (file(times=range(2001), indices=[0] * 2001), LIMIT),
    "typecnt-257": (file(types=[(0, 0, 0)] * 257), LIMIT),
    "charcnt-257": (file(chars=b"A" * 256 + b"\0"), LIMIT),
    "leap-seconds": (file(leaps=[(78796800, 1)]), UNSUPPORTED),
    "leap-seconds-v1": (block(4, b"\0", leaps=[(78796800, 1)]), UNSUPPORTED),
    "times-unsorted": (file(times=(100, 0)), SYNTAX),
    "times-equal": (file(times=(100, 100)), SYNTAX),
    "times-extremes-swapped": (file(times=(2**63 - 1, -(2**63))), SYNTAX),
    "type-index-out": (file(indices=(1, 2)), SYNTAX),
    "type-index-255": (file(indices=(255, 0)), SYNTAX),
    "abbreviation-index-out": (file(types=[(3600, 0, 9), (7200, 1, 4)]), SYNTAX),
    "abbreviation-unterminated": (file(chars=b"CET\0CEST"), SYNTAX),
    "isdst-2": (file(types=[(3600, 2, 0), (7200, 1, 4)]), SYNTAX),
    "isstdcnt-1-of-2": (file(isstd=b"\0"), SYNTAX),
    "isutcnt-1-of-2": (file(isut=b"\0"), SYNTAX),
    "isstd-2": (file(isstd=b"\0\2"), SYNTAX),
    "isut-2": (file(isstd=b"\0\0", isut=b"\2\0"), SYNTAX),
    "utoff-int32-min": (file(types=[(-(2**31), 0, 0), (7200, 1, 4)]), SYNTAX),
    "utoff-int32-max": (file(types=[(2**31 - 1, 0, 0), (7200, 1, 4)]), SYNTAX),
    "utoff-minus-25h": (file(types=[(-90000, 0, 0), (7200, 1, 4)]), SYNTAX),
    "utoff-plus-26h": (file(types=[(93600, 0, 0), (7200, 1, 4)]), SYNTAX),
    "footer-missing": (empty_first() + block(8), SYNTAX),
    "footer-no-first-newline": (empty_first() + block(8) + b"CET-1\n", SYNTAX),
    "footer-no-last-newline": (GOOD[:-1], SYNTAX),
    "footer-only-newline": (empty_first() + block(8) + b"\n", SYNTAX),
    "footer-129-bytes": (footer(b"<" + b"A" * 125 + b">-1"), LIMIT),
    "footer-100-kb": (footer(b"A" * 100_000), LIMIT),
    "footer-nul": (footer(b"CET\0-1"), SYNTAX),
    "footer-nul-at-end": (footer(b"CET-1\0"), SYNTAX),
    "footer-colon": (footer(b":Europe/Berlin"), SYNTAX),
    "footer-name-short": (footer(b"CE-1"), SYNTAX),
    "footer-name-unclosed": (footer(b"<+01-1"), SYNTAX),
    "footer-name-digits": (footer(b"+01-1"), SYNTAX),
    "footer-offset-missing": (footer(b"CET"), SYNTAX),
    "footer-offset-25": (footer(b"CET-25"), SYNTAX),
    "footer-offset-minutes-60": (footer(b"CET-1:60"), SYNTAX),
    "footer-offset-digits": (footer(b"CET-0001"), SYNTAX),
    "footer-rules-missing": (footer(b"CET-1CEST"), SYNTAX),
    "footer-one-rule": (footer(b"CET-1CEST,M3.5.0"), SYNTAX),
    "footer-three-rules": (footer(b"CET-1CEST,M3.5.0,M10.5.0,M1.1.0"), SYNTAX),
    "footer-month-0": (footer(b"CET-1CEST,M0.5.0,M10.5.0"), SYNTAX),
    "footer-month-13": (footer(b"CET-1CEST,M13.5.0,M10.5.0"), SYNTAX),
    "footer-week-0": (footer(b"CET-1CEST,M3.0.0,M10.5.0"), SYNTAX),
    "footer-week-6": (footer(b"CET-1CEST,M3.6.0,M10.5.0"), SYNTAX),
    "footer-weekday-7": (footer(b"CET-1CEST,M3.5.7,M10.5.0"), SYNTAX),
    "footer-j0": (footer(b"CET-1CEST,J0,J300"), SYNTAX),
    "footer-j366": (footer(b"CET-1CEST,J60,J366"), SYNTAX),
    "footer-n366": (footer(b"CET-1CEST,60,366"), SYNTAX),
    "footer-hours-168": (footer(b"CET-1CEST,M3.5.0/168,M10.5.0"), SYNTAX),
    "footer-time-empty": (footer(b"CET-1CEST,M3.5.0/,M10.5.0"), SYNTAX),
    "footer-space": (footer(b"CET-1 CEST,M3.5.0,M10.5.0"), SYNTAX),
    "footer-non-ascii": (footer("ÄÖÜ-1".encode()), SYNTAX),
    "trailing-byte": (file(tail=b"x"), SYNTAX),
    "trailing-byte-v1": (block(4, b"\0") + b"x", SYNTAX),
}

NONE = dict(times=(), indices=(), types=[(-10800, 0, 0)], chars=b"XXX\0")
BERLIN = b"CET-1CEST,M3.5.0,M10.5.0/3"
ODD = {
    "v1-only": block(4, b"\0", times=(-100, 1_000_000_000), indices=(1, 0)),
    "v3": file(version=b"3", footer=BERLIN),
    "v4": file(version=b"4", footer=BERLIN),
    "v5": file(version=b"5", footer=BERLIN, tail=b"what is to come"),
    "v255": file(version=b"\xff", footer=BERLIN),
    "v1-block-without-types": block(4, b"2", times=(), indices=(), types=[], chars=b"")
    + block(8, b"2")
    + b"\nCET-1\n",
    "j-footer": file(footer=b"CET-1CEST,J60/0,J300/0", **NONE),
    "n-footer": file(footer=b"CET-1CEST,59/0,300/0", **NONE),
    "negative-hours": file(footer=b"<-02>2<-01>,M3.5.0/-1,M10.5.0/0", **NONE),
    "hours-167": file(footer=b"AAA3BBB,M3.5.0/167,M10.5.0/-167:59:59", **NONE),
    "into-next-year": file(footer=b"AAA0BBB,J365/48,J180", **NONE),
    "from-previous-year": file(footer=b"AAA0BBB,0/-48,J180", **NONE),
    "all-year-daylight": file(footer=b"XXX3EDT4,0/0,J365/23", **NONE),
    "all-year-daylight-july": file(footer=b"EST5EDT,0/0,J365/25", **NONE),
    "never-daylight": file(footer=b"AAA0BBB-1,J365/167,0/-167", **NONE),
    "negative-daylight": file(footer=b"IST-1GMT0,M10.5.0,M3.5.0/1", **NONE),
    "equal-offsets": file(footer=b"AAA-1BBB-1,M3.5.0,M10.5.0", **NONE),
    "no-transitions-no-footer": file(footer=b"", **NONE),
    "empty-footer": file(footer=b"", times=(0, 100), indices=(1, 0)),
    "no-op-transitions": file(
        times=(0, 100, 200, 300), indices=(1, 2, 1, 0), types=[*TYPES, (7200, 0, 0)]
    ),
    "footer-disagrees": file(footer=b"AAA5"),
    "before-and-after-all-years": file(
        times=(-(2**63), -(2**59), 0, 2**63 - 1), indices=(1, 0, 1, 0)
    ),
    "footer-128-bytes": file(footer=b"<" + b"A" * 124 + b">-1"),
    "offset-limits": file(types=[(-89999, 0, 0), (93599, 1, 4)], footer=b""),
    # Wall times from 00:50 to 00:55 are shown before 0, from 0 on and from 300 on.
    "three-times": file(
        times=(0, 300), indices=(1, 2), types=[(3600, 0, 0), (3000, 0, 0), (2400, 0, 0)],
        footer=b"CET-0:40",
    ),  # fmt: skip
    "three-at-once": file(
        times=(0, 600, 1200), indices=(1, 0, 2), types=[(0, 0, 0), (3600, 0, 0), (-3600, 1, 4)],
        footer=b"CET1",
    ),  # fmt: skip
}

# The byte that is to blame for each: the second header begins at 51, its counts at
# 71, times at 95, indices at 111, types at 113, abbreviations at 125, footer at 134.
# What is too short is blamed where it ends.
BLAMED = {
    0: "empty magic-wrong not-tzif",
    4: "magic-only version-1-byte version-control-byte",
    28: "leap-seconds-v1",
    36: "typecnt-zero-v1",
    43: "header-cut",
    44: "first-counts-all-huge",
    51: "second-header-missing second-magic-wrong",
    55: "second-version-differs",
    71: "second-header-cut isutcnt-1-of-2",
    75: "first-counts-huge isstdcnt-1-of-2 trailing-byte-v1",
    79: "leap-seconds",
    83: "timecnt-2001",
    87: "typecnt-zero typecnt-257",
    91: "charcnt-zero charcnt-257",
    103: "times-unsorted times-equal times-extremes-swapped",
    111: "type-index-255",
    112: "type-index-out",
    113: "utoff-int32-min utoff-int32-max utoff-minus-25h utoff-plus-26h",
    117: "isdst-2",
    118: "abbreviation-index-out",
    121: "body-cut",
    129: "abbreviation-unterminated",
    134: "footer-missing footer-no-first-newline",
    135: (
        "isstd-2 footer-only-newline footer-129-bytes footer-100-kb footer-colon "
        "footer-name-digits footer-non-ascii"
    ),
    136: "isut-2",
    137: "footer-name-short",
    138: "footer-nul footer-offset-missing",
    139: "footer-offset-25 footer-offset-digits",
    140: "footer-no-last-newline footer-nul-at-end footer-space",
    141: (
        "timecnt-huge typecnt-huge charcnt-huge leapcnt-huge isstdcnt-huge isutcnt-huge "
        "product-wraps-32-bit footer-name-unclosed footer-offset-minutes-60 "
        "trailing-byte"
    ),
    144: "footer-rules-missing",
    146: "footer-month-13",
    147: "footer-j0",
    148: "footer-week-6 footer-n366",
    150: "footer-weekday-7 footer-j366",
    151: "footer-one-rule footer-month-0 footer-week-0",
    152: "footer-hours-168 footer-time-empty",
    159: "footer-three-rules",
}
OFFSET = {key: at for at, keys in BLAMED.items() for key in keys.split()}


def write(name, files):
    shutil.rmtree(HERE / name, ignore_errors=True)
    (HERE / name).mkdir()
    for key, data in files.items():
        (HERE / name / key).write_bytes(data)


write("malformed", {key: data for key, (data, _) in MALFORMED.items()})
write("odd", ODD)
lines = [f"{key} {status} {OFFSET[key]}\n" for key, (_, status) in MALFORMED.items()]
(HERE / "malformed.expected").write_text("".join(lines))
