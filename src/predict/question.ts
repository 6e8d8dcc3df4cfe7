/**
 * What can be asked about the cell that is written next: which cell wins, whether a gate opens, a number where it can be
 * worked out in the head or on paper, and else its sign, or its size where the sign is no question. Answers are checked against the trace.
 */
import { where, withValue, type Cell, type Leaf } from '#engine';

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
const MOST_STEPS = 12;
const LONGEST_ROW = 200;

export function questionAt(leaf: Leaf, cell: number): Question {
	const { rule, call, out, perCell } = leaf;
	const value = out.data[cell]!;
	const last = rule.step(call, cell, perCell - 1);
	const reason = reasonOf(leaf, cell);
	const place = `${out.label} ${where(out, cell)}`.trim();
	const asked = { reason: { text: reason.text, tex: reason.tex }, value };
	const candidates = last.winner && perCell <= MOST_OPTIONS ? cellsRead(leaf, cell) : [];
	if (leaf.phase !== 'backward' && candidates.length > 1) {
		const most = last.winner![0].data[last.winner![1]];
		const tied = candidates.filter(([scores, index]) => scores.data[index] === most).length > 1;
		return {
			...asked,
			reason: tied
				? { ...asked.reason, text: `${reason.text} Of equal numbers the first wins.` }
				: asked.reason,
			kind: 'winner',
			prompt: `Which cell wins, for the ${place}?`,
			options: candidates.map((candidate) => ({
				name: withValue(candidate),
				right: candidate[1] === last.winner![1]
			}))
		};
	}
	if (call.op.name === 'sigmoid' && leaf.phase === 'forward')
		return {
			...asked,
			kind: 'gate',
			prompt: `The ${place}: does it open (above one half), or close (below)?`,
			options: [
				{ name: 'opens', right: value > 0.5 },
				{ name: 'closes', right: value < 0.5 },
				{ name: 'exactly one half', right: value === 0.5 }
			]
		};
	const rivals =
		call.op.name === 'softmax' && leaf.phase === 'forward' && perCell <= LONGEST_ROW
			? cellsRead(leaf, cell)
			: [];
	if (rivals.length > 1) {
		// A share is never negative: its sign would be no question.
		const most = rivals.every(([scores, index]) => scores.data[index]! <= scores.data[cell]!);
		return {
			...asked,
			kind: 'largest',
			prompt: `Will the ${place} be the largest share of its ${rivals.length}?`,
			options: [
				{ name: 'yes', right: most },
				{ name: 'no', right: !most }
			]
		};
	}
	if (perCell <= MOST_STEPS && byHand(leaf, cell))
		return { ...asked, kind: 'number', prompt: `What will the ${place} be?`, options: null };
	if (leaf.phase === 'forward' && NEVER_NEGATIVE.has(call.op.name))
		return {
			...asked,
			kind: 'size',
			prompt: `Will the ${place} be above 1, or below?`,
			options: [
				{ name: 'above 1', right: value > 1 },
				{ name: 'below 1', right: value < 1 },
				{ name: 'exactly 1', right: value === 1 }
			]
		};
	return {
		...asked,
		kind: 'sign',
		prompt: `Will the ${place} be positive, negative or zero?`,
		options: [
			{ name: 'positive', right: value > 0 },
			{ name: 'negative', right: value < 0 },
			{ name: 'zero', right: value === 0 }
		]
	};
}

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

const NEVER_NEGATIVE = new Set([
	'binaryCrossEntropy',
	'binaryCrossEntropyWithLogits',
	'crossEntropy',
	'exp',
	'mse',
	'norm'
]);

/** Powers of e and roots are not worked out by hand, but for those of 0 and the like. */
const CURVED = new Set([
	'batchNorm',
	'binaryCrossEntropy',
	'binaryCrossEntropyWithLogits',
	'crossEntropy',
	'exp',
	'gelu',
	'layerNorm',
	'log',
	'logSoftmax',
	'norm',
	'tanh'
]);

/** Whether the numbers that go in are short, and few of them are not 0: products of such can be done by hand. */
function byHand(leaf: Leaf, cell: number): boolean {
	const { rule, call, perCell } = leaf;
	if (leaf.phase === 'forward' && CURVED.has(call.op.name) && !short(leaf.out.data[cell]!)) return false;
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

/** What is wrong with a typed number; else whether it is right: to 1 %, or to the digits that were given, two at least. */
export function checkNumber(text: string, value: number): { problem: string } | { right: boolean } {
	const typed = text.trim().replaceAll('−', '-').replace(',', '.');
	if (!/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(typed))
		return { problem: 'Type a number, such as 0.25 or −3.' };
	const given = Number(typed);
	if (given === value || Math.abs(given - value) <= 0.01 * Math.abs(value)) return { right: true };
	const digits = typed
		.replace(/e.*/i, '')
		.replace(/^[+-]?0*\.?0*/, '')
		.replace('.', '').length;
	const decimals = /\.(\d*)/.exec(typed)?.[1]?.length ?? 0;
	return { right: digits >= 2 && !/e/i.test(typed) && Number(value.toFixed(decimals)) === given };
}
