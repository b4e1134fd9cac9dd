"""Drawn pictures: six shapes and ten digits, 32 x 32 grey pixels, and which pixels belong to the object.

Every picture holds one object at a random place, size, tilt and contrast, and small bars and dots that belong to no
class. `difficulty` runs from 0 (large, upright, nothing else in the picture) to 1 (what the model is measured on).
Pixels are whole numbers 0 .. 255, as in a picture file; the model sees them divided by 255.
"""
import numpy as np

SIZE = 32
PATCH = 4
SHAPES = ["circle", "ring", "square", "triangle", "cross", "star"]
CLASSES = SHAPES + [str(digit) for digit in range(10)]

# Drawn by hand: 5 columns, 7 rows a digit.
_FONT = """
01110 00100 01110 11110 00010 11111 00110 11111 01110 01110
10001 01100 10001 00001 00110 10000 01000 00001 10001 10001
10011 00100 00001 00001 01010 11110 10000 00010 10001 10001
10101 00100 00110 01110 10010 00001 11110 00100 01110 01111
11001 00100 01000 00001 11111 00001 10001 01000 10001 00001
10001 00100 10000 00001 00010 10001 10001 01000 10001 00010
01110 01110 11111 11110 00010 01110 01110 01000 01110 01100
"""
FONT = np.array([[[int(dot) for dot in digit] for digit in row.split()] for row in _FONT.split("\n") if row])
FONT = FONT.transpose(1, 0, 2)  # [digit, row, column]


def _solid(name, u, v):
    """Which points of the object's own frame (u to the right, v down, both -1 .. 1) a filled shape covers."""
    radius2 = u * u + v * v
    if name == "circle":
        return radius2 < 0.9
    if name == "ring":
        return (radius2 < 1.0) & (radius2 > 0.42)
    if name == "square":
        return (abs(u) < 0.8) & (abs(v) < 0.8)
    if name == "triangle":
        return (v < 0.8) & (v > -0.9) & (abs(u) < (v + 0.9) * 0.55)
    if name == "cross":
        return ((abs(u) < 0.3) | (abs(v) < 0.3)) & (abs(u) < 0.95) & (abs(v) < 0.95)
    assert name == "star"
    return np.sqrt(radius2) < 0.45 + 0.5 * np.cos(2.5 * np.arctan2(v, u) + np.pi / 4 * 5) ** 2


def _digit(digit, u, v):
    row = np.floor((v + 1) / 2 * 7).astype(int)
    column = np.floor((u * 1.4 + 1) / 2 * 5).astype(int)
    inside = (row >= 0) & (row < 7) & (column >= 0) & (column < 5)
    return inside & (FONT[digit][row.clip(0, 6), column.clip(0, 4)] == 1)


def _object(kind, is_outline, u, v):
    """The object's pixels. Squares, triangles and stars may be drawn as an outline."""
    if kind >= len(SHAPES):
        return _digit(kind - len(SHAPES), u, v)
    name = SHAPES[kind]
    pixels = _solid(name, u, v)
    if name in ("square", "triangle", "star"):
        inner_u, inner_v = u / 0.6, (v - 0.12 * (name == "triangle")) / 0.6
        pixels &= ~(is_outline[:, None, None] & _solid(name, inner_u, inner_v))
    return pixels


def draw(rng, count, difficulty=1.0):
    """`count` pictures: pixels [count, 32, 32] uint8, object [count, 32, 32] bool, label [count]."""
    label = rng.integers(0, len(CLASSES), count)
    tilt = rng.uniform(-0.25, 0.25, count) * difficulty
    half = rng.uniform(10 - 3.5 * difficulty, 11 - 1.5 * difficulty, count)  # half the object's size, in pixels
    centre_x, centre_y = (half + (SIZE - 2 * half) * rng.beta(0.5, 0.5, count) for _ in range(2))  # near the edges
    is_outline = rng.random(count) < 0.4

    y, x = np.mgrid[0:SIZE, 0:SIZE].astype(np.float32) + 0.5
    across = x - centre_x[:, None, None]
    down = y - centre_y[:, None, None]
    cos, sin = np.cos(tilt)[:, None, None], np.sin(tilt)[:, None, None]
    u = ((across * cos + down * sin) / half[:, None, None]).astype(np.float32)
    v = ((-across * sin + down * cos) / half[:, None, None]).astype(np.float32)
    object_ = np.zeros((count, SIZE, SIZE), bool)
    for kind in range(len(CLASSES)):
        of_kind = label == kind
        object_[of_kind] = _object(kind, is_outline[of_kind], u[of_kind], v[of_kind])

    ground = rng.uniform(0.0, 0.4, count)[:, None, None]
    picture = np.broadcast_to(ground, object_.shape).copy()
    _add_clutter(rng, picture, ground[:, 0, 0], difficulty)
    contrast = rng.uniform(0.45, 0.6, count)[:, None, None]
    picture = np.where(object_, ground + contrast, picture)
    is_negative = (rng.random(count) < 0.5 * difficulty)[:, None, None]
    picture = np.where(is_negative, 1.0 - picture, picture) + rng.normal(0.0, 0.06, picture.shape)
    return (picture.clip(0, 1) * 255).round().astype(np.uint8), object_, label


def _add_clutter(rng, picture, ground, difficulty):
    """Up to five small bars and dots a picture, in any place."""
    kinds = [(1, 4), (4, 1), (2, 2), (1, 1), (1, 3)]  # height, width
    for i, pieces in enumerate(np.floor(rng.integers(2, 6, len(picture)) * difficulty).astype(int)):
        for _ in range(pieces):
            top, left = rng.integers(0, SIZE, 2)
            height, width = kinds[rng.integers(len(kinds))]
            picture[i, top:top + height, left:left + width] = ground[i] + rng.uniform(0.3, 0.6)


def patches(pixels):
    """[count, 64, 16] numbers 0 .. 1: the patches row by row, each with its pixels row by row."""
    side = SIZE // PATCH
    cut = pixels.reshape(-1, side, PATCH, side, PATCH).transpose(0, 1, 3, 2, 4)
    return cut.reshape(-1, side * side, PATCH * PATCH).astype(np.float32) / 255


def covered(object_):
    """[count, 64] bool: the patches that hold a pixel of the object."""
    return patches(object_.astype(np.uint8) * 255).max(-1) > 0
