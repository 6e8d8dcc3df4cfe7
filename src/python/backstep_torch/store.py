"""Where numbers are held until a trace is saved: in memory, or in a file that takes their place in it."""

import ctypes
import mmap
import os
import tempfile

import torch

from .safetensors import bytes_of

# Fewer bytes stay in memory.
SMALL = 1024
# Numbers begin at a multiple of so many bytes, whatever their type.
STEP = 64
# The file grows by so many bytes, and so many are let go of in memory together.
SEGMENT = 2**26


class Memory:
    """Copies in memory."""

    def copy(self, x):
        return x.clone()

    def rest(self):
        """Nothing is looked at for a while."""

    def close(self):
        """Nobody reads from here any more."""


class Spool:
    """Copies in a file without a name, beside the one that will be saved: what is not looked at takes no memory.

    A copy is a tensor like any other, whose numbers are a part of the file that is mapped into memory.
    """

    def __init__(self, path):
        self.file = tempfile.TemporaryFile(dir=os.path.dirname(os.path.abspath(path)))
        self.size, self.start, self.at, self.segments = 0, 0, 0, []

    def copy(self, x):
        n = bytes_of(x)
        if n < SMALL:
            return x.clone()
        if not self.segments or self.at + n > len(self.segments[-1]):
            self._grow(max(n, SEGMENT))
        y = torch.frombuffer(self.segments[-1], dtype=x.dtype, count=x.numel(), offset=self.at)
        # Not a view of another tensor, but one of its own.
        y = y.view(x.shape).data
        self._write(x, self.start + self.at)
        self.at += -(-n // STEP) * STEP
        return y

    def _grow(self, n):
        self.rest()
        n = -(-n // mmap.ALLOCATIONGRANULARITY) * mmap.ALLOCATIONGRANULARITY
        os.ftruncate(self.file.fileno(), self.size + n)
        self.segments.append(mmap.mmap(self.file.fileno(), n, offset=self.size))
        self.size, self.start, self.at = self.size + n, self.size, 0

    def _write(self, x, at):
        """What is written by a call need not be zeros before, as what is written through memory is."""
        x = x.to(device="cpu").contiguous()
        rest = memoryview((ctypes.c_char * bytes_of(x)).from_address(x.data_ptr())).cast("B")
        while rest:
            done = os.pwrite(self.file.fileno(), rest, at)
            at, rest = at + done, rest[done:]

    def rest(self):
        # What was written stays in the file; where a system has no such call, it decides by itself.
        if hasattr(mmap, "MADV_DONTNEED"):
            for segment in self.segments:
                segment.madvise(mmap.MADV_DONTNEED)

    def close(self):
        self.segments = []
        self.file.close()
