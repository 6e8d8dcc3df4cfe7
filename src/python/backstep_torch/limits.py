"""The limits of Backstep's trace viewer."""

MOST_BYTES = 8 * 2**30
MOST_BYTES_OF_TEXT = 32 * 2**20
# As many as float32 has room for in the largest file.
MOST_VALUES = MOST_BYTES // 4
MOST_OPS = 200_000
MOST_AXES = 8
MOST_WAYS_BACK = 100
LONGEST_LIST = 4096
# So many numbers are written out, whatever they are.
FEW = 16
# A tensor of more bytes is told as a whole, so that a file need not be read for it.
LARGE = 2**11
