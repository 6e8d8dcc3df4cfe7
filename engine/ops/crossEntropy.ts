/**
 * The loss of a choice among classes: minus the logarithm of the probability that softmax gives the right class. From
 * logits, because ln softmax is x − max − ln Σ, in which nothing overflows. The gradient is what textbooks state: ŷ − y.
 */
import { fail } from '../errors.ts';
import { log } from '../math.ts';
import type { Call, Cell, Op, Rule, Step, Use } from '../op.ts';
import { lines, type Lines } from '../rules/lines.ts';
import { averages, lossSample, REDUCTION, type Loss } from '../rules/loss.ts';
import { nothing as nothingToAdd } from '../rules/sum.ts';
import {
	addPower,
	distinct,
	findLargest,
	largest,
	power,
	nothing,
	powerTex,
	statistics,
	statisticsUses,
	totalTex
} from '../rules/softmax.ts';

import { sameShape, shapeName, size, type Shape } from '../tensor.ts';
import { joined, num, plain, sym, val, valueOf, wrap } from '../tex.ts';
import { at, capital, meant, where, withValue } from '../words.ts';

const NAME = 'crossEntropy';
/** The classes: axis 1, as in PyTorch, or the only axis of one row. A target stands for each line along it. */
const classAxis = (logits: Shape) => Math.min(1, logits.length - 1);
export const rowsOf = ({ xs: [x] }: Call<Loss>): Lines => lines(NAME, x!.shape, classAxis(x!.shape));
const divisor = (c: Call<Loss>) => (averages(NAME, c.attrs) ? rowsOf(c).count : 1);
/** The mean of one row is that row. */
const fraction = (c: Call<Loss>) =>
	averages(NAME, c.attrs) && rowsOf(c).count > 1 ? `\\frac{1}{${rowsOf(c).count}} ` : '';

/** What row r costs: ln Σ e^(x − max) − (x_target − max). */
function rowLoss(c: Call<Loss>, row: number) {
	const g = rowsOf(c);
	const [x, targets] = c.xs;
	const target: Cell = [targets!, row];
	const right: Cell = [x!, g.start(row) + valueOf(target) * g.stride];
	const { max, sum } = statistics(x!, g, row);
	return { target, right, max, sum, value: log(sum) - (valueOf(right) - valueOf(max)) };
}

function lossSoFar(c: Call<Loss>, rows: number): number {
	let sum = 0;
	for (let row = 0; row < rows; row++) sum += rowLoss(c, row).value;
	return sum;
}

