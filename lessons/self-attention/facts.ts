/** What can be counted and asked of this trace. */
import { num, type Trace } from '#engine';
import type { Fact, PlotFact } from '../lesson.ts';
import { norm, percent, rounded } from '../numbers.ts';
import weights from '../shared/translation/transformer.json' with { type: 'json' };
import { entropy, experiments, KEYS, ROWS, WIDTHS, type Measured } from './scaling.ts';
import { rowsOf, wordsIn } from './tokens.ts';

const text = (words: string) => `\\text{${words}}`;

/** What the division keeps steady: how far a row spreads, and how much gradient comes through it. */
function scaling(width: number): PlotFact {
	const values = [...new Set([...WIDTHS, width])].sort((a, b) => a - b);
	const found = experiments(values);
	const lines = (what: keyof Measured) => [
		{ name: 'divided by √d_k', values: found.map(({ divided }) => divided[what]) },
		{ name: 'not divided', values: found.map(({ plain }) => plain[what]) }
	];
	return {
		label: `${ROWS} random queries with ${KEYS} random keys each, of d_k numbers with variance 1`,
		x: { name: 'd_k', values, logarithmic: true },
		at: width,
		control: 'width',
		plots: [
			{
				name: 'Entropy of a row of weights',
				lines: lines('entropy'),
				most: { name: `ln ${KEYS}: all keys weigh the same`, value: Math.log(KEYS) }
			},
			{ name: 'Gradient that gets through: size of softmax’s Jacobian', lines: lines('jacobian') }
		]
	};
}

/** What these ask of the settings. */
interface Settings {
	readonly sentence: string;
	readonly shifted: boolean;
	readonly width: number;
	readonly scale: boolean;
	readonly position: number;
}

export function facts(trace: Trace, p: Settings): Readonly<Record<string, Fact>> {
	const of = (name: string) => trace.tensors.get(name)!;
	const rows = rowsOf(wordsIn(p.sentence), p.shifted);
	const n = rows.length;
	const A = of('attention');
	const row = (tensor: { data: Float64Array }, i: number) => {
		const size = tensor.data.length / n;
		return Array.from(tensor.data.slice(i * size, (i + 1) * size));
	};
	const names = rows.map(({ reads }) => reads);
	const arrows = rows.map(({ reads, says }) => `${reads} → ${says ?? 'nothing'}`);
	const most = rows.map((_, i) => {
		const own = row(A, i);
		const best = own.indexOf(Math.max(...own));
		return `${text(names[i]!)} &\\to ${text(names[best]!)} & ${num(own[best]!)}`;
	});
	/** How much a position takes from the very word that it has to say, and from all that comes later. */
	const later = rows.map((_, i) => {
		const own = row(A, i);
		return [own[i + 1] ?? 0, own.slice(i + 1).reduce((sum, weight) => sum + weight, 0)].map(rounded);
	});
	const mask = trace.tensors.get('mask');
	const closed = mask ? mask.data.filter((may) => may === 0).length : 0;
	const d = of('Q').shape[1]!;
	return {
		rows: {
			label: 'The row of the table that each position looks up',
			columns: ['row'],
			names,
			rows: rows.map(({ index }) => [index])
		},
		'looks at': {
			label: 'What each position looks at most, with its weight',
			tex: '\\operatorname*{arg\\,max}_j \\, A_{ij}',
			numbers: `\\begin{aligned} ${most.join(' \\\\ ')} \\end{aligned}`
		},
		cheating: {
			label: 'What each position reads → has to say next; its weight on that word, and on all later words',
			columns: ['next word', 'all later'],
			names: arrows,
			rows: later
		},
		masked: {
			label: mask ? `What the causal mask closes, of ${n} positions` : 'Without a mask, nothing is closed',
			tex: mask ? 'n (n - 1) / 2' : '\\text{closed cells}',
			numbers: mask
				? `${n} \\cdot ${n - 1} / 2 = ${closed} \\; \\text{of} \\; ${n * n}`
				: `${closed} \\; \\text{of} \\; ${n * n}`
		},
		entropy: {
			label: 'The entropy of each row of weights in nats, and the most that it could be',
			columns: ['entropy', 'at most'],
			names,
			rows: rows.map((_, i) => {
				const open = mask ? row(mask, i).reduce((sum, may) => sum + may, 0) : n;
				return [entropy(row(A, i)), Math.log(open)].map(rounded);
			})
		},
		score: {
			label: `The score of row 0 and column 0: a dot product of ${d} numbers${p.scale ? `, divided by √${d}` : ''}`,
			tex: p.scale ? 'q_i \\cdot k_j / \\sqrt{d_k}' : 'q_i \\cdot k_j',
			numbers: p.scale
				? `${num(of('scores').data[0]!)} / \\sqrt{${d}} = ${num(of('scaled').data[0]!)}`
				: num(of('scores').data[0]!)
		},
		scaling: scaling(p.width),
		loss: {
			label: `The squares of the output of position ${Math.min(p.position, n - 1)}`,
			tex: '\\htmlData{tensor=loss}{L} = \\textstyle\\sum_k z_k^2',
			numbers: num(of('loss').data[0]!)
		},
		'way back': {
			label: 'How much gradient comes back to each position: sizes of ∂L/∂q, ∂L/∂k and ∂L/∂v',
			columns: ['q', 'k', 'v'],
			names,
			rows: rows.map((_, i) => ['Q', 'K', 'V'].map((name) => rounded(norm(row(of(name).grad!, i)))))
		},
		accuracy: {
			label: `The whole translator was trained on ${weights.trainedOn} sentences, then tested on ${weights.heldOut} others of the same grammar`,
			tex: '\\frac{\\text{translated without a fault}}{\\text{tested}}',
			numbers: `\\frac{${weights.heldOutRight}}{${weights.heldOut}} = ${percent(weights.heldOutRight, weights.heldOut)}`
		}
	};
}
