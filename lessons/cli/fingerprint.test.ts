import { expect, test } from 'vitest';
import { Tape } from '#engine';
import { add } from '#engine/ops/add.ts';
import { mul } from '#engine/ops/mul.ts';
import { fingerprint } from './fingerprint.ts';

interface Options {
	name?: string;
	shape?: number[];
	op?: typeof add;
	label?: string;
	scope?: string;
}

function of(
	values: readonly number[],
	{ name = 'x', shape = [2], op = add, label, scope = 'forward' }: Options = {}
) {
	const tape = new Tape();
	tape.scope(scope, () => {
		const x = tape.input(name, shape, values, { label: label ?? name });
		tape.apply(op, [x, x], undefined, 'y');
	});
	return fingerprint(tape.trace());
}

test('what a trace holds decides its fingerprint, and what it is called on the page does not', () => {
	const one = of([1, 2]);
	expect(one).toMatch(/^[0-9a-f]{64}$/);
	expect(of([1, 2], { label: 'the input', scope: 'elsewhere' })).toBe(one);
	const others = [
		of([1, 2 + Number.EPSILON * 2]),
		of([1, 2], { name: 'z' }),
		of([1, 2], { shape: [2, 1] }),
		of([1, 2], { op: mul })
	];
	expect(new Set([one, ...others]).size).toBe(5);
});
