"""How far a recording is, said where somebody waits for it."""

import sys
import time

# Seconds after which a recording says how far it is, and between two such lines.
PATIENCE = 2


class Progress:
    """One line on the terminal, written over and over."""

    def _begin_to_tell(self):
        self.told, self.line = time.monotonic(), ""

    def _tell(self, end=False):
        """Says how far the recording is, if that is long ago and somebody may be looking."""
        if not sys.stderr.isatty():
            return
        now = time.monotonic()
        if end:
            if self.line:
                sys.stderr.write("\r" + " " * len(self.line) + "\r")
            return
        if now - self.told < PATIENCE:
            return
        self.told, before = now, len(self.line)
        self.line = f"Backstep: {len(self.ops):,} ops, {self.count / 1e6:,.1f} million numbers"
        sys.stderr.write("\r" + self.line.ljust(before))
        sys.stderr.flush()
