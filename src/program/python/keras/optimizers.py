"""Optimizers, with Keras' formulas where they are not torch's: where epsilon stands, and what they begin with."""

import math

from torch import full, optim
from torch._functions import add, mul
from torch._tensor import op


class Optimizer:
    def __init__(self, learning_rate, clipnorm=None, clipvalue=None, global_clipnorm=None, name=None, weight_decay=None, **more):
        for key, value in {**more, "weight_decay": None if type(self).__name__ == "AdamW" else weight_decay}.items():
            if value is not None:
                raise NotImplementedError(f"{type(self).__name__} with {key} is not part of this page.")
        if not isinstance(learning_rate, (int, float)):
            raise NotImplementedError("A schedule of the learning rate is not part of this page: set model.optimizer.learning_rate in a callback.")
        self.learning_rate, self.iterations, self.state = float(learning_rate), 0, {}
        self.clipnorm, self.clipvalue, self.global_clipnorm = clipnorm, clipvalue, global_clipnorm
        self.name = name or type(self).__name__.lower()
        self._steps = self._whole = None

    def slots(self):
        """How many numbers are kept for each weight."""
        return {"Adam": 2, "AdamW": 2, "Adagrad": 1}.get(type(self).__name__, 0)

    @property
    def lr(self):
        return self.learning_rate

    def move(self, parameters):
        """Moves the parameters by their gradients: one update."""
        parameters = list(parameters)
        if self._steps is None or [*map(id, self._steps.held)] != [*map(id, parameters)]:
            self._steps = _Steps(parameters, self)
        self._whole = None
        self._steps.step()
        self.iterations += 1

    def _clipped(self, g):
        if self.clipvalue:
            return g.clamp(-float(self.clipvalue), float(self.clipvalue))
        if self.clipnorm:
            size, most = op("norm", [g]), self.clipnorm
        elif self.global_clipnorm:
            if self._whole is None:
                self._whole = op("norm", [p.grad for p in self._steps.held if p.grad is not None])
            size, most = self._whole, self.global_clipnorm
        else:
            return g
        return g if size.item() <= most else g * (most / size)

    def apply_gradients(self, pairs, **more):
        parameters = []
        for g, v in pairs:
            if g is None:
                continue
            p = getattr(v, "value", v) if hasattr(v, "_weight") else v
            raw = getattr(g, "_raw", None)
            if raw is None:
                # One that the program made of a gradient is laid out as the variable is.
                raw = v._weight.to_torch(g.numpy())._tensor if hasattr(v, "_weight") and g.dim() > 1 else g
            p.grad = raw
            parameters.append(p)
        if not parameters:
            raise ValueError("No gradients provided for any variable: does the loss depend on them, inside the tape?")
        self.move(parameters)

    def apply(self, grads, trainable_variables=None):
        if trainable_variables is None:
            raise NotImplementedError("optimizer.apply without variables is not part of this page: give them as its second argument.")
        self.apply_gradients(zip(grads, trainable_variables))

    def build(self, variables):
        pass

    def minimize(self, loss, var_list, tape=None):
        from tensorflow import GradientTape

        if callable(loss):
            with GradientTape() as tape:
                loss = loss()
        self.apply_gradients(zip(tape.gradient(loss, list(var_list)), var_list))

    def _along(self, p, direction):
        return op("sgdStep", [p.detach(), direction], {"learningRate": self.learning_rate})

    def __repr__(self):
        return f"<{type(self).__name__} learning_rate={self.learning_rate}>"


class _Steps(optim.Optimizer):
    """The steps of torch's optimizers, each parameter moved as Keras moves it."""

    def __init__(self, parameters, owner):
        super().__init__(parameters, {})
        self.held, self.owner = parameters, owner

    def _moved(self, p, g, group):
        return self.owner._moved(p, self.owner._clipped(g))


class SGD(Optimizer):
    def __init__(self, learning_rate=0.01, momentum=0.0, nesterov=False, **more):
        super().__init__(learning_rate, **more)
        if not 0 <= momentum <= 1:
            raise ValueError("`momentum` must be a float between [0, 1].")
        self.momentum, self.nesterov = float(momentum), nesterov

    def slots(self):
        return 1 if self.momentum else 0

    def _moved(self, p, g):
        if self.momentum:
            old = self.state.get(p)
            v = g if old is None else op("sgdVelocity", [g, p.detach(), old], {"momentum": self.momentum})
            self.state[p] = v
            g = add(g, mul(v, self.momentum)) if self.nesterov else v
        return self._along(p, g)


