"""Layers that make one of several."""

from torch import _functions as f

from .._layer import Layer


class _Merge(Layer):
    def _check(self, shapes):
        if not isinstance(shapes, list) or len(shapes) < 2:
            raise ValueError(f"A merge layer should be called on a list of at least 2 inputs. Received: {shapes}")

    def call(self, inputs):
        y = inputs[0]
        for x in inputs[1:]:
            y = self.merge(y, x)
        return y

    def compute_output_shape(self, shapes):
        whole = shapes[0]
        for other in shapes[1:]:
            if len(other) != len(whole):
                raise ValueError(f"Inputs have incompatible shapes. Received shapes {whole[1:]} and {other[1:]}")
            for a, b in zip(whole, other):
                if None not in (a, b) and a != b and 1 not in (a, b):
                    raise ValueError(f"Inputs have incompatible shapes. Received shapes {whole[1:]} and {other[1:]}")
            whole = tuple(b if a in (1, None) else a for a, b in zip(whole, other))
        return whole


class Add(_Merge):
    merge = staticmethod(f.add)


class Subtract(_Merge):
    merge = staticmethod(f.sub)


class Multiply(_Merge):
    merge = staticmethod(f.mul)


class Maximum(_Merge):
    merge = staticmethod(f.maximum)


class Minimum(_Merge):
    merge = staticmethod(f.minimum)


class Average(_Merge):
    merge = staticmethod(f.add)

    def call(self, inputs):
        return super().call(inputs) / len(inputs)


class Concatenate(_Merge):
    def __init__(self, axis=-1, **more):
        super().__init__(**more)
        self.axis = axis

    def call(self, inputs):
        return f.cat(list(inputs), self.axis)

    def compute_output_shape(self, shapes):
        axis = self.axis % len(shapes[0])
        for other in shapes[1:]:
            if any(d != axis and None not in (a, b) and a != b for d, (a, b) in enumerate(zip(shapes[0], other))):
                raise ValueError(
                    f"A `Concatenate` layer requires inputs with matching shapes except for the concatenation axis. Received: input_shape={shapes}"
                )
        sizes = [s[axis] for s in shapes]
        return (*shapes[0][:axis], None if None in sizes else sum(sizes), *shapes[0][axis + 1 :])


class Dot(_Merge):
    def __init__(self, axes, normalize=False, **more):
        super().__init__(**more)
        if axes not in (1, -1) or normalize:
            raise NotImplementedError("keras.layers.Dot is here for axes=1 of two matrices, without normalize.")

    def call(self, inputs):
        return f.sum(f.mul(*inputs), 1, True)

    def compute_output_shape(self, shapes):
        return (shapes[0][0], 1)


def _function(layer):
    return lambda inputs, **options: layer(**options)(inputs)


add, subtract, multiply = _function(Add), _function(Subtract), _function(Multiply)
maximum, minimum, average = _function(Maximum), _function(Minimum), _function(Average)


def concatenate(inputs, axis=-1, **options):
    return Concatenate(axis, **options)(inputs)
