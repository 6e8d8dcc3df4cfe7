import { expect, test } from 'vitest';
import { EPSILON, round, type Dtype } from './rounding.ts';
import { TYPES } from './safetensors/types.ts';

/** All finite numbers of a type of 16 bits, in order, from what its bits mean. */
function numbersOf(type: 'F16' | 'BF16'): number[] {
	const view = new DataView(new ArrayBuffer(2));
	const all = Array.from({ length: 2 ** 15 }, (_, bits) => {
		view.setUint16(0, bits, true);
		return TYPES[type].read(view, 0);
	});
	return all.filter(Number.isFinite);
}

const rounded = (value: number, dtype: Dtype): number => {
	const data = Float64Array.of(value);
	round(data, dtype);
	return data[0]!;
};

test.each([
	['float16', 'F16'],
	['bfloat16', 'BF16']
] as const)(
	'%s: what lies between two numbers goes to the nearer one, and to the even one from the middle',
	(dtype, type) => {
		const all = numbersOf(type);
		const wrong: number[] = [];
		all.forEach((value, k) => {
			const next = all[k + 1] ?? value * (1 + EPSILON[dtype]);
			const even = k % 2 === 0 ? value : next;
			const beyond = all[k + 1] === undefined ? Infinity : next;
			for (const [x, right] of [
				[value, value],
				[value + (next - value) / 4, value],
				[value + (next - value) / 2, all[k + 1] === undefined ? beyond : even],
				[value + ((next - value) * 3) / 4, beyond]
			] as const)
				if (!Object.is(rounded(x, dtype), right) || !Object.is(rounded(-x, dtype), -right)) wrong.push(x);
		});
		expect(all.length).toBe(type === 'F16' ? 31744 : 32640);
		expect(wrong).toEqual([]);
	}
);

test('what is no number stays so', () => {
	for (const dtype of ['float32', 'float16', 'bfloat16'] as const)
		expect([NaN, Infinity, -Infinity, -0].map((x) => rounded(x, dtype))).toEqual([
			NaN,
			Infinity,
			-Infinity,
			-0
		]);
});
