"""Programs that save, copy, share or rename tensors on the way, which compute nothing and are as without a recorder."""

import copy
import io
import pickle

import torch

from recorded_programs import batch, program


class Own(torch.Tensor):
    """A class of one's own, of which nothing but the name is its own."""


def saved(model):
    """A checkpoint in the middle of a run."""
    h = model[0](batch())
    file = io.BytesIO()
    torch.save({"model": model.state_dict(), "h": h}, file)
    file.seek(0)
    again = torch.load(file)
    assert torch.equal(again["h"], h) and torch.equal(again["model"]["0.weight"], model[0].weight)
    return model[2](torch.tanh(h)).square().sum()


def copied(model):
    """As workers of a DataLoader get their tensors, and as a replay memory keeps them."""
    x = batch()
    shared = batch().share_memory_()
    assert shared.is_shared()
    assert torch.equal(copy.deepcopy(x), x) and torch.equal(pickle.loads(pickle.dumps(x)), x)
    return model(x + shared).square().sum()


def renamed(model):
    """Axes with names, where PyTorch has them, and a tensor of another class."""
    if hasattr(torch.Tensor, "refine_names"):
        assert batch().refine_names("word", "number").sum("word").names == ("number",)
    own = batch().as_subclass(Own)
    assert type(own) is Own and type(own + 1) is Own
    return model(own.as_subclass(torch.Tensor)).square().sum()


COPIES = {
    "saved on the way": lambda: program(saved),
    "copied and shared on the way": lambda: program(copied),
    "renamed on the way": lambda: program(renamed),
}
