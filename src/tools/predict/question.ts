/**
 * What can be asked about the cell that is written next: which cell wins, whether a gate opens, a number where it can be
 * worked out in the head or on paper, and else its sign, or its size where the sign is no question. Answers are checked
 * against the trace.
 */
import { isGate, type Cell, type Leaf } from '#engine';
import { capital, where, withValue, the } from '#engine/words.ts';
import { areIds } from '#engine/ids.ts';

export interface Option {
	readonly name: string;
	readonly right: boolean;
}

export interface Question {
	readonly kind: 'number' | 'winner' | 'gate' | 'largest' | 'size' | 'sign';
	readonly prompt: string;
	/** What can be chosen; null where a number is asked for. */
	readonly options: readonly Option[] | null;
	/** Why it is what it is. */
	readonly reason: { readonly text: string; readonly tex: string };
	readonly value: number;
}

/** More cells than this are too many to choose from, and more products too many to add in the head. */
const MOST_OPTIONS = 25;
/** So many of more stand to choose. */
const FEW = 6;
const MOST_STEPS = 12;
const LONGEST_ROW = 200;
/** A sum of more terms than this cannot be worked out from a picture, not even its sign. */
const MOST_TERMS = 30;

export function questionAt(leaf: Leaf, cell: number): Question {
	const { text, tex } = reasonOf(leaf, cell);
	const asked =
		winner(leaf, cell) ??
		drawn(leaf, cell) ??
		gate(leaf, cell) ??
		largest(leaf, cell) ??
		number(leaf, cell) ??
		size(leaf, cell);
	const { remark, ...question } = asked ?? sign(leaf, cell);
	return {
		...question,
		reason: { text: remark ? `${text} ${remark}` : text, tex },
		value: leaf.out.data[cell]!
	};
}

/** Whether it can be worked out from the picture of its op. */
export const answerable = ({ kind }: Question, { perCell }: Leaf): boolean =>
	(kind !== 'sign' && kind !== 'size') || perCell <= MOST_TERMS;

/** The next op after this one of which something can be asked; null where there is none. */
export function nextToAsk(leaves: readonly Leaf[], after: Leaf): Leaf | null {
	const rest = leaves.slice(leaves.indexOf(after) + 1);
	return rest.find((leaf) => answerable(questionAt(leaf, 0), leaf)) ?? null;
}

/** A question but for its answer, and what is to be said with the reason. */
type Asked = Omit<Question, 'reason' | 'value'> & { readonly remark?: string };
/** A kind of question; null where it is none about this cell. */
type Ask = (leaf: Leaf, cell: number) => Asked | null;

/** "the output row 0, column 1". */
const placeOf = ({ out }: Leaf, cell: number) => `${the(out)} ${where(out, cell)}`.trim();

const winner: Ask = (leaf, cell) => {
	const { winner: won } = leaf.rule.step(leaf.call, cell, leaf.perCell - 1);
	if (leaf.phase === 'backward' || !won || leaf.perCell > LONGEST_ROW) return null;
	const all = cellsRead(leaf, cell);
	if (all.length < 2) return null;
	const most = won[0].data[won[1]];
	const candidates = all.length > MOST_OPTIONS ? largestOf(all) : all;
	const tied = candidates.filter(([scores, index]) => scores.data[index] === most).length > 1;
	return {
		kind: 'winner',
		prompt: `Which cell wins, for ${placeOf(leaf, cell)}?`,
		options: candidates.map((candidate) => ({ name: withValue(candidate), right: candidate[1] === won[1] })),
		...(tied && { remark: 'Of equal numbers the first wins.' })
	};
};

const gate: Ask = (leaf, cell) => {
	if (leaf.phase !== 'forward' || !isGate(leaf.call.op)) return null;
	return {
		kind: 'gate',
		prompt: `${capital(placeOf(leaf, cell))}: does it open (above one half), or close (below)?`,
		options: compared(leaf.out.data[cell]!, 0.5, ['opens', 'closes', 'exactly one half'])
	};
};

/** A share is never negative: its sign would be no question. */
const largest: Ask = (leaf, cell) => {
	const { family, range } = leaf.call.op;
	const isShare = family === 'softmax' && range?.[0] === 0 && range[1] === 1;
	if (!isShare || leaf.phase !== 'forward' || leaf.perCell > LONGEST_ROW) return null;
	const rivals = cellsRead(leaf, cell);
	if (rivals.length < 2) return null;
	const most = rivals.every(([scores, index]) => scores.data[index]! <= scores.data[cell]!);
	return {
		kind: 'largest',
		prompt: `Will ${placeOf(leaf, cell)} be the largest share of its ${rivals.length}?`,
		options: yesOrNo(most)
	};
};