const forward: Rule<Loss> = {
	tex(c) {
		const [logits, target] = c.xs;
		const rows = rowsOf(c).count > 1;
		const right = rows ? `n,\\,${sym(target!, 'n')}` : sym(target!);
		return `${sym(c.out)} = ${fraction(c)}${rows ? '\\sum_n ' : ''}-\\ln \\hat y_{${right}} \\qquad \\hat y = \\operatorname{softmax}(${sym(logits!)})`;
	},
	about: (c) =>
		`Every ${rowsOf(c).word} costs minus the logarithm of the probability that softmax gives its right class; the losses are ${averages(NAME, c.attrs) ? 'averaged' : 'added'}.`,
	reads: (c) => c.xs,
	run(c, out) {
		const g = rowsOf(c);
		const x = c.xs[0]!.data;
		let loss = 0;
		for (let row = 0; row < g.count; row++) {
			const { max, sum, value } = rowLoss(c, row);
			for (let k = 0, i = g.start(row); k < g.n; k++, i += g.stride)
				c.saved[i] = power(x[i]!, valueOf(max)) / sum;
			loss += value;
		}
		out[0] = averages(NAME, c.attrs) ? loss / g.count : loss;
	},
	steps: (c) => Math.max(1, rowsOf(c).count * (2 * rowsOf(c).n + 1) + (averages(NAME, c.attrs) ? 1 : 0)),
	step(c, _, s): Step {
		const g = rowsOf(c);
		const row = Math.floor(s / (2 * g.n + 1));
		const k = s % (2 * g.n + 1);
		if (g.count === 0 && !averages(NAME, c.attrs)) return nothingToAdd(0);
		if (row === g.count) {
			const sum = lossSoFar(c, g.count);
			const value = sum / g.count;
			return {
				reads: [],
				value,
				term: g.count,
				tex: `\\frac{${num(sum)}}{${g.count}} = ${num(value)}`,
				text: `The losses of all ${g.word}s, ${plain(sum)}, divided by their number, ${g.count}, are ${plain(value)}.`
			};
		}
		if (k < g.n) return findLargest(c.xs[0]!, g, row, k);
		if (k < 2 * g.n) return addPower(c.xs[0]!, g, row, k - g.n);
		const before = lossSoFar(c, row);
		const { target, right, max, sum, value: term } = rowLoss(c, row);
		const value = before + term;
		const probability = power(valueOf(right), valueOf(max)) / sum;
		const soFar = row === 0 ? '' : `\\underbrace{${num(before)}}_{\\text{so far}} + `;
		return {
			reads: [...distinct(right, max), target],
			value,
			term,
			tex: `${soFar}\\underbrace{\\ln ${num(sum)} - \\left(${val(right, false)} - ${val(max)}\\right)}_{-\\ln ${num(probability)}} = ${num(value)}`,
			text: `${sum === 0 ? capital(nothing(g)) : `The right class is ${meant(target)}, and ${withValue(right)} gives it the probability ${plain(probability)}`}: minus the logarithm of that, ${plain(term)}, is ${row === 0 ? `the loss of this ${g.word}` : `added to the loss, which is ${plain(value)} so far`}.`
		};
	},
	cell(c) {
		const g = rowsOf(c);
		const only = (row: number) => {
			const { right, max } = rowLoss(c, row);
			return `\\left(-\\ln \\frac{${powerTex(right, max)}}{${totalTex(g, row, max)}}\\right)`;
		};
		// Of several rows what each costs: its formula is that of its own steps.
		const costs = Array.from({ length: g.count }, (_, row) => rowLoss(c, row).value);
		const line =
			g.count === 1
				? only(0)
				: joined(
						g.count,
						(row) => wrap(costs[row]!),
						' + ',
						12,
						() => costs
					);
		const mean = averages(NAME, c.attrs);
		return {
			tex: `${mean && g.count > 1 ? `\\tfrac{1}{${g.count}} \\big(${line}\\big)` : line} = ${val([c.out, 0], false)}`,
			text: `The ${mean ? 'average' : 'total'} loss of ${g.count === 1 ? `one ${g.word}` : `${g.count} ${g.word}s`} is ${plain(c.out.data[0]!)}.`
		};
	},
	*uses(c, slot, index): Iterable<Use> {
		const g = rowsOf(c);
		const last = 2 * g.n;
		if (slot === 1) return yield [0, index * (last + 1) + last];
		const [row, k] = [g.lineOf(index), g.placeOf(index)];
		const first = row * (last + 1);
		const isLargest = largest(c.xs[0]!.data, g, row) === index;
		for (const s of statisticsUses(g.n, k, isLargest)) yield [0, first + s];
		if (isLargest || c.xs[1]!.data[row] === k) yield [0, first + last];
	}
};

/** ŷ − y of a cell, and the share of the loss that its row has. */
function difference(c: Call<Loss>, cell: number) {
	const g = rowsOf(c);
	const row = g.lineOf(cell);
	const { max, sum } = statistics(c.xs[0]!, g, row);
	const target: Cell = [c.xs[1]!, row];
	const guess = power(c.xs[0]!.data[cell]!, valueOf(max)) / sum;
	const truth = valueOf(target) === g.placeOf(cell) ? 1 : 0;
	return { g, row, max, sum, target, guess, truth };
}

