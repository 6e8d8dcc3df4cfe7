/** What is drawn of a chain at a moment: its neurons and edges with the numbers that are known, and what they carry. */
import { plain, type Tensor } from '#engine';
import { short } from '#src/figures/grid/paint.ts';
import type { Change } from '../update/changes.ts';
import { weightCell, type Chain, type Layer } from './chain.ts';
import type { Edge } from './Edges.svelte';
import { labelAt, type Circle, type Columns } from './layout.ts';
import type { Moment, Spot } from './moment.ts';
import type { Shown } from './Neuron.svelte';
import { biasName, neuronName, type Naming } from './names.ts';
import { cellOf, gradientAt, keyOf, sameSpot } from './spots.ts';

export type Mode = 'forward' | 'backward' | 'update';

export interface Drawing {
	readonly chain: Chain;
	readonly columns: Columns;
	readonly moment: Moment | null;
	readonly mode: Mode;
	readonly row: number;
	readonly naming: Naming;
	readonly changes: readonly Change[];
	/** How many cells of a tensor are known. */
	known(tensor: Tensor): number;
	lit(tensor: Tensor, cell: number): boolean;
	/** The one that the arrow keys are at; null while they are elsewhere. */
	readonly active: Spot | null;
}

/** A number, or what it was and what it is, in as many digits as tell them apart. */
export function fromTo(old: number | null, value: number): string {
	if (old === null || old === value) return short(value);
	const digits = [3, 4, 5, 6].find((n) => old.toPrecision(n) !== value.toPrecision(n)) ?? 6;
	const text = (x: number) => (digits > 3 ? plain(Number(x.toPrecision(digits))) : short(x));
	return text(old) === text(value) ? `${plain(old)} → ${plain(value)}` : `${text(old)} → ${text(value)}`;
}

const isKnown = ({ known }: Drawing, tensor: Tensor, cell: number): boolean => known(tensor) > cell;

/** A number of a tensor as far as it is known. */
const shownAt = (drawing: Drawing, tensor: Tensor, cell: number): Shown => ({
	tensor,
	value: isKnown(drawing, tensor, cell) ? tensor.data[cell]! : null
});

/** The sum as far as it has come: with the bias, without it, or the products so far. */
function sumOf(drawing: Drawing, { z, product }: Layer, cell: number, so: number | null): Shown {
	if (isKnown(drawing, z, cell)) return shownAt(drawing, z, cell);
	const before = shownAt(drawing, product, cell);
	return { tensor: product, value: so ?? before.value };
}

export interface DrawnNeuron {
	readonly circle: Circle;
	readonly halves: readonly Shown[];
	readonly written: number | null;
	readonly dropped: boolean;
	readonly name: string | null;
	readonly under: string | null;
	/** Whether it is its bias, or the gradient of that, which was written just now. */
	readonly biasWritten: boolean;
	readonly spot: Spot;
	readonly bias: Spot | null;
}

export function neuronsOf(drawing: Drawing): DrawnNeuron[] {
	const { chain, columns, moment, mode, row, naming } = drawing;
	return columns.neurons.flat().map((circle): DrawnNeuron => {
		const { column, at } = circle;
		const layer = chain.layers[column - 1];
		const next = chain.layers[column];
		const bent = layer !== undefined && layer.a !== layer.z;
		const spot: Spot = { kind: 'neuron', column, at, half: bent || !layer ? 'out' : 'sum' };
		const written = moment?.spot.kind === 'neuron' && sameSpot(moment.spot, spot) ? moment.spot.half : null;
		const cell = row * (layer?.outs ?? chain.layers[0]!.ins) + at;
		const bias: Spot | null = layer?.bias ? { kind: 'bias', layer: column - 1, to: at } : null;
		const biasWritten = sameSpot(moment?.spot ?? null, bias);
		const so = written && moment!.row === row ? moment!.value : null;
		return {
			circle,
			halves: mode === 'backward' ? gradients(cell, so) : values(cell, so),
			written: written === null ? null : bent && written === 'out' ? 1 : 0,
			dropped: next !== undefined && layer !== undefined && isDropped(drawing, layer, next, cell),
			name: columns.named ? neuronName(chain, column, at, row, naming) : null,
			under: columns.named ? under(cell) : null,
			biasWritten,
			spot,
			bias
		};

		function values(cell: number, so: number | null): Shown[] {
			if (!layer) return [shownAt(drawing, chain.layers[0]!.x, cell)];
			const sum = sumOf(drawing, layer, cell, written === 'sum' ? so : null);
			if (!bent) return [sum];
			const out = shownAt(drawing, layer.a, cell);
			return [sum, written === 'out' && so !== null ? { ...out, value: so } : out];
		}

		function gradients(cell: number, so: number | null): Shown[] {
			const of = layer ? (bent ? [layer.z, layer.a] : [layer.z]) : [chain.layers[0]!.x];
			return of.map((tensor, k) => {
				const gradient = tensor.grad;
				if (!gradient) return { tensor, value: null };
				const shown = shownAt(drawing, gradient, cell);
				const isIt = written && (of.length === 1 || (written === 'out') === (k === 1));
				return isIt && so !== null ? { tensor: gradient, value: so } : shown;
			});
		}

		function under(cell: number): string | null {
			const named = () => (naming === 'notes' ? biasName(layer!, column - 1, at, naming) : 'b');
			if (mode === 'backward') {
				if (biasWritten) return `∂${named()} ${moment!.value === null ? '' : short(moment!.value)}`;
				const { value } = layer
					? shownAt(drawing, layer.a, cell)
					: shownAt(drawing, chain.layers[0]!.x, cell);
				return value === null ? null : `value ${short(value)}`;
			}
			if (!bias) return null;
			const [tensor, k] = cellOf(chain, bias, row);
			const change = changeOf(drawing, tensor);
			const was = short(tensor.data[k]!);
			return change && isKnown(drawing, change.after, k)
				? fromTo(tensor.data[k]!, change.after.data[k]!)
				: `${named()} ${was}`;
		}
	});
}

