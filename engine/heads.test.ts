import { expect, test } from 'vitest';
import { opsIn, Tape, type Tensor, type TraceFile } from './index.ts';
import { replay } from './file/replay.ts';
import { matmul } from './ops/matmul.ts';
import { reshape } from './ops/reshape.ts';
import { transpose } from './ops/transpose.ts';
import type { Part } from './parts.ts';
import { placesOf } from './places.ts';
import { where } from './words.ts';

const heads = Object.values(
	import.meta.glob<TraceFile>('../static/traces/heads.json', { eager: true, import: 'default' })
)[0]!;
const ops = opsIn(import.meta.glob('./ops/*.ts', { eager: true }));

test('a recording of PyTorch: heads are named from where they are split to where they are put together', () => {
	const { trace } = replay(heads, (name) => ops.find((op) => op.name === name));
	const named = (name: string) => placesOf(trace.tensors.get(name)!);
	const two = ['head 1', 'head 2'];
	// Batch × positions × heads × 2, then turned: batch × heads × positions × 2.
	expect(named('reshape')).toEqual([null, null, two, null]);
	expect(named('transpose')).toEqual([null, two, null, null]);
	for (const name of ['mul', 'transpose_4', 'matmul_2', 'where', 'softmax', 'mixed', 'mixed.grad'])
		expect(named(name)[1], name).toEqual(two);
	expect(named('transpose_5')).toEqual([null, null, two, null]);
	expect(named('reshape_4')).toEqual([null, null, null]);
	expect(where(trace.tensors.get('softmax')!, 9 + 3)).toBe('“head 2”, row 1, column 0');
});

/** x of 3 positions × 4, split into 2 × 2, turned, and multiplied by itself in a part. */
function split(part: Part, turned: boolean): Tensor {
	const tape = new Tape();
	const x = tape.parameter(
		'x',
		[3, 4],
		Array.from({ length: 12 }, (_, k) => k)
	);
	const parts = tape.apply(reshape, [x], { shape: [3, 2, 2] });
	const q = turned ? tape.apply(transpose, [parts], { axes: [1, 0, 2] }) : parts;
	tape.scope(
		'part',
		() => tape.apply(matmul, [q, tape.apply(transpose, [q], { axes: [0, 2, 1] })], undefined),
		{
			part
		}
	);
	return parts;
}

test('only attention, with its heads in front of its matrices, makes an axis one of heads', () => {
	expect(placesOf(split({ kind: 'attention' }, true))).toEqual([null, ['head 1', 'head 2'], null]);
	// Multiplied position by position: the axis is one of the matrices.
	expect(placesOf(split({ kind: 'attention' }, false))).toEqual([null, null, null]);
	expect(placesOf(split({ kind: 'dense' }, true))).toEqual([null, null, null]);
});
