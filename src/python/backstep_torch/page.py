"""A recording as a page of its own: the whole player with the trace in it, which asks nobody for anything."""

import base64
import html
import os
import tempfile

from .errors import RecordError

# The player, as it lies beside this file: the package has it there.
VIEWER = "backstep_viewer.html"
# A page reads its trace at once: of a larger one it would stand still for too long.
MOST_BYTES_OF_PAGE = 32 * 2**20
# What a notebook holds itself; a larger recording is a page beside it.
MOST_BYTES_INLINE = 4 * 2**20


class Page:
    """What shows a recording."""

    def __repr__(self):
        return f"<recording of {self.title}: {len(self.ops)} ops>"

    def to_html(self, path):
        """Writes the recording and its player as one page, which opens by a double click."""
        page = page_of(self.title, self._bytes())
        with open(path, "w", encoding="utf-8") as file:
            file.write(page)

    def _bytes(self):
        """The trace as the bytes of a safetensors file."""
        with tempfile.TemporaryDirectory() as folder:
            path = os.path.join(folder, "trace.safetensors")
            self.save(path)
            size = os.path.getsize(path)
            if size > MOST_BYTES_OF_PAGE:
                raise RecordError(
                    f"The trace takes {size / 2**20:.0f} MB, and {MOST_BYTES_OF_PAGE // 2**20} MB is the most that a page "
                    'of its own can hold: save it, as in save("trace.safetensors"), and open it on the trace page of a '
                    "Backstep site, or record a smaller batch or a shorter sequence"
                )
            with open(path, "rb") as file:
                return file.read()

    def _repr_html_(self):
        """What a notebook shows of it; nothing where the block has not ended or recorded nothing."""
        if not self.done or not self.ops:
            return None
        trace = self._bytes()
        page = page_of(self.title, trace)
        if len(trace) <= MOST_BYTES_INLINE:
            return frame_of(self.title, page)
        name = free_file(self.title)
        with open(name, "w", encoding="utf-8") as file:
            file.write(page)
        return (
            f"<p>This recording has {len(trace) / 2**20:.0f} MB, so its player is a page beside the notebook: "
            f'<a href="{html.escape(name)}" target="_blank">{html.escape(name)}</a></p>'
        )


def show(recording):
    """Shows a recording: in the notebook where there is one, else in the browser."""
    if in_notebook():
        from IPython.display import display

        return display(recording)
    import pathlib
    import webbrowser

    path = pathlib.Path(tempfile.mkdtemp(prefix="backstep-")) / "run.html"
    recording.to_html(path)
    print(f"The recording is in {path}")
    webbrowser.open(path.as_uri())


def in_notebook():
    """Whether a kernel runs this program."""
    try:
        from IPython import get_ipython
    except ImportError:
        return False
    return getattr(get_ipython(), "kernel", None) is not None


def page_of(title, trace):
    """The player with a trace in it."""
    path = os.path.join(os.path.dirname(os.path.abspath(__file__)), VIEWER)
    try:
        with open(path, encoding="utf-8") as file:
            viewer = file.read()
    except FileNotFoundError:
        raise RecordError(
            f"A page needs the player, {VIEWER}, beside this file: take both from /docs/python/ of a Backstep site, or "
            "install the package backstep-torch, which has it"
        ) from None
    head, rest = viewer.replace("%title%", html.escape(title), 1).rsplit("%trace%", 1)
    return head + base64.b64encode(trace).decode("ascii") + rest


def frame_of(title, page):
    """The page inside another one: it needs no server, and reaches nothing of what is around it."""
    return (
        f'<iframe title="Backstep: {html.escape(title)}" srcdoc="{html.escape(page)}" '
        'sandbox="allow-scripts allow-downloads allow-modals allow-popups" '
        'style="display: block; width: 100%; height: 44rem; border: 1px solid #8884"></iframe>'
    )


def free_file(title):
    """The name of a page in the current folder that is not there yet."""
    stem = "".join(c if c.isalnum() else "-" for c in title)[:60].strip("-") or "recording"
    name, n = f"{stem}.html", 1
    while os.path.exists(name):
        n += 1
        name = f"{stem}-{n}.html"
    return name
