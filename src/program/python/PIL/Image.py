"""Images that a program opens by their names."""

import numpy as np

from ._png import read

BANDS = {"L": 1, "LA": 2, "RGB": 3, "RGBA": 4}


class Image:
    def __init__(self, numbers, size, mode):
        self._numbers, self.size, self.mode = numbers, size, mode

    width = property(lambda self: self.size[0])
    height = property(lambda self: self.size[1])

    def getbands(self):
        return tuple(self.mode)

    @property
    def _array(self):
        w, h = self.size
        k = BANDS[self.mode]
        return np.array(self._numbers, dtype=np.uint8).reshape((h, w) if k == 1 else (h, w, k))

    def __array__(self):
        return self._array

    def convert(self, mode):
        if mode == self.mode:
            return self
        if mode not in ("L", "RGB"):
            raise ValueError(f"conversion to {mode} is not part of this page: it has 'L' and 'RGB'.")
        k, data = BANDS[self.mode], self._numbers
        pixels = [data[at : at + k] for at in range(0, len(data), k)]
        colours = [(p[0],) * 3 if k < 3 else tuple(p[:3]) for p in pixels]
        if mode == "RGB":
            return Image([x for c in colours for x in c], self.size, mode)
        # By ITU-R 601-2, as Pillow does, in whole numbers.
        grey = [p[0] for p in pixels] if k < 3 else [(r * 19595 + g * 38470 + b * 7471 + 0x8000) >> 16 for r, g, b in colours]
        return Image(grey, self.size, mode)

    def __getattr__(self, name):
        if name.startswith("_"):
            raise AttributeError(name)
        raise AttributeError(f"Image.{name} is not part of this page: it has size, mode, convert and np.array(image).")


def open(fp, mode="r"):
    import builtins

    if isinstance(fp, str):
        with builtins.open(fp, "rb") as file:
            data = file.read()
    else:
        data = fp.read()
    return Image(*read(data))


def fromarray(obj, mode=None):
    a = np.asarray(obj)
    shape = a.shape
    return Image([int(x) for x in a.ravel().tolist()], (shape[1], shape[0]), "L" if len(shape) == 2 else {3: "RGB", 4: "RGBA"}[shape[2]])


def __getattr__(name):
    from torch._missing import refuse

    return refuse("PIL.Image", name, globals())
