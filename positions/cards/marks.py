"""How a stance looks: its icon, the pattern of its group and its border, as on the pages; and an
actor's monogram."""

from positions.codebook import Group, Stance, group

from .faces import SCALE, sans, width

PAPER, WASH, INK = "#fdfcf9", "#f5f2ea", "#1d1e20"
SOFT, RULE, EDGE, WARN = "#55585c", "#ddd8cc", "#8a867d", "#7a3d00"
# By an actor's hue, 1 to 8.
HUES = ["#9f4d02", "#592d83", "#09311c", "#6f5d92", "#304166", "#645748", "#450f2c", "#4c5d94"]


class Pen:
    """Draws shapes, in pixels from a corner at `x` and `y` of the card."""

    def __init__(self, draw, x=0, y=0):
        self.draw, self.x, self.y = draw, x, y

    def placed(self, *points):
        return [((self.x + x) * SCALE, (self.y + y) * SCALE) for x, y in points]

    def around(self, centre, radius):
        ((x, y),) = self.placed(centre)
        r = radius * SCALE
        return x - r, y - r, x + r, y + r

    def line(self, points, colour, thick, *, dash=None):
        for start, end in zip(points, points[1:], strict=False):
            for one in dashes(start, end, *dash) if dash else [(start, end)]:
                self.draw.line(self.placed(*one), colour, round(thick * SCALE))
        if not dash:
            for point in points:
                self.dot(point, thick / 2, colour)

    def dot(self, centre, radius, colour):
        self.draw.ellipse(self.around(centre, radius), colour)

    def ring(self, centre, radius, colour, thick):
        edge = self.around(centre, radius + thick / 2)
        self.draw.ellipse(edge, None, colour, round(thick * SCALE))

    def area(self, points, colour):
        self.draw.polygon(self.placed(*points), colour)

    def box(self, left, top, right, bottom, *, fill=None, outline=None, thick=0, radius=0):
        (left, top), (right, bottom) = self.placed((left, top), (right, bottom))
        corners, thick = (left, top, right - 1, bottom - 1), round(thick * SCALE)
        self.draw.rounded_rectangle(corners, radius * SCALE, fill, outline, thick)


def dashes(start, end, drawn, left_out):
    (x, y), (to_x, to_y) = start, end
    length = max(((to_x - x) ** 2 + (to_y - y) ** 2) ** 0.5, 0.01)
    place = 0
    while place < length:
        parts = place / length, min(place + drawn, length) / length
        yield [(x + (to_x - x) * part, y + (to_y - y) * part) for part in parts]
        place += drawn + left_out


# Lines of the icons in a space of 16 by 16: points and thickness.
STROKES = {
    Stance.DEMANDS: [([(8, 3.2), (13.8, 13), (2.2, 13), (8, 3.2)], 1.8)],
    Stance.ACCEPTS: [([(2.5, 8.5), (6.4, 12.4), (13.5, 4)], 2.2)],
    Stance.WAIVES: [
        ([(8, 2), (8, 10)], 1.8),
        ([(4.4, 7), (8, 10.6), (11.6, 7)], 1.8),
        ([(3, 14), (13, 14)], 1.8),
    ],
    Stance.REJECTS: [([(3.2, 3.2), (12.8, 12.8)], 2.2), ([(12.8, 3.2), (3.2, 12.8)], 2.2)],
    Stance.REJECTS_AS_CONDITION: [([(4, 12), (12, 4)], 1.8)],
}
RINGS = {Stance.OPEN: 5.6, Stance.REJECTS_AS_CONDITION: 6}


def icon(pen, stance, left, top, size, colour):
    unit = size / 16

    def at(*points):
        return [(left + x * unit, top + y * unit) for x, y in points]

    if stance == Stance.REQUIRES:
        pen.area(at((8, 2), (15, 14), (1, 14)), colour)
    if stance == Stance.ACCEPTS_IF:
        diamond = at((8, 1.8), (14.2, 8), (8, 14.2), (1.8, 8), (8, 1.8))
        pen.line(diamond, colour, 1.8 * unit, dash=(2.6 * unit, 1.6 * unit))
    if stance == Stance.NONCOMMITTAL:
        for point in at((3, 8), (8, 8), (13, 8)):
            pen.dot(point, 1.3 * unit, colour)
    if stance in RINGS:
        pen.ring(*at((8, 8)), RINGS[stance] * unit, colour, 1.8 * unit)
    for points, thick in STROKES.get(stance, ()):
        pen.line(at(*points), colour, thick * unit)


