"""Bars that count turns, which are not drawn: the page says what goes on."""

import sys


class tqdm:
    def __init__(self, iterable=None, *args, total=None, **kwargs):
        self.iterable, self.total, self.n = iterable, total, 0

    def __iter__(self):
        for x in self.iterable:
            yield x
            self.n += 1

    def __len__(self):
        return len(self.iterable) if self.iterable is not None else self.total

    def update(self, n=1):
        self.n += n

    def set_description(self, *args, **kwargs):
        pass

    set_description_str = set_postfix = set_postfix_str = refresh = close = clear = reset = set_description

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        pass

    @staticmethod
    def write(s, **kwargs):
        print(s)


def trange(*args, **kwargs):
    return tqdm(range(*args), **kwargs)


for _name in ("auto", "notebook", "std"):
    sys.modules[f"tqdm.{_name}"] = sys.modules[__name__]
