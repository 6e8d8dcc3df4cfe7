/** What can be counted and asked of this trace. */
import { num, plain, Tape, type Trace } from '#engine';
import { frequency, positionalEncoding } from '#engine/layers/positional.ts';
import type { Fact, Params } from '../lesson.ts';
import { rounded } from '../numbers.ts';
import { split } from '../words.ts';
import { OTHER, parameters, read } from './network.ts';
import { block } from './rotation.ts';

/** Positions that a table shows at most. */
const SHOWN = 8;

/** The outputs of both orders, word by word, from the weights of this trace. */
export function bothOrders(trace: Trace, words: readonly string[], d: number, positions: boolean) {
	const tape = new Tape();
	const weights = parameters(tape, words, d, 0, (name) => trace.tensors.get(name)!.data);
	const [one, other] = tape.scope(
		'forward',
		() => [read(tape, words, weights, positions), read(tape, words.toReversed(), weights, positions, OTHER)],
		{ part: { kind: 'network' } }
	) as [{ data: Float64Array }, { data: Float64Array }];
	const row = (data: Float64Array, k: number) => Array.from(data.subarray(k * d, (k + 1) * d));
	return words.map((_, k) => [row(one.data, k), row(other.data, words.length - 1 - k)] as const);
}

export function facts(trace: Trace, p: Params): Readonly<Record<string, Fact>> {
	const words = split(p.sentence as string);
	const d = Number(p.d);
	const [i, pos, k] = [p.pair as number, p.position as number, p.shift as number];
	const omega = frequency(i, d);
	/** Sine and cosine of the chosen pair. */
	const pairAt = (position: number) => positionalEncoding(1, d, position).slice(2 * i, 2 * i + 2);
	const [sine, cosine] = pairAt(pos) as unknown as [number, number];
	const [laterSine, laterCosine] = pairAt(pos + k) as unknown as [number, number];
	const [a, b, c, e] = block(i, d, k);
	const dot = (one: number, other: number) => {
		const [u, v] = [one, other].map((position) => positionalEncoding(1, d, position)) as [
			Float64Array,
			Float64Array
		];
		return u.reduce((sum, value, n) => sum + value * v[n]!, 0);
	};
	const furthest = (rows: readonly (readonly [number[], number[]])[]) =>
		Math.max(...rows.flatMap(([one, other]) => one.map((value, n) => Math.abs(value - other[n]!))));
	const count = (n: number) => Array.from({ length: n }, (_, n) => n);
	const asked = [false, true].map((positions) => bothOrders(trace, words, d, positions));
	const off = trace.tensors.get('off')!.data;
	return {
		order: {
			label: `The largest difference in any output of a word: “${words.join(' ')}” against “${words.toReversed().join(' ')}”`,
			names: ['without positions', 'with positions'],
			rows: asked.map((rows) => [rounded(furthest(rows))])
		},
		words: {
			label: 'The first number that comes out for each word, in this order and in the other',
			columns: ['without', 'other order', 'with positions', 'other order'],
			names: words,
			rows: words.map((_, k) => asked.flatMap((rows) => rows[k]!.map((row) => rounded(row[0]!))))
		},
		cells: {
			label: `Columns ${2 * i} and ${2 * i + 1} at position ${pos}`,
			tex: '\\sin \\frac{\\mathit{pos}}{10000^{2i/d}} \\qquad \\cos \\frac{\\mathit{pos}}{10000^{2i/d}}',
			numbers: `\\begin{aligned} \\sin \\frac{${pos}}{10000^{${2 * i}/${d}}} &= \\sin ${num(pos * omega)} = ${num(sine)} \\\\[0.4em] \\cos \\frac{${pos}}{10000^{${2 * i}/${d}}} &= \\cos ${num(pos * omega)} = ${num(cosine)} \\end{aligned}`
		},
		lengths: {
			label: 'How far each pair turns from one position to the next, and after how many positions it is back',
			columns: ['angle ω', 'wavelength 2π/ω'],
			names: count(d / 2).map((pair) => `pair ${pair}`),
			rows: count(d / 2).map((pair) => [frequency(pair, d), (2 * Math.PI) / frequency(pair, d)].map(rounded))
		},
		rotation: {
			label: `Pair ${i} of position ${pos}, turned by k = ${k} positions, and what the formula gives at position ${pos + k}`,
			tex: '\\begin{pmatrix} \\sin \\omega \\mathit{pos} & \\cos \\omega \\mathit{pos} \\end{pmatrix} \\begin{pmatrix} \\cos \\omega k & -\\sin \\omega k \\\\ \\sin \\omega k & \\cos \\omega k \\end{pmatrix}',
			numbers: `\\begin{aligned} &\\begin{pmatrix} ${num(sine)} & ${num(cosine)} \\end{pmatrix} \\begin{pmatrix} ${num(a)} & ${num(b)} \\\\ ${num(c)} & ${num(e)} \\end{pmatrix} \\\\ &\\quad = \\begin{pmatrix} ${num(sine * a + cosine * c)} & ${num(sine * b + cosine * e)} \\end{pmatrix} \\\\[0.4em] &\\mathrm{PE}: \\begin{pmatrix} ${num(laterSine)} & ${num(laterCosine)} \\end{pmatrix} \\end{aligned}`
		},
		off: {
			label: `The most that any number of the sentence’s positions is off, turned by k = ${k}`,
			tex: '\\max \\left| \\mathrm{PE}_{\\mathit{pos}} R_k - \\mathrm{PE}_{\\mathit{pos}+k} \\right|',
			numbers: num(Math.max(...off.map(Math.abs)))
		},
		distance: {
			label: 'Dot products of the encodings of two positions that lie k apart',
			columns: ['from 0', `from ${pos}`],
			names: count(SHOWN).map((k) => `k = ${k}`),
			rows: count(SHOWN).map((k) => [dot(0, k), dot(pos, pos + k)].map(rounded))
		},
		loss: {
			label: `The distance between both orders, ${p.positions ? 'with' : 'without'} positions`,
			tex: "\\frac{1}{n d} \\sum \\left(Z - Z'_{\\pi}\\right)^2",
			numbers: `\\frac{1}{${words.length} \\cdot ${d}} \\sum (\\ldots)^2 = ${num(trace.tensors.get('loss')!.data[0]!)} \\quad (${plain(words.length * d)} \\text{ numbers})`
		}
	};
}
