/** Networks that PyTorch exported (parity.py): what they give, and the gradient of each weight, are PyTorch's own. */
import { expect, test } from 'vitest';
import { sameShape } from '#engine/tensor.ts';
import { tensorName } from './naming.ts';
import { modelIn } from './questions.ts';
import { run } from './run.ts';
import parity from './parity.json';

interface Case {
	readonly model: string;
	readonly x: { readonly shape: readonly number[]; readonly values: readonly number[] };
	readonly y: { readonly shape: readonly number[]; readonly values: readonly number[] };
	readonly gradients: Readonly<Record<string, readonly number[]>>;
}

/** Both compute in float64; a file holds 10⁻⁵ and √2 as float32, which are off by as much. */
const ROUNDING = 2e-7;

function expectClose(name: string, found: ArrayLike<number>, expected: readonly number[]): void {
	expect(found.length, name).toBe(expected.length);
	const most = ROUNDING * Math.max(1, ...expected.map(Math.abs));
	const off = expected.map((value, k) => Math.abs(value - found[k]!));
	expect(Math.max(...off), name).toBeLessThan(most);
}

test.each(Object.entries(parity as Readonly<Record<string, Case>>))('%s', (_, { model, x, y, gradients }) => {
	const found = modelIn(Uint8Array.from(Buffer.from(model, 'base64')));
	const { type } = found.inputs[0]!;
	const given = new Map([['x', { type, shape: x.shape, data: Float64Array.from(x.values) }]]);
	const { trace, outputs } = run(found, given, 1, { output: 'y', of: 'sum' });
	const out = outputs.get('y')!;
	expect(sameShape(out.shape, y.shape)).toBe(true);
	expectClose('y', out.data, y.values);
	let compared = 0;
	for (const [name, expected] of Object.entries(gradients)) {
		// Weights of recurrent layers are stacked otherwise in ONNX, and the exporter turns some: those have another name.
		const tensor = trace.tensors.get(tensorName(name));
		if (!tensor || tensor.data.length !== expected.length) continue;
		expectClose(`gradient of ${name}`, tensor.grad?.data ?? new Float64Array(expected.length), expected);
		compared++;
	}
	expect(compared).toBeGreaterThanOrEqual(3);
});