class Adam(Optimizer):
    def __init__(self, learning_rate=0.001, beta_1=0.9, beta_2=0.999, epsilon=1e-07, amsgrad=False, **more):
        super().__init__(learning_rate, **more)
        if amsgrad:
            raise NotImplementedError("amsgrad=True is not part of this page.")
        self.beta_1, self.beta_2, self.epsilon = beta_1, beta_2, epsilon

    def _moved(self, p, g):
        return self._adam(p, p.detach(), g)

    def _adam(self, p, w, g):
        first, second, step = self.state.get(p, (None, None, 0))
        step += 1
        first = op("adamFirst", [g] if first is None else [g, first], {"beta1": self.beta_1})
        second = op("adamSecond", [g] if second is None else [g, second], {"beta2": self.beta_2})
        self.state[p] = (first, second, step)
        # Keras adds epsilon to the root before the correction of its bias, torch after it.
        epsilon = self.epsilon / math.sqrt(1 - self.beta_2**step)
        attrs = {"learningRate": self.learning_rate, "step": step, "beta1": self.beta_1, "beta2": self.beta_2, "epsilon": epsilon}
        return op("adamStep", [w, first, second], attrs)


class AdamW(Adam):
    def __init__(self, learning_rate=0.001, weight_decay=0.004, beta_1=0.9, beta_2=0.999, epsilon=1e-07, amsgrad=False, **more):
        super().__init__(learning_rate, beta_1, beta_2, epsilon, amsgrad, **more)
        self.weight_decay = weight_decay

    def _moved(self, p, g):
        return self._adam(p, mul(p.detach(), 1.0 - self.learning_rate * self.weight_decay), g)


class _ByRoot(Optimizer):
    def _direction(self, g, squares):
        """The gradient over the root of its squares: epsilon is under the root."""
        return mul(g, op("rsqrt", [add(squares, self.epsilon)]))


class RMSprop(_ByRoot):
    def __init__(self, learning_rate=0.001, rho=0.9, momentum=0.0, epsilon=1e-07, centered=False, **more):
        super().__init__(learning_rate, **more)
        if centered:
            raise NotImplementedError("centered=True is not part of this page.")
        self.rho, self.momentum, self.epsilon = rho, momentum, epsilon

    def slots(self):
        return 2 if self.momentum else 1

    def _moved(self, p, g):
        squares, velocity = self.state.get(p, (None, None))
        squares = op("rmspropAverage", [g] if squares is None else [g, squares], {"alpha": self.rho})
        direction = self._direction(g, squares)
        if self.momentum and velocity is not None:
            direction = add(mul(velocity, self.momentum), direction)
        self.state[p] = (squares, direction)
        return self._along(p, direction)


class Adagrad(_ByRoot):
    def __init__(self, learning_rate=0.001, initial_accumulator_value=0.1, epsilon=1e-07, **more):
        super().__init__(learning_rate, **more)
        self.start, self.epsilon = initial_accumulator_value, epsilon

    def _moved(self, p, g):
        before = self.state.get(p)
        before = full(tuple(p.shape), float(self.start)) if before is None else before
        self.state[p] = op("adagradSum", [g, before])
        return self._along(p, self._direction(g, self.state[p]))


NAMES = {"sgd": SGD, "adam": Adam, "adamw": AdamW, "rmsprop": RMSprop, "adagrad": Adagrad}


def get(x):
    if isinstance(x, Optimizer):
        return x
    if isinstance(x, str):
        if x.lower() not in NAMES:
            from torch._missing import refuse

            refuse("keras.optimizers", x, NAMES)
        return NAMES[x.lower()]()
    if isinstance(x, type):
        return x()
    raise ValueError(f"Could not interpret optimizer identifier: {x}")


def __getattr__(name):
    from torch._missing import refuse

    return refuse("keras.optimizers", name, globals())
