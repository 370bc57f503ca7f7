#!/usr/bin/env python3
# SPDX-License-Identifier: MIT
"""Timelines: the golden ones byte for byte; of those, of every shipped case file and of random
histories, that no text lies on another or outside the page, by the table of widths of the library and by real fonts.

  check.py DRAW ROOT [--update]
"""

import itertools
import re
import subprocess
import sys
import tempfile
import xml.etree.ElementTree as ElementTree
from pathlib import Path

from fonts import Font

sys.path.insert(0, str(Path(sys.argv[2]) / "tests" / "oracle"))
from evaluator_yaml import write

SVG = "{http://www.w3.org/2000/svg}"
ASCENT, DESCENT = 0.93, 0.24  # of the size: DejaVu Sans with accents
FOLDERS = ["/usr/share/fonts/truetype/dejavu", "/usr/share/fonts/truetype/liberation",
           "/usr/share/fonts/truetype/liberation2"]
FONTS = [("DejaVuSans.ttf", "DejaVuSans-Bold.ttf"),
         ("LiberationSans-Regular.ttf", "LiberationSans-Bold.ttf")]
LEAST_TEXTS = 15
SEEDS = range(1, 6)
SHOWN = "desk-6.svg"


class Table:
    """The widths that the library lays out by."""

    name = "the table of widths"

    def __init__(self, source):
        text = source.read_text(encoding="utf-8")
        self.widths = {}
        for bold, name in ((False, "regular"), (True, "heavy")):
            body = re.search(name + r"\[[^\]]*\] = \{([^}]*)\}", text).group(1)
            self.widths[bold] = [int(n) for n in re.findall(r"\d+", body)]
            assert len(self.widths[bold]) == 95, name

    def width(self, text, size, bold):
        total = 0
        for character in text:
            code = ord(character)
            if 0x20 <= code <= 0x7E:
                total += self.widths[bold][code - 0x20]
            elif code == 0xB7:
                total += 38 if bold else 34
            else:
                total += 120 if bold else 110
        return -(-total * size // 100)


class Real:
    """A family of fonts of this machine."""

    def __init__(self, regular, bold):
        self.name = regular.stem
        self.fonts = {False: Font(regular), True: Font(bold)}

    def width(self, text, size, bold):
        width = self.fonts[bold].width(text)
        return None if width is None else width * size / 1000


def families():
    found = []
    for regular, bold in FONTS:
        for folder in map(Path, FOLDERS):
            if (folder / regular).is_file() and (folder / bold).is_file():
                found.append(Real(folder / regular, folder / bold))
                break
    return found


def boxes(root, family):
    """(left, top, right, bottom, text) of every text that the family has glyphs for."""
    found = []
    for node in root.iter(SVG + "text"):
        text, size = node.text, int(node.get("font-size"))
        width = family.width(text, size, node.get("font-weight") == "bold")
        if width is None:
            continue
        x = int(node.get("x"))
        x -= {"middle": width / 2, "end": width}.get(node.get("text-anchor"), 0)
        y = int(node.get("y"))
        found.append((x, y - ASCENT * size, x + width, y + DESCENT * size, text))
    return found


def signs(root):
    """The boxes of the signs of events and steps, which have round or sharp corners given."""
    return [(x, y, x + w, y + h, "sign") for node in root.iter(SVG + "rect") if node.get("rx")
            for x, y, w, h in [[int(node.get(k)) for k in ("x", "y", "width", "height")]]]


def meet(a, b):
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def faults_of(path, families_known):
    root = ElementTree.parse(path).getroot()
    width, height = int(root.get("width")), int(root.get("height"))
    faults = []
    for family in families_known:
        texts = boxes(root, family)
        if len(texts) < LEAST_TEXTS:
            faults.append(f"{len(texts)} texts for {family.name}")
        for box in texts:
            if box[0] < 0 or box[1] < 0 or box[2] > width or box[3] > height:
                faults.append(f"outside the page by {family.name}: {box}")
        for a, b in itertools.combinations(texts, 2):
            if meet(a, b):
                faults.append(f"one on another by {family.name}: {a} {b}")
    for a, b in itertools.combinations(signs(root), 2):
        if meet(a, b):
            faults.append(f"signs: {a} {b}")
    return faults


def compare(drawn, golden, update):
    faults = []
    names = sorted(p.name for p in drawn.iterdir() if p.name.startswith("desk-"))
    kept = sorted(p.name for p in golden.iterdir() if re.fullmatch(r"desk-\d+\.(svg|txt)", p.name))
    if update:
        for name in set(kept) - set(names):
            (golden / name).unlink()
        for name in names:
            (golden / name).write_bytes((drawn / name).read_bytes())
        return faults
    if names != kept:
        faults.append(f"drawn {names}, golden {kept}")
    for name in set(names) & set(kept):
        if (drawn / name).read_bytes() != (golden / name).read_bytes():
            faults.append(f"{name} is not the golden one; look at it, then check.py … --update")
    return faults


def main():
    draw, root = Path(sys.argv[1]), Path(sys.argv[2])
    golden = root / "tests" / "golden" / "timelines"
    known = families()
    if len(known) < len(FONTS):
        print("fonts-dejavu-core and fonts-liberation are not both installed: "
              f"held against {[f.name for f in known]} alone")
    known.insert(0, Table(root / "lib" / "render" / "width.c"))
    files = [golden / "desk.policytest.yaml", *sorted((root / "examples" / "policies").glob("*.policytest.yaml"))]
    faults, count = [], 0
    with tempfile.TemporaryDirectory() as folder, tempfile.TemporaryDirectory() as random:
        for seed in SEEDS:
            write(seed, random, 20)
        files += sorted(Path(random).glob("*.policytest.yaml"))
        if subprocess.run([draw, folder, *files], check=False).returncode != 0:
            faults.append("not all cases could be drawn")
        faults += compare(Path(folder), golden, "--update" in sys.argv)
        if (root / "docs" / "timeline.svg").read_bytes() != (golden / SHOWN).read_bytes():
            faults.append(f"docs/timeline.svg is not tests/golden/timelines/{SHOWN}")
        for path in sorted(Path(folder).glob("*.svg")):
            faults += [f"{path.name}: {fault}" for fault in faults_of(path, known)]
            count += 1
    for fault in faults:
        print(fault)
    print(f"{count} pictures, {len(faults)} faults")
    return 1 if faults or count < 200 else 0


if __name__ == "__main__":
    sys.exit(main())
