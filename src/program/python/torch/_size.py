"""Shapes."""


class Size(tuple):
    def numel(self):
        n = 1
        for d in self:
            n *= d
        return n

    def __repr__(self):
        return f"torch.Size({list(self)})"

    def __getitem__(self, k):
        got = tuple.__getitem__(self, k)
        return Size(got) if isinstance(k, slice) else got

    def __add__(self, other):
        return Size(tuple.__add__(self, tuple(other)))
