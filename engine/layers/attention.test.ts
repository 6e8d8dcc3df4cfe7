/** What the parity test cannot say of attention: its scopes and sentences, its masks to the last bit, and what a cache saves. */
import katex from 'katex';
import { describe, expect, test } from 'vitest';
import {
	BackstepError,
	Tape,
	find,
	random,
	size,
	stepAt,
	type Leaf,
	type Shape,
	type Tensor
} from '../index.ts';
import { mul } from '../ops/mul.ts';
import { sum } from '../ops/sum.ts';
import { attention, type AttentionOptions } from './attention.ts';
import { bahdanau } from './bahdanau.ts';
import { decoding, type DecodingOptions } from './decoding.ts';
import { encoderBlock } from './encoderBlock.ts';
import { luong } from './luong.ts';
import { attentionMask } from './mask.ts';
import { headsOf, multiHead } from './multiHead.ts';
import { positionalEncoding } from './positional.ts';
import { rnnCell } from './rnn.ts';
import { seq2seq } from './seq2seq.ts';
import { encoderBlockOf, encoderBlockShapes, namedParameters, transformerShapes } from './stateDict.ts';
import { encode, transformer, transformerOf, type TransformerWeights } from './transformer.ts';

const drawn = (tape: Tape, name: string, shape: Shape, seed = 1) =>
	tape.input(name, shape, random(seed + name.charCodeAt(0)).array(size(shape)));

/** Attention of one sequence, and backward from a loss that weighs every output differently. */
function attend(positions: number, options: AttentionOptions & { allowed?: number[] } = {}) {
	const tape = new Tape();
	const [q, k, v] = ['q', 'k', 'v'].map((name) => drawn(tape, name, [positions, 2])) as [
		Tensor,
		Tensor,
		Tensor
	];
	const { allowed, ...rest } = options;
	const mask = allowed ? { mask: tape.constant('own', [positions, positions], allowed) } : {};
	const [found, loss] = tape.scope('forward', () => {
		const found = attention(tape, q, k, v, { ...rest, ...mask });
		const w = tape.constant('w', found.output.shape, random(9).array(2 * positions));
		return [found, tape.apply(sum, [tape.apply(mul, [found.output, w], undefined)], {})] as const;
	});
	tape.backward(loss);
	return { q, k, v, found, trace: tape.trace() };
}

const refusal = (body: () => unknown): string => {
	try {
		body();
	} catch (error) {
		if (error instanceof BackstepError) return error.message;
	}
	return 'nothing was refused';
};

