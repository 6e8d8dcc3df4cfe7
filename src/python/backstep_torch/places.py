"""Where in the user's program an op is called."""

import inspect
import math
import os
import sys
import sysconfig

# What is not the user's own: torch, this package, Python's library and what was installed.
PACKAGES = ("torch", __name__.partition(".")[0])
FOLDERS = tuple(
    os.path.normcase(folder) + os.sep for folder in {sysconfig.get_paths()[k] for k in ("stdlib", "platstdlib")}
)
INSTALLED = (f"{os.sep}site-packages{os.sep}", f"{os.sep}dist-packages{os.sep}")


# What stands between a user's line and the function of torch that it calls.
PLUMBING = ("torch._tensor", "torch.overrides", "torch.functional", "torch.nn.functional", "torch.autograd.grad_mode", "torch.utils._contextlib")


# A frame of a generator has another caller each time.
GOES_ON = inspect.CO_GENERATOR | inspect.CO_COROUTINE | inspect.CO_ASYNC_GENERATOR


class Places:
    """The user's frames, innermost first."""

    def _frames(self):
        """Of a call that is being recorded, from the innermost frame of the user's code to that of the block."""
        frame, new, chain, index = sys._getframe(1), [], self.chain, self.index
        while frame is not None:
            at = index.get(frame)
            if at is not None and at < self.unsteady:
                break
            new.append(frame)
            if frame is self.frame:
                frame = None
            else:
                frame = frame.f_back
        # What a frame was called from stays: from where the last walk passed by, this one knows the way.
        kept = index[frame] + 1 if frame is not None else 0
        for gone, _ in chain[kept:]:
            del index[gone]
        del chain[kept:]
        own = chain[-1][1] if chain else ()
        for frame in reversed(new):
            if frame is self.frame or self._is_own(frame):
                own = (frame, *own)
            index[frame] = len(chain)
            chain.append((frame, own))
        # But of what may be gone on with from elsewhere.
        if self.unsteady >= kept:
            self.unsteady = next((k for k in range(kept, len(chain)) if chain[k][0].f_code.co_flags & GOES_ON), math.inf)
        return own

    def _is_own(self, frame):
        code = frame.f_code
        known = self.own.get(code)
        if known is None:
            package = str(frame.f_globals.get("__name__", "")).partition(".")[0]
            path = os.path.normcase(code.co_filename)
            known = package not in PACKAGES and not path.startswith(FOLDERS + ("<frozen",))
            known = self.own[code] = known and not any(part in path for part in INSTALLED)
        return known

    def _stand(self, frames):
        """What is written down from here on was called there; file, line and function are None where nobody called it."""
        self.frames, self.at = frames, at_of(frames[0]) if frames else None


def is_plumbing(frame):
    name = str(frame.f_globals.get("__name__", ""))
    return name.partition(".")[0] == PACKAGES[1] or name in PLUMBING


def at_of(frame):
    code = frame.f_code
    at = {"file": os.path.basename(code.co_filename)[:200] or "?", "line": frame.f_lineno}
    return at if code.co_name == "<module>" else {**at, "function": code.co_name[:200]}


def place(at):
    """A place as a sentence has it: "train.py, line 12"."""
    return f"{at['file']}, line {at['line']}" if at else "a place outside of your program"
