import { fail } from '../errors.ts';
import { PADDING, type Call, type Cell, type Op, type Rule, type Use } from '../op.ts';
import { meaning } from '../places.ts';
import { slope, sumRule } from '../rules/sum.ts';
import { shapeName, size, type Tensor } from '../tensor.ts';
import { plain, sym, val, valueOf } from '../tex.ts';
import { placeOn } from '../taken.ts';
import { at, capital, the, where, withValue } from '../words.ts';

export interface Embedding {
	/** The row that stands for padding: it is looked up like any other, but gets no gradient. */
	paddingIndex?: number;
}

const width = (table: Tensor) => table.shape[1]!;

/** As in PyTorch, a negative padding index counts from the end of the table. */
function paddingRow([rows]: readonly number[], attrs: Embedding | undefined): number {
	const row = attrs?.paddingIndex;
	if (row === undefined) return -1;
	if (!Number.isInteger(row) || row < -rows! || row >= rows!)
		fail(
			'attribute',
			`embedding: paddingIndex is ${row}, but the table has ${rows} rows: give a whole number from ${-rows!} to ${rows! - 1}`
		);
	return row < 0 ? row + rows! : row;
}

const forward: Rule<Embedding> = {
	tex: ({ out, xs: [table, indices] }) =>
		`${sym(out, 'p,d')} = ${sym(table!, `${sym(indices!, 'p')},\\, d`)}`,
	about: ({ xs: [table, indices] }) =>
		size(indices!.shape) === 1
			? `Of ${the(table!)}, ${placeOn(table!, 0, indices!.data[0]!)} is looked up: ${width(table!)} numbers.`
			: `Every index in ${the(indices!)} is replaced by the row of ${the(table!)} that it names: ${width(table!)} numbers each.`,
	reads: (c) => c.xs,
	run({ xs: [table, indices] }, out) {
		const n = width(table!);
		for (let p = 0; p < indices!.data.length; p++) {
			const from = indices!.data[p]! * n;
			for (let d = 0; d < n; d++) out[p * n + d] = table!.data[from + d]!;
		}
	},
	steps: () => 1,
	step({ xs: [table, indices], out }, cell) {
		const n = width(table!);
		const index: Cell = [indices!, Math.floor(cell / n)];
		const read: Cell = [table!, valueOf(index) * n + (cell % n)];
		const word = meaning(...index);
		return {
			reads: [index, read],
			value: valueOf(read),
			tex: `${sym(table!, `${val(index, false)},\\,${cell % n}`)} = ${val(read, false)}`,
			text:
				word === null
					? capital(
							`${at(index)} is ${plain(valueOf(index))}, so ${withValue(read)} is looked up, and becomes ${at([out, cell])}.`
						)
					: `“${word}” has the number ${plain(valueOf(index))}: in ${the(table!)} its column ${cell % n} is ${plain(valueOf(read))}, which becomes ${at([out, cell])}.`
		};
	},
	*uses({ xs: [table, indices] }, slot, index): Iterable<Use> {
		const n = width(table!);
		if (slot === 1) for (let d = 0; d < n; d++) yield [index * n + d, 0];
		else for (const p of lookups(indices!, Math.floor(index / n))) yield [p * n + (index % n), 0];
	}
};

/** The positions that looked a row up, in order. */
function lookups({ data }: Tensor, row: number): number[] {
	const found: number[] = [];
	for (let p = data.indexOf(row); p >= 0; p = data.indexOf(row, p + 1)) found.push(p);
	return found;
}

/** How often the row that was looked up most was looked up. */
function most({ xs: [table, indices], attrs }: Call<Embedding>): number {
	const counts = new Int32Array(table!.shape[0]!);
	for (const row of indices!.data) counts[row]!++;
	const padding = paddingRow(table!.shape, attrs);
	if (padding >= 0) counts[padding] = 0;
	return Math.max(1, ...counts);
}

