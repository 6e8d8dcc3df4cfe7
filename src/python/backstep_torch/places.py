"""Where in the user's program an op is called."""

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


class Places:
    """The user's frames, innermost first."""

    def _frames(self):
        """Of a call that is being recorded, from the innermost frame of the user's code to that of the block."""
        frames, frame = [], sys._getframe(1)
        self.running = set()
        while frame is not None:
            self.running.add(id(frame))
            if frame is self.frame or self._is_own(frame):
                frames.append(frame)
            if frame is self.frame:
                break
            frame = frame.f_back
        return frames

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
