"""The limits of Backstep's trace viewer."""

MOST_VALUES = 32_000_000
MOST_BYTES = 256 * 1024 * 1024
MOST_BYTES_OF_TEXT = 32 * 1024 * 1024
MOST_OPS = 20_000
MOST_AXES = 8
LONGEST_LIST = 4096
# So many numbers are written out, whatever they are.
FEW = 16