STRIPED = {Group.MOVES, Group.REFUSES}
BORDERS = {
    Stance.ACCEPTS_IF: (6, 4),
    Stance.OPEN: (2, 3),
    Stance.WAIVES: (2, 3),
    Stance.REJECTS_AS_CONDITION: (6, 4),
}


def before_label(stance, size):
    """How much of a badge lies left of its words, in pixels."""
    strip = round(size * 0.95) if group(stance) in STRIPED else 0
    return strip + round(size * 1.6)


def badge_size(stance, lines, size):
    """The width and height of a badge whose words stand in these lines."""
    longest = max(width(line, sans(size, 600)) for line in lines)
    wide = before_label(stance, size) + round(longest + size * 0.55)
    return wide, round(size * (0.45 + 1.2 * len(lines)))


def badge(sheet, x, y, stance, lines, size):
    """Draws the stance in words on a Sheet, the upper left corner given; gives its size."""
    wide, high = badge_size(stance, lines, size)
    colour = PAPER if stance == Stance.REQUIRES else INK
    strip = round(size * 0.95) if group(stance) in STRIPED else 0

    pen = sheet.pen(x, y)
    frame(pen, stance, wide, high, strip)
    icon(pen, stance, strip + size * 0.4, size * 0.4, size * 0.85, colour)
    for number, line in enumerate(lines):
        baseline = y + size * (0.225 + 0.9 + 1.2 * number)
        sheet.text(x + before_label(stance, size), baseline, line, sans(size, 600), colour)
    return wide, high


def frame(pen, stance, wide, high, strip):
    edge = INK if stance in (Stance.REQUIRES, Stance.DEMANDS, Stance.REJECTS) else EDGE
    if stance == Stance.REQUIRES:
        pen.box(0, 0, wide, high, fill=INK, radius=4)
        return
    if stance == Stance.NONCOMMITTAL:
        pen.line([(0, high - 1), (wide, high - 1)], EDGE, 1.5, dash=(2, 3))
        return
    if strip:
        pattern(pen, group(stance), strip, high)
    if dash := BORDERS.get(stance):
        corners = [(1, 1), (wide - 1, 1), (wide - 1, high - 1), (1, high - 1), (1, 1)]
        pen.line(corners, edge, 2, dash=dash)
    else:
        pen.box(0, 0, wide, high, outline=edge, thick=2, radius=4)
    if stance == Stance.DEMANDS:
        pen.box(0, high - 5, wide, high, fill=INK, radius=2)


def pattern(pen, kind, wide, high):
    """Hatching for what is refused, dots for what is moved on."""
    if kind == Group.REFUSES:
        for start in range(-high, wide + high, 5):
            points = [(start, high), (start + high, 0)]
            pen.line(clipped(points, wide), EDGE, 1.2, dash=(high * 2, 1))
    else:
        for row, y in enumerate(range(4, high - 2, 5)):
            for x in range(4 + row % 2 * 2, wide - 1, 5):
                pen.dot((x, y), 1, EDGE)
    pen.line([(wide, 0), (wide, high)], EDGE if kind == Group.REFUSES else RULE, 1, dash=(high, 1))


def clipped(points, wide):
    """The part of a rising diagonal between 0 and `wide`."""
    (x, y), (to_x, to_y) = points
    first, last = max(x, 0), min(to_x, wide)
    if first >= last:
        return [(0, 0), (0, 0)]
    return [(first, y - (first - x)), (last, y - (last - x))]


def monogram(sheet, x, y, party, size):
    """A party's letters on its hue, the upper left corner given; gives the width."""
    face = sans(size, 700)
    wide = max(round(width(party.monogram, face) + size * 0.84), round(size * 2.1))
    high = round(size * 1.7)
    hue = HUES[party.hue - 1]
    sheet.pen(x, y).box(0, 0, wide, high, fill=hue, radius=2)
    inside = (wide - width(party.monogram, face)) / 2
    sheet.text(x + inside, y + size * 1.19, party.monogram, face, PAPER)
    return wide
