"""Where tensors are: there is one place here."""


class device:
    def __init__(self, type="cpu", index=None):
        self.type, self.index = str(type).split(":")[0], index
        if self.type not in ("cpu", "meta"):
            raise RuntimeError(f"There is no {self.type} in a browser: leave it out, or use torch.device('cpu').")

    def __repr__(self):
        return f"device(type='{self.type}')"

    def __str__(self):
        return self.type

    def __eq__(self, other):
        return str(self) == str(other)

    def __hash__(self):
        return hash(self.type)
