"""What a program asks of the machine that it runs on: one without an accelerator, as a browser is."""


class cuda:
    is_available = is_initialized = is_bf16_supported = staticmethod(lambda: False)
    device_count = staticmethod(lambda: 0)
    manual_seed = manual_seed_all = set_device = staticmethod(lambda seed=None: None)
    empty_cache = synchronize = reset_peak_memory_stats = staticmethod(lambda device=None: None)
    memory_allocated = max_memory_allocated = memory_reserved = staticmethod(lambda device=None: 0)

    class amp:
        pass


class accelerator:
    is_available = staticmethod(lambda: False)
    device_count = staticmethod(lambda: 0)
    current_accelerator = staticmethod(lambda check_available=False: None)


class backends:
    class mps:
        is_available = is_built = staticmethod(lambda: False)

    class cudnn:
        deterministic = benchmark = enabled = False
        is_available = staticmethod(lambda: False)

    class cuda:
        class matmul:
            allow_tf32 = False


class mps:
    is_available = staticmethod(lambda: False)
    manual_seed = staticmethod(lambda seed: None)


class autocast:
    """Shorter numbers where an accelerator has them; without one, PyTorch leaves all as it is."""

    def __init__(self, device_type="cuda", dtype=None, enabled=True, cache_enabled=None):
        if str(device_type) == "cpu" and enabled:
            raise NotImplementedError("torch.autocast on a CPU is not part of this page, which has no numbers of 16 bits: leave it out, and all is computed in float32.")

    def __enter__(self):
        return self

    def __exit__(self, *problem):
        pass

    def __call__(self, f):
        return f


class GradScaler:
    """Scales losses for numbers of 16 bits; without an accelerator, PyTorch's scales by nothing."""

    def __init__(self, device="cuda", init_scale=65536.0, growth_factor=2.0, backoff_factor=0.5, growth_interval=2000, enabled=True):
        pass

    def scale(self, outputs):
        return outputs

    def unscale_(self, optimizer):
        pass

    def step(self, optimizer, *args, **kwargs):
        return optimizer.step(*args, **kwargs)

    def update(self, new_scale=None):
        pass

    def get_scale(self):
        return 1.0

    def is_enabled(self):
        return False

    def state_dict(self):
        return {}

    def load_state_dict(self, state_dict):
        pass


class amp:
    pass


for _room in (cuda.amp, amp):
    _room.autocast, _room.GradScaler = autocast, GradScaler
cuda.amp.autocast = lambda enabled=True, dtype=None, cache_enabled=True: autocast("cuda", dtype, enabled)


class jit:
    """A program is run line by line here, whatever is marked for translation."""

    script = staticmethod(lambda obj, *args, **kwargs: obj)
    script_method = ignore = unused = export = script
    ScriptModule = object


def compile(model=None, **options):
    return model if model is not None else lambda f: f


def _nothing(*args, **kwargs):
    pass


set_num_threads = set_num_interop_threads = use_deterministic_algorithms = set_float32_matmul_precision = set_flush_denormal = _nothing
get_num_threads = lambda: 1


def set_printoptions(precision=None, threshold=None, edgeitems=None, linewidth=None, profile=None, sci_mode=None):
    from . import _printing

    presets = {"default": (4, 1000, 3, 80), "short": (2, 1000, 2, 80), "full": (4, float("inf"), 3, 80)}
    if profile is not None:
        _printing.PRECISION, _printing.THRESHOLD, _printing.EDGE, _printing.WIDTH = presets[profile]
    for name, value in (("PRECISION", precision), ("THRESHOLD", threshold), ("EDGE", edgeitems), ("WIDTH", linewidth), ("SCIENTIFIC", sci_mode)):
        if value is not None:
            setattr(_printing, name, value)
