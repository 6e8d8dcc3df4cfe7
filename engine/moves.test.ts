/** Moves as in a debugger: wherever they lead, the screen shows what a seek to that step would show. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
	clamp,
	into,
	intoBack,
	known,
	leavesOf,
	out,
	outBack,
	over,
	overBack,
	stepAt,
	Tape,
	unitAt,
	unitUnder,
	type Grain,
	type Leaf,
	type Position,
	type Scope,
	type Tensor,
	type Trace
} from './index.ts';
import { add } from './ops/add.ts';
import { concat } from './ops/concat.ts';
import { matmul } from './ops/matmul.ts';
import { relu } from './ops/relu.ts';
import { slice } from './ops/slice.ts';
import { sum } from './ops/sum.ts';
import { transpose } from './ops/transpose.ts';

const moves = { into, intoBack, over, overBack, out, outBack };
type Move = keyof typeof moves;

/**
 * Layers of ops, each in as many scopes, one inside the other, as its number says, or of ops on no cell at all where that
 * is below 0; then the loss, and the way back.
 */
function record(layers: readonly number[]): Trace {
	const tape = new Tape();
	const w = tape.parameter('w', [2, 2], [1, 2, -3, 4]);
	const nested = <T>(depth: number, body: () => T): T =>
		depth === 0 ? body() : tape.scope(`depth ${depth}`, () => nested(depth - 1, body));
	let y = tape.input('x', [1, 2], [1, -1]);
	tape.scope('forward', () => {
		for (const depth of layers) {
			if (depth < 0) {
				const none = tape.scope('none', () =>
					tape.apply(relu, [tape.apply(slice, [y], { start: 1 })], undefined)
				);
				y = tape.apply(concat, [none, y], {});
				continue;
			}
			y = nested(depth, () => {
				const z = tape.apply(matmul, [y, w], undefined);
				return depth % 2 ? tape.apply(add, [tape.apply(relu, [z], undefined), y], undefined) : z;
			});
		}
	});
	tape.backward(tape.scope('loss', () => tape.apply(sum, [y], {})));
	return tape.trace();
}

const trace = fc.array(fc.integer({ min: -1, max: 3 }), { maxLength: 4 }).map(record);
const grain = fc.oneof(fc.constantFrom<Grain>('op', 'cell', 'step'), fc.integer({ min: 1, max: 4 }));
const names = fc.array(fc.constantFrom(...(Object.keys(moves) as Move[])), { maxLength: 30 });
const start = fc.record({ done: fc.nat({ max: 300 }), grain });

/** All that a screen depends on: what the last step did, and how much of every tensor is known. */
const screen = ({ root, tensors }: Trace, { done }: Position) => ({
	last: done === 0 ? null : stepAt(root, done - 1),
	known: [...tensors.values()].map((tensor) => known(tensor, done))
});

/** Every position that a move leads to, one after another, until it leads no further. */
function walk(root: Scope, from: Position, move: Move): number[] {
	const visited: number[] = [];
	for (let at = from; ;) {
		const next = moves[move](root, at);
		if (next.done === at.done && next.grain === at.grain) return visited;
		visited.push(next.done);
		at = next;
	}
}

/** The ops between two steps that do more than to move numbers. */
const notMoves = (root: Scope, from: number, to: number): string[] =>
	leavesOf(root)
		.filter(({ start, steps, call: { op } }) => steps && start >= from && start < to && op.family !== 'shape')
		.map(({ name }) => name);

const all = (n: number) => Array.from({ length: n }, (_, k) => k);

describe('from any position of a random trace', () => {
	test('any moves lead to a step that exists, and show what a seek to it shows', () => {
		fc.assert(
			fc.property(trace, start, names, (trace, from, names) => {
				let at = clamp(trace.root, from);
				for (const name of names) {
					at = moves[name](trace.root, at);
					expect(Number.isInteger(at.done)).toBe(true);
					expect(at.done).toBeGreaterThanOrEqual(0);
					expect(at.done).toBeLessThanOrEqual(trace.steps);
					const sought = clamp(trace.root, { done: at.done, grain: from.grain });
					expect(screen(trace, at)).toEqual(screen(trace, sought));
				}
			}),
			{ numRuns: 60 }
		);
	});

	test('over ends the unit that comes next, but for what only moves numbers, and back over undoes it', () => {
		fc.assert(
			fc.property(trace, start, ({ root, steps }, from) => {
				const at = clamp(root, from);
				fc.pre(at.done < steps);
				const unit = unitAt(root, at.done, at.grain);
				const there = over(root, at);
				const last = unitUnder(root, there);
				expect(there.done).toBe(last.end);
				expect(last.start).toBeGreaterThanOrEqual(unit.start);
				expect(notMoves(root, unit.start, last.start)).toEqual([]);
				const back = overBack(root, there).done;
				expect(back).toBeLessThanOrEqual(unit.start);
				expect(notMoves(root, back, unit.start)).toEqual([]);
			})
		);
	});

	test('into and out again is the same unit', () => {
		fc.assert(
			fc.property(trace, start, ({ root }, from) => {
				const at = clamp(root, from);
				const span = (at: Position) => [unitUnder(root, at).start, unitUnder(root, at).end];
				const closer = into(root, at);
				fc.pre(closer !== at);
				const [outer, inner] = [span(at), span(closer)];
				expect(notMoves(root, outer[0]!, inner[0]!)).toEqual([]);
				expect(inner[1]! - inner[0]!).toBeLessThan(outer[1]! - outer[0]!);
				expect(span(out(root, closer))).toEqual(outer);
				// From the other end: looking closer undoes nothing, and out leaves before the unit.
				expect(intoBack(root, at).done).toBe(at.done);
				expect(outBack(root, closer).done).toBe(outer[0]);
			})
		);
	});

	test('over, again and again, ends with the trace, and back over with its beginning', () => {
		fc.assert(
			fc.property(trace, grain, ({ root, steps }, grain) => {
				const ends = walk(root, { done: 0, grain }, 'over');
				const starts = walk(root, { done: steps, grain }, 'overBack');
				expect(ends.at(-1)).toBe(steps);
				expect(starts.at(-1)).toBe(0);
				// Where one unit ends, the next begins.
				expect(starts.toReversed().slice(1)).toEqual(ends.slice(0, -1));
			})
		);
	});
});

