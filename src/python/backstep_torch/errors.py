"""What is said where something cannot be recorded."""


class RecordError(RuntimeError):
    """Something that cannot be recorded; the message says what to change."""

    def __init__(self, message, placed=False):
        super().__init__(message)
        self.placed = placed  # whether it says where in the program


class Unheld(Exception):
    """A tensor without numbers, which no op of Backstep takes: what is done with it is kept under its name in PyTorch."""
