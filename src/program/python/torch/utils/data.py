"""Data sets, and loaders that give them in batches, shuffled as PyTorch shuffles them."""

from _lines import targets

from .._creation import Generator, randint, randperm, tensor
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


class IterableDataset(Dataset):
    """Examples that come one after another, and have no places."""

    def __iter__(self):
        raise NotImplementedError("Subclasses of IterableDataset should implement __iter__.")


class ChainDataset(IterableDataset):
    def __init__(self, datasets):
        self.datasets = datasets

    def __iter__(self):
        for d in self.datasets:
            yield from d


def get_worker_info():
    """No worker loads data here."""
    return None


class Sampler:
    def __init__(self, data_source=None):
        self.data_source = data_source


class SequentialSampler(Sampler):
    def __iter__(self):
        return iter(range(len(self.data_source)))

    def __len__(self):
        return len(self.data_source)


class RandomSampler(Sampler):
    def __init__(self, data_source, replacement=False, num_samples=None, generator=None):
        super().__init__(data_source)
        self.replacement, self._wanted, self.generator = replacement, num_samples, generator

    @property
    def num_samples(self):
        return len(self.data_source) if self._wanted is None else self._wanted

    def __iter__(self):
        generator = Generator().manual_seed(machine.long(0)) if self.generator is None else self.generator
        n, wanted = len(self.data_source), self.num_samples
        if self.replacement:
            # As PyTorch draws them: 32 at once.
            for k in range(0, wanted, 32):
                yield from randint(n, (min(32, wanted - k),), generator=generator).tolist()
            return
        for k in range(0, wanted, n):
            yield from randperm(n, generator=generator).tolist()[: wanted - k]

    def __len__(self):
        return self.num_samples


class BatchSampler(Sampler):
    def __init__(self, sampler, batch_size, drop_last):
        self.sampler, self.batch_size, self.drop_last = sampler, batch_size, drop_last

    def __iter__(self):
        batch = []
        for k in self.sampler:
            batch.append(k)
            if len(batch) == self.batch_size:
                yield batch
                batch = []
        if batch and not self.drop_last:
            yield batch

    def __len__(self):
        n = len(self.sampler)
        return n // self.batch_size if self.drop_last else -(-n // self.batch_size)


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


# What PyTorch does for speed, which makes no difference to what comes out.
HOW = {"num_workers", "pin_memory", "timeout", "worker_init_fn", "multiprocessing_context", "prefetch_factor", "persistent_workers", "pin_memory_device"}


class DataLoader:
    def __init__(self, dataset, batch_size=1, shuffle=False, sampler=None, batch_sampler=None, num_workers=0, collate_fn=None, pin_memory=False, drop_last=False, timeout=0, worker_init_fn=None, *, generator=None, **more):
        for name in more.keys() - HOW:
            raise TypeError(f"DataLoader.__init__() got an unexpected keyword argument '{name}'")
        if sampler is not None and shuffle:
            raise ValueError("sampler option is mutually exclusive with shuffle")
        if batch_sampler is not None and (batch_size != 1 or shuffle or sampler is not None or drop_last):
            raise ValueError("batch_sampler option is mutually exclusive with batch_size, shuffle, sampler, and drop_last")
        self.dataset, self.batch_size, self.drop_last, self.generator = dataset, batch_size, drop_last, generator
        self.num_workers, self.collate_fn = num_workers, collate_fn or (default_collate if batch_size else lambda x: x)
        self._rows = collate_fn is None and type(dataset) is TensorDataset
        if isinstance(dataset, IterableDataset):
            self.sampler = self.batch_sampler = None
            return
        self.sampler = sampler if sampler is not None else RandomSampler(dataset, generator=generator) if shuffle else SequentialSampler(dataset)
        self.batch_sampler = batch_sampler if batch_sampler is not None else BatchSampler(self.sampler, batch_size, drop_last) if batch_size else None

    def __len__(self):
        if self.sampler is None:
            n = len(self.dataset)
            return n // self.batch_size if self.drop_last else -(-n // self.batch_size)
        return len(self.sampler if self.batch_sampler is None else self.batch_sampler)

    def __iter__(self):
        # A loader draws a seed for its workers, though it has none.
        machine.long(self.generator._id if self.generator is not None else 0)
        return self._batches()

    def _batches(self):
        if self.sampler is None:
            if self.batch_size is None:
                yield from self.dataset
                return
            for batch in BatchSampler(self.dataset, self.batch_size, self.drop_last):
                yield _given(lambda: self.collate_fn(batch))
        elif self.batch_sampler is None:
            for k in self.sampler:
                yield _given(lambda: self.collate_fn(self.dataset[k]))
        else:
            for places in self.batch_sampler:
                places = list(places)
                # Of tensors all rows at once: the same numbers, in one op.
                rows = lambda: [t[places] for t in self.dataset.tensors]  # noqa: E731
                yield _given(rows if self._rows else lambda: self.collate_fn([self.dataset[k] for k in places]))


def _given(batch):
    """A batch, which a network is given: how its examples were found and put together is no part of the trace."""
    machine.prepare(True)
    try:
        batch = batch()
    finally:
        machine.prepare(False)
    parts = [batch] if isinstance(batch, Tensor) else list(batch) if isinstance(batch, (tuple, list)) else []
    for x, name in zip(parts, targets(len(parts))):
        if isinstance(x, Tensor) and not x.requires_grad:
            machine.call(x._id, name, "", "")
    return batch


def __getattr__(name):
    from .._missing import refuse

    return refuse("torch.utils.data", name, globals())
