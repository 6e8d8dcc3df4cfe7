"""What is said where something cannot be recorded."""


class RecordError(RuntimeError):
    """Something that cannot be recorded; the message says what to change."""