test('step by step, every step is seen once, forwards and backwards', () => {
	const { root, steps } = record([2]);
	expect(walk(root, { done: 0, grain: 'step' }, 'over')).toEqual(all(steps).map((k) => k + 1));
	expect(walk(root, { done: steps, grain: 'step' }, 'overBack')).toEqual(all(steps).toReversed());
});

test('a transposed weight is stepped over with the product that reads it, and can be looked at cell by cell', () => {
	const tape = new Tape();
	const [x, w] = [tape.input('x', [1, 2], [1, -1]), tape.parameter('w', [2, 2], [1, 2, -3, 4])];
	const y = tape.scope('dense', () =>
		tape.apply(relu, [tape.apply(matmul, [x, tape.apply(transpose, [w], {})], undefined)], undefined)
	);
	tape.scope('turned', () => tape.apply(transpose, [y], {}));
	const { root } = tape.trace();
	// Four cells are moved, then come two of two products each, two of relu, and a scope of its own.
	expect(walk(root, { done: 0, grain: 'op' }, 'over')).toEqual([8, 10, 12]);
	expect(walk(root, { done: 12, grain: 'op' }, 'overBack')).toEqual([10, 8, 0]);
	expect(into(root, { done: 10, grain: 1 })).toEqual({ done: 8, grain: 'op' });
	expect(walk(root, { done: 0, grain: 'cell' }, 'over').slice(0, 5)).toEqual([1, 2, 3, 4, 6]);
	// Who goes there sees it.
	expect(unitUnder(root, { done: 4, grain: 'op' }).node.name).toBe('transpose');
});

test('on the way back turned weights are stepped over too, and come back over the same steps', () => {
	const tape = new Tape();
	const [x, w] = [tape.input('x', [1, 2], [1, -1]), tape.parameter('w', [2, 2], [1, 2, -3, 4])];
	const dense = (name: string, from: Tensor) =>
		tape.scope(name, () => {
			const turned = tape.apply(transpose, [w], {}, { name: `${name}.turned` });
			return tape.apply(relu, [tape.apply(matmul, [from, turned], undefined)], undefined);
		});
	const y = tape.scope('forward', () => dense('second', dense('first', x)));
	tape.backward(tape.scope('loss', () => tape.apply(sum, [y], {})));
	const { root, leaves } = tape.trace();
	const seen = (move: 'over' | 'overBack', done: number): readonly Leaf[] =>
		walk(root, { done, grain: 'op' }, move)
			.filter((at) => at > 0)
			.map((at) => unitUnder(root, { done: at, grain: 'op' }).node as Leaf)
			.filter(({ phase }) => phase === 'backward');
	const over = seen('over', 0);
	const passed = leaves.filter((leaf) => leaf.phase === 'backward' && !over.includes(leaf));
	expect(passed.map(({ mirrors }) => mirrors!.out.name)).toEqual(['second.turned', 'first.turned']);
	expect(seen('overBack', root.steps)).toEqual(over.slice(0, -1).toReversed());
});

test('into leads from a phase down to a single step, and skips scopes that hold one part alone', () => {
	// forward > depth 2 > depth 1 > matmul: one op in two scopes, two cells of two steps each.
	const { root } = record([2]);
	let at: Position = { done: 0, grain: 1 };
	const seen = [unitUnder(root, at)];
	for (let next = into(root, at); next !== at; next = into(root, at)) {
		at = next;
		seen.push(unitUnder(root, at));
	}
	expect(seen.map(({ node, end }) => [node.name, end])).toEqual([
		['forward', 4],
		['matmul', 2],
		['matmul', 1]
	]);
	expect(at).toEqual({ done: 1, grain: 'step' });
});

test('at the ends of the trace, moves stay where they are', () => {
	const { root, steps } = record([1, 0]);
	const [first, last]: Position[] = [
		{ done: 0, grain: 'cell' },
		{ done: steps, grain: 'cell' }
	];
	expect(overBack(root, first!)).toEqual(first);
	expect(over(root, last!)).toEqual(last);
	expect(clamp(root, { done: -5, grain: 'op' }).done).toBe(0);
	expect(clamp(root, { done: 1e9, grain: 'op' }).done).toBe(steps);
	expect(clamp(root, { done: NaN, grain: 'op' }).done).toBe(0);
});
