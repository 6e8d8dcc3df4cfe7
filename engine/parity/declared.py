"""What the recorder declares the scopes of models to be that torch.nn has no class for."""

from torch import nn

from recorded_cases import Gated, Own
from recorded_runs import module


def parts_of(scope, path=""):
    """What the scopes of a trace are declared as, by their paths."""
    for child in scope["children"]:
        if isinstance(child, dict):
            here = f"{path}/{child['name']}"
            if "part" in child:
                yield here, "-".join(child["part"].values())
            yield from parts_of(child, here)


def declared():
    """What no class of torch.nn says is found by what the ops compute."""
    norms = {"around/0/norm": "norm-rms", "around/1/norm": "norm-rms"}
    dense = {"around/1/bends/0": "dense", "around/1/bends/2": "dense", "around/1/bends/1": "activation"}
    looks = {"around/0/looks": "attention", "around/0/looks/all": "dense", "around/0/looks/out": "dense"}
    for model, block in ((Own(True), "decoder"), (Own(False), "encoder")):
        trace = module(nn.Sequential(model), (1, 3, 4)).trace()
        found = dict(parts_of(trace["scopes"]["children"][0]))
        expected = {f"/0/{k}": v for k, v in {**norms, **dense, **looks}.items()}
        assert found == {"/0": f"block-{block}", **expected}, found
    found = dict(parts_of(module(nn.Sequential(Gated()), (1, 3, 4)).trace()["scopes"]["children"][0]))
    assert found == {"/0/gate": "dense", "/0/a": "dense", "/0/b": "dense"}, found
    return 3
