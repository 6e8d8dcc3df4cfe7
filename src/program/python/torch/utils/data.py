"""Data sets, and loaders that give them in batches, shuffled as PyTorch shuffles them."""

from .._creation import Generator, randperm, tensor
from .._dtypes import float64
from .._functions import multinomial, stack
from .._machine import machine
from .._tensor import Tensor


class Dataset:
    def __getitem__(self, index):
        raise NotImplementedError("Subclasses of Dataset should implement __getitem__.")


class TensorDataset(Dataset):
    def __init__(self, *tensors):
        if any(tensors[0].shape[0] != t.shape[0] for t in tensors):
            raise AssertionError("Size mismatch between tensors")
        self.tensors = tensors

    def __getitem__(self, index):
        return tuple(t[index] for t in self.tensors)

    def __len__(self):
        return self.tensors[0].shape[0]


class Subset(Dataset):
    def __init__(self, dataset, indices):
        self.dataset, self.indices = dataset, list(indices)

    def __getitem__(self, index):
        return self.dataset[self.indices[index]]

    def __len__(self):
        return len(self.indices)


class ConcatDataset(Dataset):
    def __init__(self, datasets):
        self.datasets = list(datasets)

    def __getitem__(self, index):
        index = index + len(self) if index < 0 else index
        for d in self.datasets:
            if index < len(d):
                return d[index]
            index -= len(d)
        raise IndexError("index out of range")

    def __len__(self):
        return sum(len(d) for d in self.datasets)


class Sampler:
    def __init__(self, data_source=None):
        self.data_source = data_source


class SequentialSampler(Sampler):
    def __iter__(self):
        return iter(range(len(self.data_source)))

    def __len__(self):
        return len(self.data_source)


class SubsetRandomSampler(Sampler):
    def __init__(self, indices, generator=None):
        self.indices, self.generator = indices, generator

    def __iter__(self):
        return (self.indices[k] for k in randperm(len(self.indices), generator=self.generator).tolist())

    def __len__(self):
        return len(self.indices)


class WeightedRandomSampler(Sampler):
    def __init__(self, weights, num_samples, replacement=True, generator=None):
        self.weights, self.num_samples = tensor(list(map(float, weights)), dtype=float64), num_samples
        self.replacement, self.generator = replacement, generator

    def __iter__(self):
        drawn = multinomial(self.weights, self.num_samples, self.replacement, generator=self.generator)
        return iter(drawn.tolist())

    def __len__(self):
        return self.num_samples


def random_split(dataset, lengths, generator=None):
    n = len(dataset)
    if sum(lengths) <= 1:
        sizes = [int(n * share) for share in lengths]
        for k in range(n - sum(sizes)):
            sizes[k % len(sizes)] += 1
        lengths = sizes
    if sum(lengths) != n:
        raise ValueError("Sum of input lengths does not equal the length of the input dataset!")
    order = randperm(n, generator=generator).tolist()
    starts = [sum(lengths[:k]) for k in range(len(lengths))]
    return [Subset(dataset, order[s : s + k]) for s, k in zip(starts, lengths)]


def default_collate(batch):
    first = batch[0]
    if isinstance(first, Tensor):
        return stack(batch) if first.dtype.is_floating_point else tensor([x.tolist() for x in batch], dtype=first.dtype)
    if isinstance(first, float):
        return tensor(batch, dtype=float64)
    if isinstance(first, (int, bool)):
        return tensor(batch)
    if isinstance(first, str):
        return batch
    if isinstance(first, dict):
        return {key: default_collate([x[key] for x in batch]) for key in first}
    if isinstance(first, (tuple, list)):
        return [default_collate(list(parts)) for parts in zip(*batch)]
    raise TypeError(f"default_collate: batch must contain tensors, numbers, dicts or lists; found {type(first)}")


class DataLoader:
    def __init__(self, dataset, batch_size=1, shuffle=False, sampler=None, batch_sampler=None, num_workers=0, collate_fn=None, pin_memory=False, drop_last=False, generator=None, **more):
        self.dataset, self.batch_size, self.shuffle = dataset, batch_size, shuffle
        self.sampler, self.collate_fn, self.drop_last, self.generator = sampler, collate_fn, drop_last, generator
        if batch_sampler is not None:
            raise NotImplementedError("DataLoader with batch_sampler is not part of this page: it has batch_size and shuffle.")

    def __len__(self):
        n = len(self.dataset)
        return n // self.batch_size if self.drop_last else -(-n // self.batch_size)

    def __iter__(self):
        which = self.generator._id if self.generator is not None else 0
        # A loader draws a seed for its workers, though it has none.
        machine.long(which)
        return self._batches(which)

    def _batches(self, which):
        n = len(self.dataset)
        if self.sampler is not None:
            order = list(self.sampler)
        elif self.shuffle:
            if self.generator is None:
                generator = Generator().manual_seed(machine.long(0))
            else:
                generator = self.generator
            order = randperm(n, generator=generator).tolist()
        else:
            order = range(n)
        for k in range(0, len(order), self.batch_size):
            places = order[k : k + self.batch_size]
            if len(places) < self.batch_size and self.drop_last:
                return
            yield self._batch(list(places))

    def _batch(self, places):
        if isinstance(self.dataset, TensorDataset) and self.collate_fn is None:
            # All rows at once: the same numbers, in one op.
            return [t[places] for t in self.dataset.tensors]
        batch = [self.dataset[k] for k in places]
        return (self.collate_fn or default_collate)(batch)


def __getattr__(name):
    from .._missing import refuse

    return refuse("torch.utils.data", name, globals())