describe('attention', () => {
	test('is told in scopes named as in the paper', () => {
		const names = attend(3, { causal: true }).trace.root.children[0]!;
		const said = names.kind === 'scope' ? names.children.map((node) => node.name) : [];
		expect(said.slice(0, 5)).toEqual(['scores', 'scale', 'mask', 'softmax', 'weighted values']);
		const plainly = attend(3, { scale: false }).trace.root;
		for (const name of ['forward/scale', 'forward/mask']) expect(find(plainly, name)).toBeNull();
	});

	test('with a causal mask, what comes later weighs exactly 0 and gets exactly no gradient', () => {
		const { found, v, trace } = attend(4, { causal: true });
		const scores = trace.tensors.get('scores')!.grad!.data;
		for (let i = 0; i < 16; i++) {
			if (i % 4 <= Math.floor(i / 4)) continue;
			expect(found.weights.data[i]).toBe(0);
			expect(found.scores.data[i]).toBe(-Infinity);
			expect(scores[i]).toBe(0);
		}
		expect(v.grad!.data.every(Number.isFinite)).toBe(true);
	});

	test('padding gets no gradient at all: neither its keys nor its values', () => {
		const { k, v } = attend(4, { length: 2 });
		for (const x of [k, v]) expect([...x.grad!.data.slice(4)]).toEqual([0, 0, 0, 0]);
		expect(v.grad!.data.slice(0, 4).every((g) => g !== 0)).toBe(true);
	});

	test('a query that may look at nothing finds 0, and says so; PyTorch gives NaN', () => {
		const { found, q, trace } = attend(3, { allowed: [1, 1, 1, 0, 0, 0, 1, 0, 1] });
		expect([...found.weights.data.slice(3, 6)]).toEqual([0, 0, 0]);
		expect([...found.output.data.slice(2, 4)]).toEqual([0, 0]);
		expect([...q.grad!.data.slice(2, 4)]).toEqual([0, 0]);
		for (const { data } of trace.tensors.values()) expect(data.some(Number.isNaN)).toBe(false);
		const leaf = found.weights.writer!;
		expect(stepAt(trace.root, leaf.start + 4 * leaf.perCell - 1).text).toBe(
			'This row is fully masked, so every share of it is 0.'
		);
	});

	test('masks are combined, and one that does not fit is refused', () => {
		const tape = new Tape();
		const own = tape.constant('own', [2, 3], [1, 0, 1, 1, 1, 1]);
		expect([...attentionMask(tape, 2, 3, { causal: true, length: 2, mask: own })!.data]).toEqual([
			1, 0, 0, 1, 1, 0
		]);
		expect(attentionMask(tape, 2, 3, {})).toBeNull();
		expect(refusal(() => attentionMask(tape, 3, 3, { mask: own }))).toMatch(
			/own has shape 2×3.*give it shape 3×3/
		);
		expect(refusal(() => attentionMask(tape, 2, 3, { length: 4 }))).toMatch(/length is 4.*from 0 to 3/);
		expect(refusal(() => attentionMask(tape, 3, 2, { causal: true }))).toMatch(/3 queries and 2 keys/);
	});

	test('shapes that do not meet are refused', () => {
		const tape = new Tape();
		const [a, b, batch] = [
			[2, 3],
			[2, 4],
			[1, 2, 3]
		].map((shape, k) => drawn(tape, `x${k}`, shape)) as Tensor[];
		expect(refusal(() => attention(tape, a!, b!, a!))).toMatch(/queries have 3 features and keys 4/);
		expect(refusal(() => attention(tape, batch!, a!, a!))).toMatch(/1×2×3.*positions × features/);
		expect(refusal(() => attention(tape, a!, a!, drawn(tape, 'v', [3, 3])))).toMatch(/2 keys and 3 values/);
	});
});

describe('multi-head attention', () => {
	test('has a scope for each head, and refuses heads that do not divide the features', () => {
		const tape = new Tape();
		const packed = {
			in_proj_weight: drawn(tape, 'in_proj_weight', [12, 4]),
			out_proj_weight: drawn(tape, 'out_proj_weight', [4, 4])
		};
		const x = drawn(tape, 'x', [3, 4]);
		multiHead(tape, x, x, headsOf(tape, packed, 2));
		const { root } = tape.trace();
		for (const part of ['head 1/query', 'head 2/softmax', 'concat', 'output projection'])
			expect(find(root, `multi-head attention/${part}`), part).not.toBeNull();
		expect(refusal(() => headsOf(tape, packed, 3))).toMatch(/3 heads cannot share 4 features/);
		expect(refusal(() => headsOf(tape, { ...packed, in_proj_weight: x }, 2))).toMatch(
			/x has shape 3×4.*must be 12×4/
		);
	});
});

test('a position that is k further on is the same rotation for every position', () => {
	const [d, k] = [6, 3];
	const encoding = positionalEncoding(12, d);
	for (let pair = 0; pair < d; pair += 2) {
		const angle = k / 10000 ** (pair / d);
		for (let p = 0; p + k < 12; p++) {
			const [sin, cos] = [encoding[p * d + pair]!, encoding[p * d + pair + 1]!];
			expect(encoding[(p + k) * d + pair]).toBeCloseTo(sin * Math.cos(angle) + cos * Math.sin(angle), 12);
			expect(encoding[(p + k) * d + pair + 1]).toBeCloseTo(cos * Math.cos(angle) - sin * Math.sin(angle), 12);
		}
	}
	expect(refusal(() => positionalEncoding(2, 0))).toMatch(/from 1 up/);
});

const SIZES = {
	model: 4,
	feedForward: 6,
	encoderLayers: 1,
	decoderLayers: 2,
	sourceWords: 5,
	targetWords: 6
};

