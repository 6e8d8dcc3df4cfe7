/** Blocks as libraries write them: shortcuts in scopes of their own, lists around parts, and the last norm beside the list. */
import { expect, test } from 'vitest';
import { random, Tape, type Part, type Tensor, type Trace } from '#engine';
import { add } from '#engine/ops/add.ts';
import { layerNorm } from '#engine/ops/layerNorm.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { mul } from '#engine/ops/mul.ts';
import { softmax } from '#engine/ops/softmax.ts';
import { sum } from '#engine/ops/sum.ts';
import { transpose } from '#engine/ops/transpose.ts';
import { boxesIn, nameOf, sideOf } from './columns.ts';
import { diagramOf } from './diagram.ts';
import { rowOf } from './row.ts';

const D = 2;

/** An encoder and a decoder of one block each, as a class for a shortcut makes them. */
function run(): Trace {
	const tape = new Tape();
	const draw = random(6);
	const weights = (name: string) => tape.parameter(name, [D, D], draw.array(D * D));
	const part = (kind: Part['kind'], name: string, does: () => Tensor, more = {}) =>
		tape.scope(name, does, { part: { kind, ...more } as Part });
	const norm = (x: Tensor) => part('norm', 'norm', () => tape.apply(layerNorm, [x], {}), { norm: 'layer' });
	const looks = (name: string) => (x: Tensor, y: Tensor) =>
		part('attention', name, () => {
			const product = tape.apply(matmul, [x, tape.apply(transpose, [y], {})], undefined);
			return tape.apply(matmul, [tape.apply(softmax, [product], { axis: -1 }), y], undefined);
		});
	// x + 0.5 x² is a formula for each number, and no shortcut.
	const bends = (name: string) => (x: Tensor) =>
		tape.scope(
			'own',
			() => {
				const h = tape.apply(matmul, [x, weights(name)], undefined);
				return tape.scope('bent', () => tape.apply(add, [h, tape.apply(mul, [h, h], undefined)], undefined), {
					about: 'Bent'
				});
			},
			{ about: 'FeedForward' }
		);
	const around = (k: number, x: Tensor, inner: (x: Tensor) => Tensor) =>
		tape.scope(String(k), () => tape.apply(add, [x, inner(norm(x))], undefined), { about: 'Around' });
	const layers = (side: string, x: Tensor, parts: ((x: Tensor) => Tensor)[]) =>
		tape.scope(
			side,
			() => {
				const out = tape.scope('layers', () =>
					part(
						'block',
						'0',
						() => tape.scope('around', () => parts.reduce((y, inner, k) => around(k, y, inner), x)),
						{
							side
						}
					)
				);
				return norm(out);
			},
			{ about: 'Half' }
		);
	const [source, target] = [3, 2].map((T) => tape.input(`x${T}`, [T, D], draw.array(T * D)));
	const loss = tape.scope(
		'forward',
		() => {
			const self = looks('self_attn');
			const memory = layers('encoder', source!, [(x) => self(x, x), bends('w1')]);
			const across = looks('src_attn');
			const out = layers('decoder', target!, [(x) => self(x, x), (x) => across(x, memory), bends('w2')]);
			return tape.apply(sum, [out], {}, 'L');
		},
		{ part: { kind: 'network' } }
	);
	tape.backward(loss);
	return tape.trace();
}

const { columns } = diagramOf(run());

test('a shortcut in a scope of its own is found, and no formula of one number is', () => {
	expect(
		columns.map(({ blocks }) => blocks.map(({ residuals }) => residuals.map(({ part }) => part.node.name)))
	).toEqual([[['self_attn', 'own']], [['self_attn', 'src_attn', 'own']]]);
	const names = boxesIn(columns[0]!).map(({ node }) => node.name);
	expect(names).toEqual(['norm', 'self_attn', 'add', 'norm', 'own', 'add', 'norm']);
});

test('a part that reads what the norm behind an encoder gives out looks across at it', () => {
	const across = columns.map(({ blocks }) => blocks[0]!.residuals.map(({ across }) => across));
	expect(across).toEqual([
		[null, null],
		[null, columns[0], null]
	]);
});

test('what only lists is called by what holds it, and what has only a number by its list', () => {
	expect(columns.map((column) => sideOf(column).name)).toEqual(['encoder', 'decoder']);
	expect(columns.map(({ blocks }) => nameOf(blocks[0]!.scope))).toEqual(['layers 0', 'layers 0']);
	const [row] = columns.map((column) => rowOf(column, column.blocks[0]!));
	expect(row!.map(({ lines }) => lines.join('/'))).toEqual([
		'norm',
		'self attn',
		'add',
		'norm',
		'own',
		'add',
		'norm'
	]);
});
