"""What is done to an image before a network sees it."""

import torch


class Compose:
    def __init__(self, transforms):
        self.transforms = transforms

    def __call__(self, img):
        for one in self.transforms:
            img = one(img)
        return img


class ToTensor:
    """Channels first, from 0 to 1."""

    def __call__(self, pic):
        a = pic._array if hasattr(pic, "_array") else pic
        x = torch.as_tensor(a)
        x = x.unsqueeze(0) if x.dim() == 2 else x.permute(2, 0, 1).contiguous()
        return x.float() / 255 if x.dtype is torch.uint8 else x


class Normalize:
    def __init__(self, mean, std, inplace=False):
        self.mean, self.std = mean, std

    def __call__(self, tensor):
        mean, std = (torch.as_tensor(list(v), dtype=tensor.dtype).reshape(-1, 1, 1) for v in (self.mean, self.std))
        return (tensor - mean) / std


class Lambda:
    def __init__(self, lambd):
        self.lambd = lambd

    def __call__(self, img):
        return self.lambd(img)


def __getattr__(name):
    from torch._missing import refuse

    return refuse("torchvision.transforms", name, globals())
