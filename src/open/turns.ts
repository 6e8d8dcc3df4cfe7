/**
 * The lines of the program that a trace is of. A line runs again and again: each time is a turn, which holds the ops that it
 * ran itself and those of the functions that it called.
 */
import { ancestry, type Leaf, type Line, type Node, type Trace } from '#engine';
import { namesOf } from '#engine/file/json.ts';
import type { Shown } from './shown.ts';

export interface Turn {
	readonly file: string;
	readonly line: number;
	/** Its first op. */
	readonly first: Leaf;
	/** What stood on the line; null where the file does not say. */
	at: Line | null;
}

export class Turns {
	readonly #trace: Trace;
	/** By the name of what an op writes; empty where the file knows no line. */
	readonly #lines: ReadonlyMap<string, Line | undefined>;
	readonly #ofLine = new Map<string, Turn[]>();
	readonly #ofLeaf = new Map<Leaf, Turn>();

	constructor({ trace, ops }: Pick<Shown, 'trace' | 'ops'>) {
		this.#trace = trace;
		this.#lines = ops.some(({ at }) => at)
			? new Map(ops.flatMap((op) => namesOf(op).map((name) => [name, op.at] as const)))
			: new Map();
		const known = new Map<string, Turn>();
		let before: Line | undefined;
		let counted = 0;
		for (const leaf of trace.leaves) {
			const at = leaf.mirrors ? undefined : this.lineOf(leaf);
			if (!at) continue;
			const { file, line, function: inside } = at;
			// Of a file that counts no turns, ops of one line that follow each other are one.
			if (before?.file !== file || before.line !== line || before.function !== inside) counted++;
			before = at;
			const turn = this.#turn(known, leaf, file, line, at.turn ?? -counted);
			turn.at ??= at;
			this.#ofLeaf.set(leaf, turn);
			for (const [outer, number] of at.within ?? []) this.#turn(known, leaf, file, outer, number);
		}
	}

	#turn(known: Map<string, Turn>, first: Leaf, file: string, line: number, number: number): Turn {
		const place = `${file}:${line}`;
		const key = `${place}:${number}`;
		let turn = known.get(key);
		if (!turn) {
			known.set(key, (turn = { file, line, first, at: null }));
			const all = this.#ofLine.get(place);
			if (all) all.push(turn);
			else this.#ofLine.set(place, [turn]);
		}
		return turn;
	}

	/** The line of an op; on the way back that of the op of forward; inside of a layer, that of what the layer gives. */
	lineOf(leaf: Leaf): Line | undefined {
		if (!this.#lines.size) return undefined;
		const { leaves } = this.#trace;
		let { id } = leaf.mirrors ?? leaf;
		while (id < leaves.length && !this.#lines.has(leaves[id]!.out.name)) id++;
		return this.#lines.get(leaves[id]?.out.name ?? '');
	}

	/** The turn that an op belongs to; undefined where no line is known. */
	turnOf(leaf: Leaf): Turn | undefined {
		return this.#ofLeaf.get(leaf.mirrors ?? leaf);
	}

	/** The turns of a line, in order; empty where it computes nothing that is recorded. */
	of(file: string, line: number): readonly Turn[] {
		return this.#ofLine.get(`${file}:${line}`) ?? [];
	}
}

/** What the turns of a line are called: by their updates where there are any. */
export function namesOfTurns(turns: readonly Turn[]): string[] {
	const updates = turns.map(({ first }) => updateOf(ancestry(first)));
	const counts = new Map<number | null, number>();
	const places = updates.map((update) => {
		counts.set(update, (counts.get(update) ?? 0) + 1);
		return counts.get(update)!;
	});
	const several = [...counts].some(([update, count]) => update !== null && count > 1);
	return updates.map((update, k) => {
		const turn = `turn ${places[k]} of ${counts.get(update)}`;
		return update === null ? turn : several ? `update ${update}, ${turn}` : `update ${update}`;
	});
}

const updateOf = (around: readonly Node[]): number | null => {
	for (const node of around)
		if (node.kind === 'scope' && node.part?.kind === 'batch') return node.part.number;
	return null;
};