const changeOf = ({ changes, mode }: Drawing, tensor: Tensor): Change | undefined =>
	mode === 'update' ? changes.find(({ before }) => before === tensor) : undefined;

/** Whether what the next layer reads is 0 where this one gives another number: a dropout lies between. */
function isDropped(drawing: Drawing, layer: Layer, next: Layer, cell: number): boolean {
	if (next.x === layer.a || !isKnown(drawing, next.x, cell)) return false;
	return next.x.data[cell] === 0 && layer.a.data[cell] !== 0;
}

export function edgesOf(drawing: Drawing): Edge[] {
	const { chain, columns, moment, mode, row, active } = drawing;
	return chain.layers.flatMap((layer, k) => {
		const [left, right] = [columns.neurons[k]!, columns.neurons[k + 1]!];
		const spacing = (side: readonly Circle[]) => (side.length > 1 ? side[1]!.y - side[0]!.y : columns.height);
		const pitch = Math.min(spacing(left), spacing(right));
		const room = labelAt([layer.ins, layer.outs], columns.gap, spacing(left));
		const carried = new Map(
			moment?.carried.filter((one) => one.layer === k).map((one) => [`${one.from} ${one.to}`, one])
		);
		const changed = moment?.spot.kind === 'edge' && moment.spot.layer === k ? moment.spot : null;
		return right.flatMap((target, to) =>
			left.map((source, from): Edge => {
				const spot: Spot = { kind: 'edge', layer: k, from, to };
				const cell = weightCell(layer, from, to);
				const what = valueOf(spot, cell, layer);
				const carries = carried.get(`${from} ${to}`);
				const written = sameSpot(moment?.spot ?? null, spot);
				const known = what.value !== null;
				const plainLabel =
					room && !carried.size && known && (mode !== 'update' || what.old !== null || !changed)
						? fromTo(what.old, what.value!)
						: null;
				const product = carries && `${factorsOf(carries.factors, carries.product)}${short(carries.product)}`;
				const wide = columns.gap > 90;
				const fits = pitch >= 14 || carries?.now;
				const label = written
					? known || moment?.value === null
						? wide || mode !== 'update'
							? fromTo(what.old, what.value ?? 0)
							: plainLabel
						: product || (moment?.value != null ? short(moment.value) : null)
					: product && fits
						? product
						: plainLabel;
				const half = (column: number) =>
					(column > 0 && chain.layers[column - 1]!.a !== chain.layers[column - 1]!.z
						? columns.double
						: columns.single) / 2;
				return {
					key: keyOf(spot),
					ends: [source.x + half(k), source.y, target.x - half(k + 1), target.y],
					...what,
					label: label || null,
					along: product || written ? (mode === 'backward' ? 0.56 : 0.44) : (room?.(to) ?? 0.5),
					carries: carries !== undefined,
					now: carries?.now ?? false,
					written,
					lit:
						drawing.lit(layer.given, cell) || (what.tensor !== layer.given && drawing.lit(what.tensor, cell)),
					focused: sameSpot(active, spot),
					cell: `${what.tensor.name} ${cell}`
				};
			})
		);
	});

	/** The factors, where they fit between the columns. */
	function factorsOf([a, b]: readonly [number, number], product: number): string {
		const text = `${short(a)} × ${short(b)} = `;
		return (text.length + short(product).length) * 6.6 + 20 < columns.gap ? text : '';
	}

	function valueOf(spot: Spot, cell: number, layer: Layer): Pick<Edge, 'value' | 'tensor' | 'old'> {
		const { given } = layer;
		if (mode === 'backward') {
			const found = gradientAt(chain, spot, row, drawing.known);
			return found
				? { tensor: found[0], value: found[0].data[found[1]]!, old: null }
				: { tensor: given.grad ?? given, value: null, old: null };
		}
		const change = changeOf(drawing, given);
		return change && isKnown(drawing, change.after, cell)
			? { tensor: change.after, value: change.after.data[cell]!, old: given.data[cell]! }
			: { tensor: given, value: given.data[cell]!, old: null };
	}
}
