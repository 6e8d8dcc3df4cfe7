"""The part of torchvision that needs no network: reading images, and what is done to each before training."""

from . import io, transforms


class datasets:
    def __getattr__(self, name):
        raise AttributeError(f"torchvision.datasets.{name} is not part of this page, which fetches nothing: attach your data as .npz, or use random tensors of the same shape.")


datasets = datasets()
__import__("sys").modules["torchvision.datasets"] = datasets


def __getattr__(name):
    from torch._missing import refuse

    return refuse("torchvision", name, globals())
