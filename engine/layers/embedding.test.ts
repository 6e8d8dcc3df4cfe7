/** What the contract test cannot say of a lookup: the row for padding stays as it is, and says so. */
import { expect, test } from 'vitest';
import { Tape, stepAt } from '../index.ts';
import { embedding } from '../ops/embedding.ts';
import { sum } from '../ops/sum.ts';

function lookUp(paddingIndex?: number) {
	const tape = new Tape();
	const table = tape.parameter('table', [4, 2], [0, 0, 1, 2, 3, 4, 5, 6]);
	const words = tape.constant('words', [2, 3], [1, 2, 0, 1, 0, 0]);
	const y = tape.scope('forward', () => {
		const y = tape.apply(embedding, [table, words], paddingIndex === undefined ? {} : { paddingIndex }, 'y');
		return [y, tape.apply(sum, [y], {})] as const;
	});
	tape.backward(y[1]);
	return { table, y: y[0], trace: tape.trace() };
}

test('words of any shape become vectors: (2, 3) gives (2, 3, 2)', () => {
	const { y } = lookUp();
	expect(y.shape).toEqual([2, 3, 2]);
	expect([...y.data]).toEqual([1, 2, 3, 4, 0, 0, 1, 2, 0, 0, 0, 0]);
});

test('a row gets one gradient for each time it was looked up; padding gets none', () => {
	expect([...lookUp().table.grad!.data]).toEqual([3, 3, 2, 2, 1, 1, 0, 0]);
	expect([...lookUp(0).table.grad!.data]).toEqual([0, 0, 2, 2, 1, 1, 0, 0]);
});

test('each lookup is a step, and rows without say why', () => {
	const { table, trace } = lookUp(0);
	const leaf = table.grad!.writer!;
	// Nobody but padding was looked up more often than twice.
	expect(leaf.perCell).toBe(2);
	const said = (cell: number, s: number) => stepAt(trace.root, leaf.start + cell * 2 + s).text;
	expect(said(0, 0)).toMatch(/^Row 0 stands for padding, so it gets no gradient/);
	expect(said(2, 1)).toMatch(/^Row 1, column 0 looked row 1 up/);
	expect(said(4, 1)).toMatch(/^No more positions looked row 2 up/);
	expect(said(6, 0)).toMatch(/^No position looked row 3 up/);
	// What a step reads can be asked the other way round.
	const uses = [...leaf.rule.uses(leaf.call, 0, 3)];
	expect(uses).toEqual([
		[2, 1],
		[3, 1]
	]);
	expect([...leaf.rule.uses(leaf.call, 0, 2)]).toEqual([]);
});
