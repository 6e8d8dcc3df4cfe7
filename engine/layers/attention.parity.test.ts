/**
 * The same numbers as PyTorch: attention, multi-head attention, Transformer blocks, whole Transformers and their decoding,
 * and attention between recurrent layers, on reference cases that `engine/parity/attention.py` wrote.
 */
import { describe, expect, test } from 'vitest';
import { Tape, type Tensor } from '../index.ts';
import { accumulate } from '../ops/accumulate.ts';
import { concat } from '../ops/concat.ts';
import { mul } from '../ops/mul.ts';
import { stack } from '../ops/stack.ts';
import { sum } from '../ops/sum.ts';
import { expectClose, type Values } from '../parity/close.ts';
import { attention } from './attention.ts';
import { bahdanau } from './bahdanau.ts';
import { decoderBlock } from './decoderBlock.ts';
import { decoding } from './decoding.ts';
import { encoderBlock, type BlockOptions } from './encoderBlock.ts';
import { gruCell } from './gru.ts';
import { turned } from './linear.ts';
import { lstmCell } from './lstm.ts';
import { luong } from './luong.ts';
import type { MaskOptions } from './mask.ts';
import { multiHead } from './multiHead.ts';
import { positionalEncoding } from './positional.ts';
import type { RecurrentDecoder } from './recurrentDecoder.ts';
import { rnnCell } from './rnn.ts';
import { seq2seq } from './seq2seq.ts';
import { decoderBlockOf, encoderBlockOf, multiHeadOf } from './stateDict.ts';
import { encode, transformer, transformerOf } from './transformer.ts';
import type { Packed } from './weights.ts';

interface Options extends Omit<BlockOptions, 'tag'>, Omit<MaskOptions, 'mask'> {
	heads: number;
	scale?: boolean;
	own?: number[][];
	cross?: boolean;
	free?: boolean;
	cell: 'rnn' | 'gru' | 'lstm';
	source: number[];
	sourceLength: number;
	target: number[];
	targets: number[];
	words: number[];
	start: number;
	end: number;
	most: number;
	positions: number;
	d: number;
	from: number;
}
interface Case {
	kind: string;
	options: Options;
	inputs: Record<string, Values>;
	weights: Record<string, Values>;
	outputs: Record<string, Values & { dy: number[] }>;
	grads: Record<string, number[]>;
}
type Tensors = Record<string, Tensor>;
type Build = (tape: Tape, x: Tensors, w: Tensors, options: Options) => Tensors;

const data = import.meta.glob<Case[]>('../parity/data/attention/*.json', { eager: true, import: 'default' });
const casesOf = (name: string) => data[`../parity/data/attention/${name}.json`] ?? [];

const masks = (tape: Tape, { causal, length, own }: Options): MaskOptions => ({
	...(causal && { causal }),
	...(length !== undefined && { length }),
	...(own && { mask: tape.constant('own', [own.length, own[0]!.length], own.flat()) })
});
const words = (tape: Tape, name: string, indices: number[]) => tape.constant(name, [indices.length], indices);
const block = ({ preNorm = false, activation = 'relu' }: Options) => ({ preNorm, activation });

const packed = (w: Tensors, name: string): Packed => ({
	weight_ih: w[`${name}.weight_ih`]!,
	weight_hh: w[`${name}.weight_hh`]!,
	bias_ih: w[`${name}.bias_ih`]!,
	bias_hh: w[`${name}.bias_hh`]!
});
const cells = { rnn: rnnCell(), gru: gruCell(), lstm: lstmCell };

/** An encoder and a decoder that are recurrent, under one of three ways to hand the source over. */
const pair =
	(style: 'seq2seq' | 'bahdanau' | 'luong'): Build =>
	(tape, { x }, w, o) => {
		const weights = {
			encoder: packed(w, 'encoder'),
			decoder: packed(w, 'decoder'),
			words: w.words!,
			output: turned(tape, w['output.weight']!, w['output.bias'])
		};
		const options = {
			start: 0,
			...(o.free ? { most: o.targets.length } : { targets: o.targets }),
			...(o.length !== undefined && { length: o.length })
		};
		const cell = cells[o.cell];
		const run = (): RecurrentDecoder => {
			if (style === 'seq2seq') return seq2seq(tape, cell, x!, weights, options);
			if (style === 'bahdanau')
				return bahdanau(tape, cell, x!, { ...weights, W_s: w.W_s!, W_h: w.W_h!, v: w.v! }, options);
			const combine = turned(tape, w['combine.weight']!, w['combine.bias']);
			return luong(tape, cell, x!, { ...weights, combine }, options);
		};
		const found = run();
		expect(found.words).toEqual(o.words);
		const outputs: Tensors = { logits: found.all() };
		if (found.attention.length) outputs.attention = tape.apply(concat, found.attention, {});
		return outputs;
	};

