"""PNG images (ISO/IEC 15948), with 8 bits for a number and not interlaced."""

import zlib

MODES = {0: ("L", 1), 2: ("RGB", 3), 3: ("RGB", 1), 4: ("LA", 2), 6: ("RGBA", 4)}


def read(data):
    """The numbers of all pixels, the size (columns, rows), and the mode."""
    if data[:8] != b"\x89PNG\r\n\x1a\n":
        kind = "A JPEG image" if data[:2] == b"\xff\xd8" else "This kind of image"
        raise ValueError(f"{kind} cannot be read here: save it as PNG.")
    at, packed, palette = 8, b"", None
    while at < len(data):
        n = int.from_bytes(data[at : at + 4], "big")
        kind, body = data[at + 4 : at + 8], data[at + 8 : at + 8 + n]
        if kind == b"IHDR":
            columns, rows = int.from_bytes(body[:4], "big"), int.from_bytes(body[4:8], "big")
            bits, colour, interlaced = body[8], body[9], body[12]
        elif kind == b"PLTE":
            palette = [list(body[k : k + 3]) for k in range(0, n, 3)]
        elif kind == b"IDAT":
            packed += body
        at += 12 + n
    if bits != 8 or interlaced:
        raise ValueError("A PNG image needs 8 bits for a number, and not to be interlaced, to be read here: save it so.")
    mode, bands = MODES[colour]
    numbers = _unfiltered(zlib.decompress(packed), rows, columns * bands, bands)
    if palette:
        numbers = [x for k in numbers for x in palette[k]]
    return numbers, (columns, rows), mode


def _unfiltered(lines, rows, width, bands):
    """Each row was written as its difference from its neighbours, in one of five ways."""
    found, above = [], [0] * width
    for r in range(rows):
        start = r * (width + 1)
        way, line = lines[start], list(lines[start + 1 : start + 1 + width])
        if way:
            for k in range(width):
                left = line[k - bands] if k >= bands else 0
                up, corner = above[k], above[k - bands] if k >= bands else 0
                more = left if way == 1 else up if way == 2 else (left + up) // 2 if way == 3 else _nearest(left, up, corner)
                line[k] = (line[k] + more) & 255
        found += line
        above = line
    return found


def _nearest(left, up, corner):
    """Of the three, that which is nearest to left + up − corner (Paeth)."""
    guess = left + up - corner
    a, b, c = abs(guess - left), abs(guess - up), abs(guess - corner)
    return left if a <= b and a <= c else up if b <= c else corner