function translate<T>(use: (tape: Tape, memory: Tensor, weights: TransformerWeights) => T) {
	const tape = new Tape();
	const weights = transformerOf(tape, namedParameters(tape, transformerShapes(SIZES), random(4)), 2);
	const memory = encode(tape, tape.constant('words', [3], [1, 4, 2]), weights).output;
	return { tape, result: use(tape, memory, weights) };
}
const write = (options: Partial<DecodingOptions>) =>
	translate((tape, memory, weights) => decoding(tape, memory, weights, { start: 0, most: 5, ...options }))
		.result;

describe('decoding', () => {
	test('gives the same scores with and without a cache, bit for bit', () => {
		const [cached, anew] = [write({}), write({ cache: false })];
		expect(cached.words).toEqual(anew.words);
		cached.logits.forEach((x, t) => expect([...x.data]).toEqual([...anew.logits[t]!.data]));
	});

	test('a cache saves more steps with every word', () => {
		const [cached, anew] = [write({}), write({ cache: false })];
		const saved = cached.steps.map((steps, t) => anew.steps[t]! - steps);
		for (let t = 1; t < saved.length; t++) expect(saved[t]).toBeGreaterThan(saved[t - 1]!);
		expect(saved[0]).toBe(0);
	});

	test('gives the scores that teacher forcing has for the same words', () => {
		const { words, logits } = write({});
		const tape = new Tape();
		const weights = transformerOf(tape, namedParameters(tape, transformerShapes(SIZES), random(4)), 2);
		const before = tape.constant('before', [words.length], [0, ...words.slice(0, -1)]);
		const all = transformer(tape, tape.constant('words', [3], [1, 4, 2]), before, weights).logits.data;
		expect(logits.flatMap((x) => [...x.data])).toEqual([...all]);
	});

	test('stops at the end word, and draws the same words from the same seed', () => {
		const { words } = write({});
		const end = words[1]!;
		expect(write({ end }).words).toEqual(words.slice(0, words.indexOf(end) + 1));
		const draw = (seed: number, temperature = 2) => write({ temperature, seed, most: 8 }).words;
		expect(draw(3)).toEqual(draw(3));
		expect(new Set([1, 2, 3, 4].map((seed) => draw(seed).join())).size).toBeGreaterThan(1);
		// So cold that only the highest score counts.
		expect(draw(3, 1e-6)).toEqual(write({ most: 8 }).words);
		expect(refusal(() => draw(1, 0))).toMatch(/temperature is 0.*above 0/);
	});

	test('a replayed trace is the same without computing anything', () => {
		const { tape } = translate((tape, memory, weights) =>
			decoding(tape, memory, weights, { start: 0, most: 3 })
		);
		const again = new Tape({ filled: tape.arrays });
		const weights = transformerOf(again, namedParameters(again, transformerShapes(SIZES), random(4)), 2);
		const memory = encode(again, again.constant('words', [3], [1, 4, 2]), weights).output;
		decoding(again, memory, weights, { start: 0, most: 3 });
		expect(again.trace().steps).toBe(tape.trace().steps);
	});
});

/** All three ways to hand a source over, on the same weights. */
function recurrentPair(
	tape: Tape,
	style: 'seq2seq' | 'bahdanau' | 'luong',
	options: { length?: number; targets?: number[]; most?: number }
) {
	const cell = rnnCell();
	const packed = (name: string, features: number) => ({
		weight_ih: drawn(tape, `${name}.weight_ih`, [3, features]),
		weight_hh: drawn(tape, `${name}.weight_hh`, [3, 3])
	});
	const x = drawn(tape, 'x', [4, 2]);
	const weights = {
		encoder: packed('encoder', 2),
		decoder: packed('decoder', style === 'bahdanau' ? 5 : 2),
		words: drawn(tape, 'words', [5, 2]),
		output: { w: drawn(tape, 'output', [3, 5]) }
	};
	const given = { start: 0, ...options };
	if (style === 'seq2seq') return seq2seq(tape, cell, x, weights, given);
	if (style === 'luong')
		return luong(tape, cell, x, { ...weights, combine: { w: drawn(tape, 'combine', [6, 3]) } }, given);
	const extra = {
		W_s: drawn(tape, 'W_s', [3, 2]),
		W_h: drawn(tape, 'W_h', [3, 2]),
		v: drawn(tape, 'v', [2, 1])
	};
	return bahdanau(tape, cell, x, { ...weights, ...extra }, given);
}

