"""What torch's functions are in Backstep's ops.

A handler is called before torch's function, with its arguments; it applies ops to values and returns the last one, or a
list for several outputs, None for what is not recorded, and NotImplemented for a use that Backstep has no ops for.
"""

HANDLERS = {}
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