const gradient: Rule<Loss> = {
	tex(c) {
		const n = rowsOf(c).count > 1 ? 'n' : '';
		const index = n ? 'n,i' : 'i';
		return `${sym(c.out, index)} = ${fraction(c)}\\big(\\hat y_{${index}} - [\\,i = ${sym(c.xs[1]!, n)}\\,]\\big) \\cdot ${sym(c.dy!)} \\qquad \\hat y = \\operatorname{softmax}(${sym(c.xs[0]!)})`;
	},
	about: () =>
		'The gradient of every logit is the probability that softmax gave its class, minus 1 where that is the right class: ŷ − y.',
	reads: ({ xs, dy }) => [...xs, dy!],
	run(c, out) {
		const g = rowsOf(c);
		const upstream = c.dy!.data[0]!;
		for (let i = 0; i < out.length; i++) {
			const truth = c.xs[1]!.data[g.lineOf(i)] === g.placeOf(i) ? 1 : 0;
			out[i] = 0 + ((c.saved[i]! - truth) / divisor(c)) * upstream;
		}
	},
	steps: () => 3,
	step(c, cell, s): Step {
		const { g, row, max, sum, target, guess, truth } = difference(c, cell);
		const x = c.xs[0]!;
		if (s === 0) {
			return {
				reads: Array.from({ length: g.n }, (_, k): Cell => [x, g.start(row) + k * g.stride]),
				value: guess,
				working: true,
				term: guess,
				tex: `\\hat y = \\frac{${powerTex([x, cell], max)}}{${num(sum)}} = ${num(guess)}`,
				text:
					sum === 0
						? `${capital(nothing(g))} is NaN, so no class has a probability.`
						: `Softmax gave ${withValue([x, cell])} the probability ${plain(guess)} among its ${g.word}.`
			};
		}
		const off = guess - truth;
		if (s === 1) {
			return {
				reads: [target],
				value: off,
				working: true,
				term: truth,
				tex: `\\hat y - y = ${num(guess)} - ${truth} = ${num(off)}`,
				text: truth
					? `This is the right class, as ${at(target)} (${meant(target)}) says, so 1 was expected: ${plain(guess)} minus 1 is ${plain(off)}.`
					: `The right class is another one, as ${at(target)} (${meant(target)}) says, so 0 was expected: ${plain(guess)} minus 0 is ${plain(off)}.`
			};
		}
		const upstream: Cell = [c.dy!, 0];
		const local = off / divisor(c);
		const value = 0 + local * valueOf(upstream);
		return {
			reads: [upstream],
			value,
			term: value,
			local,
			upstream: valueOf(upstream),
			tex: `\\underbrace{${fraction(c)}${fraction(c) ? '\\cdot ' : ''}${wrap(off)}}_{\\text{local}} \\times \\underbrace{${val(upstream)}}_{\\text{upstream}} = ${num(value)}`,
			text: `The local derivative ${plain(local)}${divisor(c) > 1 ? `, which is the difference divided by ${divisor(c)},` : ''} times the upstream ${withValue(upstream)} is ${plain(value)}.`
		};
	},
	cell(c, cell) {
		const { g, guess, truth } = difference(c, cell);
		return {
			tex: `${fraction(c)}\\left(${num(guess)} - ${truth}\\right) \\times ${val([c.dy!, 0])} = ${val([c.out, cell], false)}`,
			text: `${capital(at([c.out, cell]))} is ${plain(c.out.data[cell]!)}: the probability ${plain(guess)} minus ${truth}${divisor(c) > 1 ? `, shared among ${divisor(c)} ${g.word}s` : ''}.`
		};
	},
	*uses(c, slot, index): Iterable<Use> {
		const g = rowsOf(c);
		const row = slot === 0 ? g.lineOf(index) : index;
		if (slot === 2) for (let i = 0; i < c.xs[0]!.data.length; i++) yield [i, 2];
		else for (let k = 0; k < g.n; k++) yield [g.start(row) + k * g.stride, slot];
	}
};

export const crossEntropy: Op<Loss> = {
	name: NAME,
	family: 'loss',
	summary:
		'Softmax and the negative logarithm of the right class in one: the loss of a choice among classes.',
	range: [0, Infinity],
	byHand: false,
	inputs: ['logits', 'target'],
	ids: ['target'],
	counts: ({ xs: [logits] }) => [0, classAxis(logits!.shape)],
	attributes: { reduction: REDUCTION },
	shape([logits, target], attrs) {
		averages(NAME, attrs);
		if (!logits!.length)
			fail(
				'shape',
				`${NAME}: the logits are a single number: give a number for each class, or rows × classes`
			);
		const each = logits!.toSpliced(classAxis(logits!), 1);
		if (!sameShape(target!, each))
			fail(
				'shape',
				`${NAME}: the targets have shape ${shapeName(target!)}, but the logits ${shapeName(logits!)} have their classes along axis ${classAxis(logits!)}: give one class index for each of the rest, ${each.length ? `shape ${shapeName(each)}` : 'a single number'}`
			);
		return [];
	},
	check([logits, target]) {
		const classes = logits!.shape[classAxis(logits!.shape)]!;
		const bad = target!.data.findIndex((t) => !Number.isInteger(t) || t < 0 || t >= classes);
		if (bad < 0) return;
		fail(
			'value',
			`${NAME}: target ${target!.name} holds ${target!.data[bad]} at ${where(target!, bad) || 'its only place'}, which is no class: give a whole number from 0 to ${classes - 1}`
		);
	},
	saves: ([logits]) => logits!.reduce((a, b) => a * b, 1),
	forward,
	backward: (k) => (k === 0 ? gradient : null),
	example: () => ({
		xs: [
			{ shape: [2, 3], values: [2, 1, 0.1, 0, 3, 1] },
			{ shape: [2], values: [0, 2] }
		],
		attrs: {}
	}),
	sample(random) {
		const classes = random.integer(1, 5);
		const each = Array.from({ length: random.pick([0, 1, 1, 2, 3]) }, () => random.integer(1, 3));
		const values = Array.from({ length: size(each) }, () => random.integer(0, classes - 1));
		const logits = { shape: each.toSpliced(1, 0, classes) };
		return { xs: [logits, { shape: each, values }], attrs: lossSample(random) };
	}
};
