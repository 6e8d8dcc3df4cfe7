"""The phases of a recording, one after the other: forward, a way back, an update, forward again."""

from .held import Scope

KINDS = {"forward": "network", "update": "update"}


class WayBack:
    """One backward: from where, and the gradients that arrived."""

    phase = "backward"

    def __init__(self, loss, before):
        self.loss = loss
        self.before = before  # how many ops were written down before it
        self.gradients = {}  # a value, and its gradient
        self.reached = set()  # the values that have a gradient, once they are looked for


def ops_under(scope):
    return [op for c in scope.children for op in (ops_under(c) if isinstance(c, Scope) else [c])]


class Phases:
    """Which phase what is written down belongs to; the next one begins with its first op."""

    def _begin_phases(self):
        self.phases = []
        self.root = None
        self.stack = [None]
        self._phase("forward")

    def _phase(self, kind):
        """Goes on in a phase of this kind; the modules that run go on in it."""
        if self.phases and self.phases[-1].phase == kind:
            return
        before, self.root = self.root, Scope(kind, part={"kind": KINDS[kind]}, phase=kind)
        self.phases.append(self.root)
        stack, self.stack = self.stack, []
        for scope in stack:
            if scope is before:
                self.stack.append(self.root)
                continue
            again = Scope(scope.name, scope.module, scope.about, scope.part)
            self.stack[-1].children.append(again)
            self.stack.append(again)

    def _phase_of(self, op, inputs, differentiable):
        """What is computed from gradients, and has none itself, is part of an update."""
        if op == "detach" and not self.updating:
            return self.root.phase
        aside = not (differentiable and self.grad_on)
        goes_on = self.phases[-1].phase == "update" and len(self.stack) == 1
        return "update" if self.updating or aside and (goes_on or any(v.updates for v in inputs)) else "forward"

    def _settle_phases(self):
        """What is taken of a weight to compute its update with it is part of that, and an update is one."""
        settled = []
        for phase in self.phases:
            if isinstance(phase, WayBack):
                settled.append(phase)
                continue
            ops = [op for op in ops_under(phase) if op["id"] is not None]
            if not ops:
                continue
            before = settled[-1] if settled else None
            if phase.phase == "update" and before is not None and before.phase == "forward" and len(settled) > 1:
                taken = [op for op in ops_under(before) if op["id"] is not None]
                if all(op["op"] == "detach" for op in taken):
                    for op in taken:
                        op["phase"] = "update"
                    settled.pop()
                    phase.children = [*taken, *phase.children]
                    before = settled[-1]
            if before is not None and before.phase == phase.phase:
                before.children += phase.children
            else:
                settled.append(phase)
        self.phases = settled

    def _steps(self):
        """The phases of each training step: up to an update, unless a later way back goes through what came before it."""
        steps = [[]]
        for phase in self.phases:
            if steps[-1] and steps[-1][-1].phase == "update":
                steps.append([])
            steps[-1].append(phase)
        joined = []
        for phases in reversed(steps):
            first = joined[0] if joined else None
            if first is not None and any(self._goes_beyond(way, first) for way in first if isinstance(way, WayBack)):
                joined[0] = [*phases, *first]
            else:
                joined.insert(0, phases)
        # What only goes forward after the last update shows what came of it.
        if len(joined) > 1 and all(phase.phase == "forward" for phase in joined[-1]):
            joined[-2:] = [[*joined[-2], *joined[-1]]]
        return joined

    def _goes_beyond(self, way, phases):
        """Whether a way back goes through ops that are not in some phases."""
        inside = {op["id"] for phase in phases if isinstance(phase, Scope) for op in ops_under(phase)}
        through = (op["id"] for op in self.ops[: way.before] if op["phase"] == "forward" and op["id"] is not None and way.reached.intersection(op["writes"]))
        return not inside.issuperset(through)

    @property
    def ways(self):
        return [phase for phase in self.phases if isinstance(phase, WayBack)]

    def _reached(self, way):
        """What a loss was computed from by ops of the recording, and so gets a gradient there too."""
        ops = [op for op in self.ops[: way.before] if op["phase"] == "forward"]
        reached = {way.loss}
        for op in reversed(ops):
            if any(v in reached and v.differentiable for v in op["writes"]):
                reached.update(op["inputs"])
        # Of several outputs of an unknown op, the first of them carries what the op sends back.
        for op in ops:
            carriers = [v for v in op.get("outputs", ()) if v in reached]
            reached.difference_update(carriers[1:])
        # What only the others lead to gets no gradient there, as nothing goes back through them.
        written = {v for op in ops for v in op["writes"]}
        open_to = {v for v in self.values if v not in written}
        for op in ops:
            leads_back = "sent" not in op or op["writes"][0] in reached
            if leads_back and any(v in open_to and v.differentiable for v in op["inputs"]):
                open_to.update(op["writes"])
        return reached & open_to
