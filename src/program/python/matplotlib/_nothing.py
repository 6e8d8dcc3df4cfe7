"""What takes every call and draws nothing: programs that plot run as they are."""

from torch._machine import machine


def say():
    machine.remark("plots", "matplotlib draws nothing on this page: the loss curve and every value stand beside the program. Print what a plot would show.")


class Nothing:
    def __getattr__(self, name):
        if name.startswith("__"):
            raise AttributeError(name)
        return made(name, self)

    def __call__(self, *args, **kwargs):
        say()
        return self

    def __getitem__(self, place):
        return self

    def __setitem__(self, place, value):
        pass

    def __setattr__(self, name, value):
        pass

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        pass

    def __iter__(self):
        return iter([self])


class Axes(list):
    """Rows of places to draw in, as an array has them."""

    flat = property(lambda self: Axes([x for part in self for x in (part.flat if isinstance(part, Axes) else [part])]))

    def flatten(self):
        return self.flat

    ravel = reshape = lambda self, *shape: self.flat

    def __getitem__(self, place):
        if not isinstance(place, tuple):
            return list.__getitem__(self, place)
        return self[place[0]][place[1]] if isinstance(place[0], int) else Axes([row[place[1]] for row in self[place[0]]])


def subplots(nrows=1, ncols=1, *args, **kwargs):
    say()
    if nrows == ncols == 1:
        return NOTHING, NOTHING
    if 1 in (nrows, ncols) and kwargs.get("squeeze", True):
        return NOTHING, Axes([NOTHING] * (nrows * ncols))
    return NOTHING, Axes([Axes([NOTHING] * ncols) for _ in range(nrows)])


def hist(*args, **kwargs):
    say()
    return NOTHING, NOTHING, NOTHING


def made(name, of):
    """What an attribute is: those that give several things give as many."""
    return {"subplots": subplots, "hist": hist}.get(name, of)


NOTHING = Nothing()