const builds: Record<string, Build> = {
	attention(tape, { q, k, v }, _, o) {
		const { output, weights } = attention(tape, q!, k!, v!, { ...masks(tape, o), scale: o.scale ?? true });
		return { output, weights };
	},
	multiHead(tape, { x, source }, w, o) {
		const found = multiHead(tape, x!, source ?? x!, multiHeadOf(tape, w, '', o.heads), masks(tape, o));
		return { output: found.output, weights: tape.apply(stack, found.weights, {}) };
	},
	encoderBlock: (tape, { x }, w, o) => ({
		output: encoderBlock(tape, x!, encoderBlockOf(tape, w, '', o.heads), { ...masks(tape, o), ...block(o) })
			.output
	}),
	decoderBlock(tape, { y, memory }, w, o) {
		const options = { ...block(o), self: { causal: !o.free }, cross: masks(tape, o) };
		return { output: decoderBlock(tape, y!, memory!, decoderBlockOf(tape, w, '', o.heads), options).output };
	},
	transformer(tape, _, w, o) {
		const weights = transformerOf(tape, w, o.heads);
		const options = { ...block(o), sourceLength: o.sourceLength };
		const [source, target] = [words(tape, 'words', o.source), words(tape, 'before', o.target)];
		const { logits, encoder } = transformer(tape, source, target, weights, options);
		return { memory: encoder.output, logits };
	},
	seq2seq: pair('seq2seq'),
	bahdanau: pair('bahdanau'),
	luong: pair('luong')
};

const given = (tape: Tape, values: Record<string, Values>, role: 'input' | 'parameter'): Tensors =>
	Object.fromEntries(
		Object.entries(values).map(([name, { shape, data }]) => [name, tape[role](name, shape, data)])
	);

describe.each(Object.entries(builds))('%s', (name, build) => {
	test.each(casesOf(name).map((c, k) => [k, JSON.stringify(c.options), c] as const))(
		'case %i %s',
		(_, __, c) => {
			const tape = new Tape();
			const [inputs, weights] = [given(tape, c.inputs, 'input'), given(tape, c.weights, 'parameter')];
			let outputs: Tensors = {};
			const loss = tape.scope('forward', () => {
				outputs = build(tape, inputs, weights, c.options);
				const parts = Object.entries(outputs).map(([key, y]) => {
					expect(y.shape, key).toEqual(c.outputs[key]!.shape);
					const dy = tape.constant(`d_${key}`, y.shape, c.outputs[key]!.dy);
					return tape.apply(sum, [tape.apply(mul, [y, dy], undefined)], {});
				});
				return tape.apply(accumulate, parts, undefined);
			});
			tape.backward(loss);
			for (const [key, { data }] of Object.entries(c.outputs)) expectClose(outputs[key]!.data, data, key);
			for (const [key, grad] of Object.entries(c.grads)) {
				const mine = { ...inputs, ...weights }[key]!.grad;
				expectClose(mine?.data ?? new Float64Array(grad.length), grad, `gradient of ${key}`);
			}
		}
	);
});

describe('positional', () => {
	test.each(casesOf('positional').map((c) => [JSON.stringify(c.options), c] as const))('%s', (_, c) => {
		const { positions, d, from } = c.options;
		expectClose(positionalEncoding(positions, d, from), c.outputs.output!.data, 'encoding');
	});
});

describe.each([true, false])('decoding with cache: %s', (cache) => {
	test.each(casesOf('decoding').map((c, k) => [k, c] as const))(
		'case %i',
		(_, { options: o, weights, outputs }) => {
			const tape = new Tape();
			const named = given(tape, weights, 'parameter');
			const options = { ...block(o), sourceLength: o.sourceLength };
			const found = tape.scope('forward', () => {
				const ready = transformerOf(tape, named, o.heads);
				const memory = encode(tape, words(tape, 'words', o.source), ready, options).output;
				return decoding(tape, memory, ready, { ...options, start: o.start, end: o.end, most: o.most, cache });
			});
			expect(found.words).toEqual(o.words);
			const logits = found.logits.flatMap((x) => [...x.data]);
			expectClose(logits, outputs.logits!.data, 'logits');
		}
	);
});

test('the reference has at least 200 cases, and a builder for each kind', () => {
	const all = Object.values(data).flat();
	expect(all.length).toBeGreaterThanOrEqual(200);
	const known = [...Object.keys(builds), 'positional', 'decoding'];
	expect([...new Set(all.map((c) => c.kind))].sort()).toEqual(known.sort());
});