/** A row's gradient is the sum over the positions that looked it up, one elementary step for each. */
const gradient = sumRule<Embedding>({
	tex: ({ out, xs: [, indices], dy }) =>
		`${sym(out, 'v,d')} = \\sum_{p:\\; ${sym(indices!, 'p')} = v} ${sym(dy!, 'p,d')}`,
	about: ({ xs: [table], attrs }) =>
		`Every row of ${the(table!)} gets the gradients of all positions that looked it up, added; a row that nobody looked up gets 0${attrs?.paddingIndex === undefined ? '' : ', and so does the row for padding'}.`,
	reads: ({ xs, dy }) => [xs[1]!, dy!],
	run({ xs: [table, indices], dy, attrs }, out) {
		const n = width(table!);
		const padding = paddingRow(table!.shape, attrs);
		out.fill(0);
		indices!.data.forEach((row, p) => {
			if (row === padding) return;
			for (let d = 0; d < n; d++) out[row * n + d]! += dy!.data[p * n + d]!;
		});
	},
	terms: most,
	term({ xs: [table, indices], dy, attrs }, cell, s) {
		const n = width(table!);
		const row = Math.floor(cell / n);
		const nothing = (note: string) => ({
			reads: [],
			value: 0,
			local: 0,
			upstream: [dy!, PADDING] as const,
			note
		});
		if (row === paddingRow(table!.shape, attrs))
			return nothing(`${placeOn(table!, 0, row)} stands for padding, so it gets no gradient`);
		const positions = lookups(indices!, row);
		const p = positions[s];
		if (p === undefined)
			return nothing(
				positions.length
					? `no more positions looked ${placeOn(table!, 0, row)} up, so nothing is added`
					: `no position looked ${placeOn(table!, 0, row)} up, so its gradient is 0`
			);
		const place = where(indices!, p);
		return {
			...slope(1, [dy!, p * n + (cell % n)], [[indices!, p]]),
			note: `${place || 'the index'} looked ${placeOn(table!, 0, row)} up, so ${withValue([dy!, p * n + (cell % n)])} is added`
		};
	},
	*uses({ xs: [table, indices], attrs }, slot, index): Iterable<Use> {
		const n = width(table!);
		const p = slot === 0 ? index : Math.floor(index / n);
		const row = indices!.data[p]!;
		if (row === paddingRow(table!.shape, attrs)) return;
		const s = lookups(indices!, row).indexOf(p);
		if (slot === 1) yield [row * n + (index % n), s];
		else for (let d = 0; d < n; d++) yield [row * n + d, s];
	}
});

export const embedding: Op<Embedding> = {
	name: 'embedding',
	family: 'matrix',
	summary: 'Replaces every index by the row of a table: how words become vectors.',
	inputs: ['table', 'indices'],
	ids: ['indices'],
	counts: () => [0, 0],
	along: ({ xs: [, indices] }) => [...indices!.shape.map((_, d) => [1, d] as const), [0, 1]],
	attributes: { paddingIndex: 'the row that stands for padding and gets no gradient (none)' },
	shape([table, indices], attrs) {
		if (table!.length !== 2)
			fail(
				'shape',
				`embedding: the table has shape ${shapeName(table!)}: give it two axes, words × features`
			);
		paddingRow(table!, attrs);
		return [...indices!, table![1]!];
	},
	check([table, indices]) {
		const last = table!.shape[0]! - 1;
		const bad = indices!.data.findIndex((v) => !Number.isInteger(v) || v < 0 || v > last);
		if (bad < 0) return;
		const place = where(indices!, bad);
		fail(
			'value',
			`embedding: ${indices!.name} holds ${indices!.data[bad]}${place && ` at ${place}`}, but the rows of ${table!.name} are counted from 0 to ${last}: give a whole number from 0 to ${last}`
		);
	},
	forward,
	backward: (k) => (k === 0 ? gradient : null),
	example: () => ({
		xs: [
			{ shape: [3, 2], values: [0.1, 0.2, 1, 2, 10, 20] },
			{ shape: [4], values: [2, 0, 1, 2] }
		],
		attrs: {}
	}),
	sample(random) {
		const [rows, columns] = [random.integer(1, 4), random.integer(1, 3)];
		const shape = Array.from({ length: random.integer(0, 2) }, () => random.integer(1, 4));
		const values = Array.from({ length: size(shape) }, () => random.integer(0, rows - 1));
		return { xs: [{ shape: [rows, columns] }, { shape, values }], attrs: {} };
	}
};
