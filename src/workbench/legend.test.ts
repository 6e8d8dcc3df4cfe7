import { expect, test } from 'vitest';
import { Tape } from '#engine';
import { add } from '#engine/ops/add.ts';
import { embedding } from '#engine/ops/embedding.ts';
import { sigmoid } from '#engine/ops/sigmoid.ts';
import { legendOf } from './legend.ts';

test('what has one scale stands together, and a gate goes up to 1', () => {
	const tape = new Tape();
	const [a, b] = [tape.input('a', [1], [-2]), tape.input('b', [1], [1])];
	const y = tape.apply(add, [a, b], undefined, { label: 'sum' });
	const gate = tape.apply(sigmoid, [y], undefined, { label: 'gate' });
	expect(legendOf(y.writer!)).toEqual([{ kind: 'value', of: ['a', 'b', 'sum'], most: 2, signed: true }]);
	expect(legendOf(gate.writer!)).toEqual([
		{ kind: 'value', of: ['sum'], most: 2, signed: true },
		{ kind: 'value', of: ['gate'], most: 1, signed: false }
	]);
});

test('names have no scale', () => {
	const tape = new Tape();
	const ids = tape.constant('ids', [1], [1]);
	const x = tape.apply(embedding, [tape.parameter('E', [2, 1], [1, 2]), ids], {});
	expect(legendOf(x.writer!).find(({ kind }) => kind === 'names')?.of).toEqual(['ids']);
});
