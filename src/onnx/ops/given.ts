/** Nodes that make numbers. */
import { random, size } from '#engine';
import { cos, log } from '#engine/math.ts';
import { dropout } from '#engine/ops/dropout.ts';
import type { Call, Handler, Handlers } from '../call.ts';
import { eachCell, reshaped } from '../moves.ts';
import { shapeOf } from '../tensors.ts';
import { castTo, typeOf, type ElementType } from '../types.ts';
import { Value } from '../value.ts';

const named = (call: Call, shape: readonly number[], data: Float64Array, type: ElementType): Value =>
	call.constant('known', shape, data, type);

const constant: Handler = (call) => {
	const tensor = call.tensor('value');
	if (tensor) return tensor;
	if (call.has('value_string') || call.has('value_strings'))
		call.refuse('it holds text, and Backstep takes numbers only');
	if (call.has('sparse_value')) call.refuse('it holds a sparse tensor: store it as a dense one');
	for (const [name, type] of [
		['value_float', 'float32'],
		['value_int', 'int64']
	] as const) {
		const one = type === 'int64' ? call.int(name, null) : call.float(name, null);
		if (one !== null) return named(call, [], Float64Array.of(one), type);
		const list = type === 'int64' ? call.ints(`${name}s`) : call.floats(`${name}s`);
		if (list) return named(call, [list.length], Float64Array.from(list), type);
	}
	return call.refuse('it has no value');
};

const constantOfShape: Handler = (call) => {
	const shape = shapeOf([...call.input(0).data], 'What it makes');
	const value = call.tensor('value');
	return named(
		call,
		shape,
		new Float64Array(size(shape)).fill(value?.data[0] ?? 0),
		value?.type ?? 'float32'
	);
};

const range: Handler = (call) => {
	const [start, limit, delta] = [0, 1, 2].map((k) => call.input(k).data[0]!) as [number, number, number];
	const count = Math.max(0, Math.ceil((limit - start) / delta));
	if (!(count <= 1e7))
		call.refuse(`it counts from ${start} to ${limit} in steps of ${delta}, which is too many`);
	return named(
		call,
		[count],
		Float64Array.from({ length: count }, (_, k) => start + k * delta),
		call.input(0).type
	);
};

const typeAsked = (call: Call, standard: ElementType, named = 'dtype'): ElementType => {
	const dtype = call.int(named, 0);
	return dtype ? typeOf(dtype, 'What it makes') : standard;
};

const eyeLike: Handler = (call) => {
	const { shape, type } = call.input(0);
	const k = call.int('k', 0);
	return named(
		call,
		shape,
		eachCell(shape, ([i, j]) => Number(j! - i! === k)),
		typeAsked(call, type)
	);
};

/** The windows of signal processing: sums of cosines. */
const windowed =
	(...weights: readonly number[]): Handler =>
	(call) => {
		const n = call.input(0).data[0]!;
		const count = call.flag('periodic', true) ? n : n - 1;
		const at = (k: number) =>
			weights.reduce(
				(total, weight, m) => total + (m % 2 ? -1 : 1) * weight * cos((2 * Math.PI * k * m) / count),
				0
			);
		return named(
			call,
			[n],
			Float64Array.from({ length: n }, (_, k) => at(k)),
			typeAsked(call, 'float32', 'output_datatype')
		);
	};

/** A seed that the node names, or that of the run. */
const seeded = (call: Call) => random(Math.trunc(call.float('seed', call.seed)));

const uniform = (call: Call, shape: readonly number[]) => {
	const [draw, low, high] = [seeded(call), call.float('low', 0), call.float('high', 1)];
	return Float64Array.from({ length: size(shape) }, () => draw.between(low, high));
};

/** Two uniform numbers make one of a normal distribution (Box and Muller, 1958). */
const normal = (call: Call, shape: readonly number[]) => {
	const [draw, mean, scale] = [seeded(call), call.float('mean', 0), call.float('scale', 1)];
	return Float64Array.from(
		{ length: size(shape) },
		() => mean + scale * Math.sqrt(-2 * log(1 - draw.next())) * cos(2 * Math.PI * draw.next())
	);
};

const drawn =
	(draw: (call: Call, shape: readonly number[]) => Float64Array, like: boolean): Handler =>
	(call) => {
		const shape = like ? call.input(0).shape : shapeOf(call.ints('shape') ?? [], 'What it draws');
		return named(call, shape, draw(call, shape), typeAsked(call, 'float32'));
	};

const bernoulli: Handler = (call) => {
	const [x, draw] = [call.input(0), seeded(call)];
	const type = typeAsked(call, x.type);
	return call.known(
		x.shape,
		x.data.map((p) => castTo(type)(Number(draw.next() < p))),
		type
	);
};

/** In inference nothing is dropped; in training, by the node's seed or that of the run. */
const dropped: Handler = (call) => {
	const x = call.input(0);
	const seed = call.int('seed', call.seed);
	const ratio = call.optional(1)?.data[0] ?? call.float('ratio', 0.5);
	const training = call.opset >= 12 && call.optional(2)?.data[0] === 1 && ratio > 0;
	if (!training) {
		const all = () => call.known(x.shape, new Float64Array(size(x.shape)).fill(1), 'bool', 1);
		return [call.wants(1) ? reshaped(call, x, x.shape, 0) : x, call.wants(1) ? all() : null];
	}
	const y = call.out(dropout, [x], { p: ratio, seed, training: true });
	return [
		y,
		call.wants(1)
			? call.known(
					x.shape,
					y.data.map((value, k) => Number(value !== 0 || x.data[k] === 0)),
					'bool',
					1
				)
			: null
	];
};

export const given: Handlers = {
	Constant: constant,
	ConstantOfShape: constantOfShape,
	Range: range,
	EyeLike: eyeLike,
	HannWindow: windowed(0.5, 0.5),
	HammingWindow: windowed(25 / 46, 21 / 46),
	BlackmanWindow: windowed(0.42, 0.5, 0.08),
	RandomUniform: drawn(uniform, false),
	RandomUniformLike: drawn(uniform, true),
	RandomNormal: drawn(normal, false),
	RandomNormalLike: drawn(normal, true),
	Bernoulli: bernoulli,
	Dropout: dropped
};
