"""What is added to the loss so that weights stay small."""

from torch._functions import abs, mul
from torch._functions import sum as _sum


class Regularizer:
    def __call__(self, x):
        raise NotImplementedError("A regularizer gives a number for a tensor of weights: write def __call__(self, x).")


class L1L2(Regularizer):
    """l1 times the sum of the absolute values, and l2 times that of the squares."""

    def __init__(self, l1=0.0, l2=0.0):
        self.l1, self.l2 = l1 or 0.0, l2 or 0.0

    def __call__(self, x):
        parts = [_sum(f(x)) * float(rate) for rate, f in ((self.l1, abs), (self.l2, lambda x: mul(x, x))) if rate]
        return parts[0] if len(parts) == 1 else parts[0] + parts[1] if parts else _sum(x) * 0.0


class L1(L1L2):
    def __init__(self, l1=0.01):
        super().__init__(l1=l1)


class L2(L1L2):
    def __init__(self, l2=0.01):
        super().__init__(l2=l2)


l1, l2 = L1, L2


def l1_l2(l1=0.01, l2=0.01):
    return L1L2(l1, l2)


BY_NAME = {"l1": L1, "L1": L1, "l2": L2, "L2": L2, "l1_l2": l1_l2, "L1L2": L1L2}


def get(identifier):
    if identifier is None or callable(identifier):
        return identifier
    if identifier in BY_NAME:
        return BY_NAME[identifier]()
    raise ValueError(f"Could not interpret regularizer identifier: {identifier}")


def __getattr__(name):
    from torch._missing import refuse

    return refuse("keras.regularizers", name, globals())
