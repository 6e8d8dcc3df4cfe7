"""How long PyTorch takes for each call, where that is asked for."""

from time import perf_counter


class Timing:
    """The time of a call without what the recorder does beside it."""

    def _timed(self, func, name, args, kwargs):
        """A call stands for several ops at times; its time is told with the last of them. On a GPU a call returns before its work is done."""
        count, took = len(self.ops), 0.0

        def clocked(*args, **kwargs):
            nonlocal took
            start = perf_counter()
            try:
                return func(*args, **kwargs)
            finally:
                took += perf_counter() - start

        result = self._called(clocked, name, args, kwargs)
        # What is replaced by other calls has told theirs.
        if took and len(self.ops) > count:
            self.ops[-1]["seconds"] = took
        return result
