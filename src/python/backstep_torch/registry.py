"""What torch's functions are in Backstep's ops.

A handler is called before torch's function, with its arguments; it applies ops to values and returns the last one, or a
list for several outputs, None for what is not recorded, and NotImplemented for a use that Backstep has no ops for.
"""

HANDLERS = {}
# Functions that PyTorch computes first, as what they are in ops needs their results: these handlers are called after it,
# with the recording, the results, and the state that random numbers were drawn from.
EXPLAINED = {}
# Functions that are run in parts, because one of their parts is not to be had from outside.
REPLACED = {}


def handles(*names):
    def keep(f):
        for name in names:
            HANDLERS[name] = f
        return f

    return keep


def replaces(name):
    def keep(f):
        REPLACED[name] = f
        return f

    return keep


def explains(name):
    def keep(f):
        EXPLAINED[name] = f
        return f

    return keep
