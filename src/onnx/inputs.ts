/** What a model is run on: what somebody wrote or drew, or numbers by a seed. */
import { random, shapeName, size, type Shape } from '#engine';
import { fail } from '#engine/errors.ts';
import type { Asked, Model } from './graph.ts';
import { standardGoal, type Goal } from './goal.ts';
import { MOST_NUMBERS, type Numbers } from './tensors.ts';
import { bitsOf, castTo, isFloat } from './types.ts';

export const FILLS = ['random', 'zeros', 'ones', 'values'] as const;

export interface Given {
	readonly shape: Shape;
	readonly fill: (typeof FILLS)[number];
	/** Whole numbers are drawn from 0 to below this one. */
	readonly below?: number;
	readonly values?: readonly number[];
}

export interface Settings {
	readonly seed: number;
	/** By the names of the inputs. */
	readonly inputs: Readonly<Record<string, Given>>;
	/** Where the way back starts; null where there is none. */
	readonly goal: Goal | null;
}

/** Length of an axis that the model leaves open, unless somebody says another: enough to see that there are several. */
const OPEN = { first: 1, other: 4, ofImage: 16 };

/** Sizes for a shape; one that has a name is the same wherever that name stands. */
function sizesOf(shape: Asked['shape'], named: Map<string, number>): Shape {
	return (shape ?? []).map((d, k, { length }) => {
		if (typeof d === 'number') return d;
		const usual = k === 0 ? OPEN.first : length === 4 && k > 1 ? OPEN.ofImage : OPEN.other;
		const size = named.get(d) ?? usual;
		named.set(d, size);
		return size;
	});
}

/**
 * What is asked of the reader to begin with: shapes as the model has them, of what it leaves open one sample and a few
 * places; numbers by a seed, masks of ones.
 */
export function standardSettings(model: Model): Settings {
	const named = new Map<string, number>();
	const inputs = Object.fromEntries(
		model.inputs.map((asked) => [asked.name, standardOf(model, asked, named)])
	);
	return { seed: 1, inputs, goal: standardGoal(model) };
}

function standardOf(model: Model, { name, type, shape }: Asked, named: Map<string, number>): Given {
	const sizes = sizesOf(shape, named);
	if (isFloat(type)) return { shape: sizes, fill: 'random' };
	if (type === 'bool' || /mask/i.test(name)) return { shape: sizes, fill: 'ones' };
	const below = tableOf(model, name);
	return below === null ? { shape: sizes, fill: 'zeros' } : { shape: sizes, fill: 'random', below };
}

/** How many rows the table has in which an input's numbers are looked up; null where it is no input of that kind. */
function tableOf({ graph }: Model, name: string): number | null {
	const sizes = new Map(graph.initializer.map((tensor) => [tensor.name, tensor.dims]));
	const names = new Set([name]);
	for (const { opType, input, output, attribute } of graph.node) {
		// What only changes the type or the shape is the same indices still.
		if (/^(Cast|Identity|Reshape|Flatten|Squeeze|Unsqueeze)$/.test(opType) && names.has(input[0] ?? ''))
			names.add(output[0] ?? '');
		if (opType !== 'Gather' || !names.has(input[1] ?? '')) continue;
		const axis = attribute.find((a) => a.name === 'axis')?.i ?? 0;
		const rows = sizes.get(input[0] ?? '')?.at(axis);
		if (rows) return rows;
	}
	return null;
}

/** The numbers of every input. Throws a BackstepError where something does not fit. */
export function filled(model: Model, settings: Settings): Map<string, Numbers> {
	const draw = random(settings.seed);
	return new Map(
		model.inputs.map((asked) => {
			const given = settings.inputs[asked.name];
			if (!given) fail('value', `The input "${asked.name}" is not given`);
			return [asked.name, numbersFor(asked, given, draw)];
		})
	);
}

function numbersFor(
	{ name, type, shape: asked }: Asked,
	given: Given,
	draw: ReturnType<typeof random>
): Numbers {
	const { shape, fill, values, below } = given;
	expectShape(name, asked, shape);
	const count = size(shape);
	if (count > MOST_NUMBERS)
		fail(
			'shape',
			`The input "${name}" would hold ${count} numbers, and ${MOST_NUMBERS / 1e6} million are the most: give a smaller shape`
		);
	if (fill !== 'values') {
		const top = below ?? 2;
		const next = isFloat(type) ? () => draw.between(-1, 1) : () => draw.integer(0, Math.max(0, top - 1));
		const number = fill === 'random' ? next : () => Number(fill === 'ones');
		return { type, shape, data: Float64Array.from({ length: count }, number) };
	}
	if (!values || values.length !== count)
		fail(
			'value',
			`The input "${name}" has shape ${shapeName(shape)}, so it takes ${count} numbers: ${values?.length ?? 0} were given`
		);
	const cast = castTo(type);
	const bad = values.find((value) => !Number.isFinite(value) || (!isFloat(type) && cast(value) !== value));
	if (bad !== undefined)
		fail(
			'value',
			`The input "${name}" holds ${type}${bitsOf(type) ? ', whole numbers' : type === 'bool' ? ', 0 or 1' : ''}: it cannot hold ${bad}`
		);
	return { type, shape, data: Float64Array.from(values) };
}

/** Refuses a shape that the model does not take. */
export function expectShape(name: string, asked: Asked['shape'], shape: Shape): void {
	const bad = shape.find((d) => !Number.isInteger(d) || d < 0);
	if (bad !== undefined)
		fail('shape', `The input "${name}" cannot have an axis of length ${bad}: give whole numbers from 0 up`);
	if (
		asked &&
		(asked.length !== shape.length || asked.some((d, k) => typeof d === 'number' && d !== shape[k]))
	)
		fail(
			'shape',
			`The input "${name}" takes the shape ${asked.join('×') || 'of a single number'}, and ${shapeName(shape)} was given`
		);
}