/** By chance, any can come. */
const drawn: Ask = (leaf, cell) => {
	if (leaf.call.op.name !== 'multinomial') return null;
	const shares = cellsRead(leaf, cell);
	const first = shares.findIndex(([p, index]) => shares.every(([q, k]) => q.data[k]! <= p.data[index]!));
	return {
		kind: 'largest',
		prompt: `${capital(placeOf(leaf, cell))} is drawn: will it be the most probable of ${shares.length}?`,
		options: yesOrNo(leaf.out.data[cell] === first)
	};
};

/** An id is a name: it has a number, but no sign that means anything. */
const number: Ask = (leaf, cell) =>
	areIds(leaf.out) || (leaf.perCell <= MOST_STEPS && byHand(leaf, cell))
		? { kind: 'number', prompt: `What will ${placeOf(leaf, cell)} be?`, options: null }
		: null;

/** Where nothing is below 0 and nothing 0, as a ReLU's numbers may be, all are positive. */
const size: Ask = (leaf, cell) => {
	const [least, most] = leaf.call.op.range ?? [-Infinity, Infinity];
	if (leaf.phase !== 'forward' || least < 0 || most <= 1 || leaf.out.data.includes(0)) return null;
	return {
		kind: 'size',
		prompt: `Will ${placeOf(leaf, cell)} be above 1, or below?`,
		options: compared(leaf.out.data[cell]!, 1, ['above 1', 'below 1', 'exactly 1'])
	};
};

const sign = (leaf: Leaf, cell: number): Asked => ({
	kind: 'sign',
	prompt: `Will ${placeOf(leaf, cell)} be positive, negative or zero?`,
	options: compared(leaf.out.data[cell]!, 0, ['positive', 'negative', 'zero'])
});

const yesOrNo = (yes: boolean): Option[] => [
	{ name: 'yes', right: yes },
	{ name: 'no', right: !yes }
];

/** Too many to choose from: those that come close, in their order. */
function largestOf(cells: readonly Cell[]): Cell[] {
	const least = cells.map(([x, k]) => x.data[k]!).toSorted((a, b) => b - a)[FEW - 1]!;
	return cells.filter(([x, k]) => x.data[k]! >= least).slice(0, MOST_OPTIONS);
}

/** NaN is none of the three. */
const compared = (
	value: number,
	bound: number,
	[above, below, equal]: readonly [string, string, string]
): Option[] => [
	{ name: above, right: value > bound },
	{ name: below, right: value < bound },
	{ name: equal, right: value === bound }
];

/** A single step says why; of many, the sum does, but which windows a cell won is said of each. */
function reasonOf({ rule, call, perCell, phase }: Leaf, cell: number): { text: string; tex: string } {
	const last = rule.step(call, cell, perCell - 1);
	if (perCell === 1) return last;
	const whole = rule.cell?.(call, cell) ?? last;
	if (phase !== 'backward') return whole;
	const won = Array.from({ length: perCell }, (_, s) => rule.step(call, cell, s)).filter(
		({ winner }) => winner
	);
	return won.length ? { text: won.map(({ text }) => text).join(' '), tex: whole.tex } : whole;
}

function cellsRead({ rule, call, perCell }: Leaf, cell: number): Cell[] {
	const found = new Map<number, Cell>();
	for (let s = 0; s < perCell; s++)
		for (const one of rule.step(call, cell, s).reads) if (one[1] >= 0) found.set(one[1], one);
	return [...found.values()];
}

/** Whether the numbers that go in are short, and few of them are not 0: products of such can be done by hand. */
function byHand(leaf: Leaf, cell: number): boolean {
	const { rule, call, perCell } = leaf;
	if (leaf.phase === 'forward' && call.op.byHand === false && !short(leaf.out.data[cell]!)) return false;
	let weighed = 0;
	for (let s = 0; s < perCell; s++) {
		const values = rule
			.step(call, cell, s)
			.reads.map(([tensor, index]) => (index < 0 ? 0 : tensor.data[index]!));
		if (!values.every((value) => Number.isFinite(value) && short(value))) return false;
		if (values.every((value) => value !== 0)) weighed++;
	}
	return weighed <= 9;
}

const short = (value: number) =>
	String(Number(value.toPrecision(3))) === String(value) || Math.abs(value) < 1e-12;
