"""The graph of autograd between what the recording knows: what an op sends back is found there, whatever the op is."""

import functools

import torch


class Graph:
    """Which value each edge of the graph leads to, and what is sent along it."""

    def _know_edge(self, x, value):
        """Says that the gradient of tensor x is that of a value."""
        if x.grad_fn is not None:
            self.edges.setdefault(x.grad_fn, {})[x.output_nr] = value

    def _leads_to(self, node, number):
        """The value that an edge leads to; None where it leads on. A leaf that is not known yet is given."""
        if node in self.edges:
            return self.edges[node].get(number)
        leaf = type(node).__name__ == "AccumulateGrad" and node.variable.numel()
        return self.use(node.variable) if leaf else None

    def _between(self, results):
        """The edges from what computed some tensors to what is known: a node, the number of its edge, and the value.

        A node comes after all those that send something to it.
        """
        edges, order, ahead = {}, {}, [(y.grad_fn, False) for y in results if y.grad_fn is not None]
        while ahead:
            node, done = ahead.pop()
            if done:
                order[node] = edges[node]
            elif node not in edges and node not in self.edges:
                edges[node] = []
                ahead.append((node, True))
                for k, (inner, number) in enumerate(node.next_functions):
                    if inner is not None:
                        value = self._leads_to(inner, number)
                        edges[node].append((k, value or (inner, number)))
                        if value is None:
                            ahead.append((inner, False))
        return dict(reversed(order.items()))

    def _values_behind(self, results):
        return [to for ways in self._between(results).values() for _, to in ways if not isinstance(to, tuple)]

    def _sent_to(self, inputs, results):
        """What will be sent back to each of some values, filled in on the way back; what else is reached becomes an input."""
        inputs += [v for v in dict.fromkeys(self._values_behind(results)) if v not in inputs]
        sent = [None] * len(inputs)

        def take(ways, gradients):
            for k, to in ways:
                if gradients[k] is not None and self.returns and not isinstance(to, tuple):
                    add(sent, inputs.index(to), self.held(gradients[k]))

        for node, ways in self._between(results).items():
            self.undo.append(node.register_hook(lambda gs, _, ways=ways: take(ways, gs)).remove)
        return sent

    def _sent_apart(self, inputs, results, values):
        """The same for gradients of gradients: their nodes are those of other ops too, so each result is followed by itself.

        Where one is computed from another, what it sends there is no gradient that the other gets in the recording.
        """
        inputs += [v for v in dict.fromkeys(self._values_behind(results)) if v not in inputs]
        sent, passed = [None] * len(inputs), {}

        def follow(k, y, between, g):
            if g is None or not self.returns:
                return
            own = g - passed.get((y.grad_fn, y.output_nr), 0)
            self._arrived(values[k], own)
            arrived = {y.grad_fn: {y.output_nr: own}}
            for node, ways in between.items():
                here = arrived.pop(node, {})
                for number, one in here.items() if node is not y.grad_fn else ():
                    add(passed, (node, number), one)
                gradients = call(node, here)
                for n, to in ways:
                    if gradients[n] is None:
                        continue
                    if isinstance(to, tuple):
                        add(arrived.setdefault(to[0], {}), to[1], gradients[n])
                    else:
                        add(sent, inputs.index(to), self.held(gradients[n]))

        for k, y in enumerate(results):
            if y.grad_fn is not None:
                hook = functools.partial(follow, k, y, self._between([y]))
                self.undo.append(y.register_hook(hook).remove)
        return sent


def add(sums, k, g):
    known = sums[k] if isinstance(sums, list) else sums.get(k)
    sums[k] = g if known is None else known + g


def call(node, arrived):
    """What a node sends on of what arrives at it, without the graph itself being gone through."""
    if not arrived:
        return [None] * len(node.next_functions)
    given = [arrived.get(k) for k in range(max(arrived) + 1)]
    with torch.no_grad():
        for _ in range(64):
            try:
                sent = node(*given)
                return sent if isinstance(sent, tuple) else (sent,)
            except TypeError:
                # Of a node it is not said how many results it has.
                given.append(None)
    return [None] * len(node.next_functions)
