"""`%%backstep`: records a cell of a notebook and shows it."""

import re

from .errors import RecordError
from .page import show
from .recording import record

ARGUMENTS = re.compile(r"\s*(?P<model>.*?)\s*(?:\bas\s+(?P<name>[A-Za-z_]\w*)\s*)?")


def load_ipython_extension(shell):
    """What `%load_ext backstep_torch` calls: `%%backstep model` records a cell, `%%backstep model as r` keeps the recording."""

    def backstep(line, cell):
        model, name = ARGUMENTS.fullmatch(line).group("model", "name")
        with record(shell.ev(model) if model else None) as r:
            result = shell.run_cell(cell)
        if name:
            shell.user_ns[name] = r
        # The cell has said itself what went wrong in it.
        if not result.success:
            return
        if not r.ops:
            raise RecordError("Nothing was recorded: run the model in this cell")
        show(r)

    shell.register_magic_function(backstep, "cell")
