/**
 * The flag task: a marked colour, then brighter colours without a mark for as long as the gap is, then the question
 * which colour was marked. task.py trains on the same sequences, and tests on those that the lesson's seeds give.
 */
import { random, type Tape, type Tensor } from '#engine';
import type { Control, ParamsOf } from '../../lesson.ts';

export const COLOURS = ['red', 'green', 'blue'] as const;
export type Colour = (typeof COLOURS)[number];

/** How strong a colour of the gap is; that of the flag is 1. */
const BRIGHT = 2;
/** A number for each colour, one for the mark, one for the question. */
export const FEATURES = COLOURS.length + 2;

const colours = { red: 'red', green: 'green', blue: 'blue' } as const satisfies Record<Colour, string>;

export const controls = {
	gap: {
		kind: 'integer',
		label: 'Gap',
		help: 'How many steps of distracting colours lie between the flag and the question.',
		value: 8,
		min: 1,
		max: 100
	},
	flag: {
		kind: 'choice',
		label: 'Flag',
		help: 'The colour that has to be remembered.',
		value: 'red',
		options: colours
	},
	seed: {
		kind: 'integer',
		label: 'Distractors',
		help: 'Each number gives other colours in the gap.',
		value: 4,
		min: 0,
		max: 99
	},
	label: {
		kind: 'choice',
		label: 'Right answer',
		help: 'What the loss compares the answers with. Choose a wrong one to see larger gradients.',
		value: 'flag',
		options: { flag: 'the flag', ...colours }
	}
} as const satisfies Record<string, Control>;

/** The colours of the gap, as numbers. A longer gap begins like a shorter one of the same seed. */
export function distractors(seed: number, gap: number): number[] {
	const draw = random(seed);
	return Array.from({ length: gap }, () => draw.integer(0, COLOURS.length - 1));
}

export interface Sequence {
	readonly flag: Colour;
	readonly seed: number;
	readonly gap: number;
}

/** What the controls hold. */
export type Asked = ParamsOf<typeof controls>;

export const sequenceOf = ({ flag, seed, gap }: Asked): Sequence => ({ flag, seed, gap });

/** What is read at each step, features by features. */
export function rows({ flag, seed, gap }: Sequence): { label: string; values: number[] }[] {
	const row = (colour: number, strength: number, mark: number, question: number) => [
		...COLOURS.map((_, k) => (k === colour ? strength : 0)),
		mark,
		question
	];
	return [
		{ label: `${flag} flag`, values: row(COLOURS.indexOf(flag), 1, 1, 0) },
		...distractors(seed, gap).map((colour) => ({
			label: `${COLOURS[colour]!} input`,
			values: row(colour, BRIGHT, 0, 0)
		})),
		{ label: 'question', values: row(-1, 0, 0, 1) }
	];
}

/** x1, x2 … on a tape, 1 × features each. */
export const inputs = (tape: Tape, sequence: Sequence): readonly Tensor[] =>
	rows(sequence).map(({ label, values }, k) =>
		tape.constant(`x${k + 1}`, [1, FEATURES], values, { label, symbol: `x_{${k + 1}}` })
	);

/** What the loss takes for right: the flag, unless another colour was chosen. */
export function targetOf(tape: Tape, { flag, label }: Asked): Tensor {
	const right = label === 'flag' ? flag : label;
	return tape.constant('target', [1], [COLOURS.indexOf(right)], {
		label: 'right answer',
		symbol: 'k'
	});
}
