# SPDX-License-Identifier: MIT
"""Advance widths out of a TrueType font (cmap format 4 and hmtx), in thousandths of its size."""

import struct


class Font:
    def __init__(self, path):
        with open(path, "rb") as file:
            self.data = file.read()
        count = struct.unpack_from(">H", self.data, 4)[0]
        self.tables = {}
        for i in range(count):
            tag, _, offset, _ = struct.unpack_from(">4sIII", self.data, 12 + 16 * i)
            self.tables[tag.decode()] = offset
        self.units = struct.unpack_from(">H", self.data, self.tables["head"] + 18)[0]
        self.metrics = struct.unpack_from(">H", self.data, self.tables["hhea"] + 34)[0]
        self.glyphs = self._glyphs()

    def _glyphs(self):
        start = self.tables["cmap"]
        for i in range(struct.unpack_from(">H", self.data, start + 2)[0]):
            platform, _, offset = struct.unpack_from(">HHI", self.data, start + 4 + 8 * i)
            if platform in (0, 3) and struct.unpack_from(">H", self.data, start + offset)[0] == 4:
                return self._segments(start + offset)
        raise ValueError("no character map of format 4")

    def _segments(self, at):
        count = struct.unpack_from(">H", self.data, at + 6)[0] // 2
        words = [struct.unpack_from(f">{count}H", self.data, at + place)
                 for place in (14, 16 + 2 * count, 16 + 4 * count, 16 + 6 * count)]
        glyphs = {}
        for i, (end, begin, delta, distance) in enumerate(zip(*words)):
            for code in range(begin, min(end, 0xFFFE) + 1):
                glyph = code + delta
                if distance:
                    place = at + 16 + 6 * count + 2 * i + distance + 2 * (code - begin)
                    glyph = struct.unpack_from(">H", self.data, place)[0]
                    glyph = glyph + delta if glyph else 0
                if glyph & 0xFFFF:
                    glyphs[code] = glyph & 0xFFFF
        return glyphs

    def width(self, text):
        """The width of a text of size 1,000; None where the font lacks a character of it."""
        total = 0
        for character in text:
            glyph = self.glyphs.get(ord(character))
            if glyph is None:
                return None
            place = self.tables["hmtx"] + 4 * min(glyph, self.metrics - 1)
            total += struct.unpack_from(">H", self.data, place)[0] * 1000 / self.units
        return total
