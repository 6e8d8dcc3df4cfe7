"""Images as tensors."""

import torch


def read_image(path, mode=None):
    """Channels, rows and columns, from 0 to 255."""
    from PIL import Image

    x = torch.as_tensor(Image.open(path)._array)
    return x.unsqueeze(0) if x.dim() == 2 else x.permute(2, 0, 1).contiguous()


def __getattr__(name):
    from torch._missing import refuse

    return refuse("torchvision.io", name, globals())