describe('recurrent decoders', () => {
	test('Bahdanau looks before the cell, Luong after it', () => {
		const order = (style: 'bahdanau' | 'luong') => {
			const tape = new Tape();
			recurrentPair(tape, style, { targets: [1, 2] });
			const step = find(tape.trace().root, 'decoder/t = 1');
			return step?.kind === 'scope' ? step.children.map((node) => node.name) : [];
		};
		expect(order('bahdanau')).toEqual([
			'word before',
			'scores',
			'softmax',
			'context',
			'input',
			'rnn',
			'output'
		]);
		expect(order('luong')).toEqual([
			'word before',
			'rnn',
			'scores',
			'softmax',
			'context',
			'combine',
			'output'
		]);
	});

	test('running freely, a decoder reads the word it chose; taught, the right one', () => {
		for (const style of ['seq2seq', 'bahdanau', 'luong'] as const) {
			const free = recurrentPair(new Tape(), style, { most: 4 });
			expect(free.words).toHaveLength(4);
			// Taught what it would have chosen anyway, it says the same.
			const taught = recurrentPair(new Tape(), style, { targets: [...free.words] });
			expect(taught.words).toEqual([]);
			taught.logits.forEach((x, t) => expect([...x.data]).toEqual([...free.logits[t]!.data]));
		}
		expect(refusal(() => recurrentPair(new Tape(), 'seq2seq', {}))).toMatch(/0 words: give targets/);
	});

	test('padding of the source gets no attention', () => {
		for (const style of ['bahdanau', 'luong'] as const) {
			const { attention } = recurrentPair(new Tape(), style, { targets: [1, 2, 3], length: 2 });
			for (const { data } of attention) expect([...data.slice(2)]).toEqual([0, 0]);
		}
	});
});

describe('whatever is recorded', () => {
	const check = (tex: string) =>
		katex.renderToString(tex, { throwOnError: true, trust: true, strict: 'ignore' });
	const programs: Record<string, (tape: Tape) => void> = {
		'an encoder block': (tape) => {
			const named = namedParameters(tape, encoderBlockShapes({ model: 4, feedForward: 3 }), random(2));
			const weights = encoderBlockOf(tape, named, '', 2);
			encoderBlock(tape, drawn(tape, 'x', [3, 4]), weights, { preNorm: true, activation: 'gelu', length: 2 });
		},
		'a Transformer that writes': (tape) => {
			const weights = transformerOf(tape, namedParameters(tape, transformerShapes(SIZES), random(4)), 2);
			const memory = encode(tape, tape.constant('words', [3], [1, 4, 2]), weights, {
				sourceLength: 2
			}).output;
			for (const cache of [true, false])
				decoding(tape, memory, weights, { start: 0, most: 2, cache, temperature: 1, sourceLength: 2 });
		},
		seq2seq: (tape) => void recurrentPair(tape, 'seq2seq', { most: 2 }),
		bahdanau: (tape) => void recurrentPair(tape, 'bahdanau', { targets: [1, 2], length: 3 }),
		luong: (tape) => void recurrentPair(tape, 'luong', { targets: [1, 2], length: 3 })
	};

	test.each(Object.entries(programs))(
		'%s has equations that are TeX, and says what every scope is for',
		(_, program) => {
			const tape = new Tape();
			tape.scope('forward', () => program(tape), { about: 'All of it.' });
			const { leaves } = tape.trace();
			const seen = new Set<string>();
			const show = (leaf: Leaf) => {
				check(leaf.rule.tex(leaf.call));
				for (const s of [0, leaf.perCell - 1]) {
					const { tex, text } = leaf.rule.step(leaf.call, leaf.out.data.length - 1, s);
					check(tex);
					expect(text + leaf.rule.about(leaf.call)).not.toMatch(/NaN|undefined/);
				}
			};
			for (const leaf of leaves) {
				for (let at = leaf.parent; at.parent; at = at.parent)
					expect(at.about, at.name).toMatch(/^[A-Z].*\.$/);
				const kind = `${leaf.name} ${leaf.out.label.replace(/\d+/g, '')}`;
				if (!seen.has(kind)) show(leaf);
				seen.add(kind);
			}
		}
	);
});
