// The programs of engine/parity/recordings.py, which a real PyTorch has run under the recorder: the same losses and gradients.
import { expect, test } from 'vitest';
import { readFileSync } from 'node:fs';
import type { TraceFile } from '#engine';
import { readNumbers } from '#engine/file/numbers.ts';
import { run, write } from './inPython.ts';

const engine = (name: string) =>
	readFileSync(new URL(`../../../engine/parity/${name}`, import.meta.url), 'utf8');
/** What goes forward and back several times ends with the gradients of its last step alone: `programs.py` holds such runs to PyTorch, update by update. */
const LOOPS = new Set([...engine('recorded_loops.py').matchAll(/^ {4}"(.+)": /gm)].map(([, name]) => name!));
const recordings = Object.fromEntries(
	Object.entries(JSON.parse(engine('recordings.json')) as Record<string, TraceFile>).filter(
		([name]) => !LOOPS.has(name)
	)
);

const MODULES = ['runs', 'everyday', 'cases', 'programs', 'copies', 'forward', 'updates'].map(
	(name) => `recorded_${name}`
);
for (const name of MODULES) write(`${name}.py`, engine(`${name}.py`));

/** In the recorder's place stands what records nothing: each case says what it ended with, its loss first. */
const PROGRAM = `
import contextlib, json, sys, types
sys.path.insert(0, ".")
recorder = sys.modules["backstep_torch"] = types.ModuleType("backstep_torch")
recorder.record = lambda model=None, title=None: contextlib.nullcontext(types.SimpleNamespace(model=model))
import torch
import recorded_cases, recorded_copies, recorded_forward, recorded_programs, recorded_updates
cases = {
    **recorded_cases.CASE, **recorded_programs.PROGRAM, **recorded_copies.COPIES,
    **recorded_forward.FORWARD, **recorded_updates.UPDATES,
}
def number(x):
    return x if x - x == 0 else str(x)
ends = {}
for name, make in cases.items():
    torch.manual_seed(0)
    try:
        ends[name] = [[number(x) for x in t.detach().double().reshape(-1).tolist()] for t in make().ended]
    except Exception as problem:
        ends[name] = f"{type(problem).__name__}: {problem}"
`;

/** What is not here, and what is said of it. */
const NOT_HERE: Readonly<Record<string, string>> = {
	'attention with biases': 'MultiheadAttention with add_bias_kv',
	'multi-head attention as a function': 'multi_head_attention_forward is not part of this page',
	'unknown: transposed convolution of volumes': 'ConvTranspose3d is not part of this page',
	'unknown: packed lstm': "'PackedSequence' object has no attribute 'data'",
	'backward hooks that look': 'register_full_backward_hook is not part of this page',
	'unknown: complex numbers': 'view_as_complex is not part of this page',
	'spectral norm': 'spectral_norm is not part of this page',
	'unknown: rows of a largest norm': 'Embedding with max_norm',
	autocast: 'torch.bfloat16 is not part of this page',
	'renamed on the way': "'Tensor' object has no attribute 'as_subclass'"
};

/**
 * At a place without a slope another one is taken than PyTorch takes: the largest of numbers of which some are none sends no
 * gradient to one of them, and an absolute value that a smooth loss becomes with beta=0 has the slope 0 at 0.
 */
const OTHER_SLOPES = new Set(['unknown: ends and NaN', 'unknown: a bend of no width']);

/** Points of their own, whose gradients these programs do not end with: only those of weights. */
const OWN_POINTS: Readonly<Record<string, string>> = {
	'unknown: gradients of gradients': 'x',
	'unknown: differently imported': 'x'
};

/** Sums are added in another order than PyTorch's kernels add them. */
const NEAR: Readonly<Record<string, number>> = { float64: 1e-10, float32: 1e-5 };

const ran = run(PROGRAM);
const ends = ran.failure ? {} : (ran.value('ends') as Record<string, (number | string)[][] | string>);

test('every program of the recorder is known', () => {
	expect(ran.failure).toBeNull();
	expect(Object.keys(ends).sort()).toEqual(Object.keys(recordings).sort());
});

test.each(Object.entries(recordings).filter(([name]) => !OTHER_SLOPES.has(name)))(
	'the recorder has it too: %s',
	(name, { tensors }) => {
		const end = ends[name]!;
		if (typeof end === 'string') return expect(end).toContain(NOT_HERE[name] ?? 'a case that runs');
		const same = (here: readonly (number | string)[], there: ArrayLike<number>, near: number) =>
			here.length === there.length &&
			here.every((x, k) => {
				const y = there[k]!;
				return typeof x === 'string'
					? String(y).toLowerCase().replace('infinity', 'inf') === x
					: Math.abs(x - y) <= near * Math.max(1, Math.abs(y));
			});
		// Gradients of what was given: inputs and weights.
		for (const [tensor, { role, data, dtype }] of Object.entries(tensors)) {
			// As an optimizer found it: clipped, or with what was there before.
			const gradient =
				tensors[`${tensor}.clipped`] ?? tensors[`${tensor}.total`] ?? tensors[`${tensor}.grad`];
			if ((role !== 'input' && role !== 'parameter') || !gradient?.data || !data) continue;
			if (OWN_POINTS[name] === tensor) continue;
			const there = readNumbers(tensor, gradient.data as never);
			expect(
				end.some((here) => same(here, there, NEAR[String(dtype)] ?? 1e-10)),
				`the gradient of ${tensor}`
			).toBe(true);
		}
	}
);
