/** What the figure of positional encodings finds in a trace, and where it lies. */
import { describe, expect, test } from 'vitest';
import { find, Tape, type Leaf } from '#engine';
import { addPositions, frequency, positionalEncoding } from '#engine/layers/positional.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { sum } from '#engine/ops/sum.ts';
import { beginsAt, drawn, encodingAround, pairAt, placeOf, shiftOf, sideways } from './positions.ts';
import { tableAround } from './table.ts';

const D = 4;

/** Three words from position 2 on, and a rotation by 5. */
function run(edits = {}) {
	const tape = new Tape({ edits });
	const x = tape.parameter('x', [3, D], new Float64Array(3 * D).fill(0.5));
	const placed = tape.scope('forward', () => addPositions(tape, x, { from: 2 }), {
		part: { kind: 'network' }
	});
	const here = tape.constant('here', [3, D], positionalEncoding(3, D, 2));
	const turn = new Float64Array(D * D);
	for (const i of [0, 1]) {
		const angle = 5 * frequency(i, D);
		const at = 2 * i * D + 2 * i;
		turn[at] = turn[at + D + 1] = Math.cos(angle);
		turn[at + D] = Math.sin(angle);
		turn[at + 1] = -Math.sin(angle);
	}
	const R = tape.constant('R', [D, D], turn);
	tape.scope('rotation', () => tape.apply(matmul, [here, R], undefined, 'turned'), {
		part: { kind: 'rotation' }
	});
	tape.backward(tape.scope('loss', () => tape.apply(sum, [placed], {}, 'L')));
	return tape.trace();
}

const trace = run();
const node = (name: string) => find(trace.root, name)!;
const encoding = encodingAround(node('forward/positional encoding'))!;

describe('the encoding of a step', () => {
	test('is the given one that is added, with the position at which it begins', () => {
		expect(encoding.tensor.name).toBe('PE');
		expect(encoding.from).toBe(2);
		expect(encodingAround(node('forward'))?.tensor.name).toBe('PE');
		expect(encodingAround(node('rotation'))?.tensor.name).toBe('here');
	});

	test('is none in backward, and none elsewhere', () => {
		expect(encodingAround(node('loss'))).toBeNull();
		expect(encodingAround(node('backward'))).toBeNull();
		expect(['rotation', 'loss'].map((name) => tableAround(node(name)) !== null)).toEqual([true, false]);
	});

	test('is found also where a student has changed a number', () => {
		const changed = run({ PE: [[0, 3]] });
		expect(beginsAt(changed.tensors.get('PE')!)).toBe(2);
	});
});

test('the shift is that of the rotation; without one, it is the next position', () => {
	expect(shiftOf(trace.root)).toBe(5);
	const tape = new Tape();
	addPositions(tape, tape.input('x', [1, 2], [0, 0]));
	expect(shiftOf(tape.trace().root)).toBe(1);
});

test('a cell belongs to a position and a pair', () => {
	const { out } = node('forward/positional encoding/add') as Leaf;
	expect(placeOf(encoding, out, 0)).toEqual({ position: 2, pair: 0 });
	expect(placeOf(encoding, out, 2 * D + 3)).toEqual({ position: 4, pair: 1 });
	expect(placeOf(encoding, trace.tensors.get('R')!, 0)).toBeNull();
});

test('the picture has the numbers of the trace where there are any, and the formula elsewhere', () => {
	const changed = encodingAround(find(run({ PE: [[0, 3]] }).root, 'forward/positional encoding')!)!;
	const positions = drawn(changed, 7);
	expect(positions).toBeGreaterThan(8);
	const data = sideways(changed, positions);
	const at = (column: number, position: number) => data[column * positions + position];
	expect(at(0, 2)).toBe(3);
	expect(at(0, 7)).toBeCloseTo(Math.sin(7), 12);
	expect(at(3, 1)).toBeCloseTo(Math.cos(0.01), 12);
	expect(pairAt(changed, { position: 2, pair: 0 })).toEqual([3, at(1, 2)]);
	expect(pairAt(changed, { position: 9, pair: 0 })[0]).toBeCloseTo(Math.sin(9), 12);
});
