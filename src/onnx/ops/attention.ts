/** Scaled dot-product attention as one node, with as many heads as it says, masks and what was kept of earlier steps. */
import { size, type Shape } from '#engine';
import { add } from '#engine/ops/add.ts';
import { concat } from '#engine/ops/concat.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { mul } from '#engine/ops/mul.ts';
import { softmax } from '#engine/ops/softmax.ts';
import { sub } from '#engine/ops/sub.ts';
import { tanh } from '#engine/ops/tanh.ts';
import { transpose } from '#engine/ops/transpose.ts';
import type { Call, Handler, Handlers } from '../call.ts';
import { cut, eachCell, indexer, reshaped, taken, transposed } from '../moves.ts';
import type { Value } from '../value.ts';

/** Batch × heads × positions × features. */
function inHeads(call: Call, x: Value, heads: number): Value {
	if (x.shape.length === 4) return x;
	const [batch, positions, features] = x.shape as [number, number, number];
	if (!heads || features % heads) call.refuse(`its ${features} features cannot be shared by ${heads} heads`);
	return transposed(call, reshaped(call, x, [batch, positions, heads, features / heads]), [0, 2, 1, 3]);
}

/** What is added to the scores: 0 where a query may look, −∞ where it may not. */
function biasOf(call: Call, shape: Shape, past: number): Value | null {
	const mask = call.optional(3);
	const lengths = call.optional(6);
	const causal = call.flag('is_causal');
	const [left, right] = [call.int('left_window_size', -1), call.int('right_window_size', -1)];
	const windowed = left >= 0 || right >= 0;
	if (!mask && !causal && !lengths && !windowed) return null;
	const [, , queries, keys] = shape as [number, number, number, number];
	// A mask may end before the keys do: what it does not name is not looked at.
	const fits = mask ? mask.shape.at(-1)! : keys;
	const offset = lengths ? (b: number) => lengths.data[b]! - queries : () => past;
	const closed = (b: number, i: number, j: number) =>
		(causal && j > i + offset(b)) ||
		(left >= 0 && j < i + offset(b) - left) ||
		(right >= 0 && j > i + offset(b) + right) ||
		(lengths !== null && j >= lengths.data[b]!) ||
		j >= fits;
	const wide = mask && mask.shape.length > 2 ? mask.shape.slice(0, -2) : [];
	const lead = [shape[0]!, wide.at(-1) ?? 1];
	const own = lengths || wide.length ? [...lead, queries, keys] : [queries, keys];
	const at = (cell: readonly number[]) =>
		[cell.length > 2 ? cell[0]! : 0, cell.at(-2)!, cell.at(-1)!] as const;
	const learned = mask?.isFloat && mask.live;
	const read = (cell: readonly number[]) => {
		if (!mask || learned) return 0;
		const d = cell.length - mask.shape.length;
		const place = mask.shape.map((n, k) => (n === 1 ? 0 : (cell[k + d] ?? 0)));
		const value = mask.data[indexer(mask.shape)(place)]!;
		return mask.type === 'bool' ? (value ? 0 : -Infinity) : value;
	};
	const data = eachCell(own, (cell) => (closed(...at(cell)) ? -Infinity : read(cell)));
	const fixed = call.constant('mask', own, data);
	if (!mask || !learned) return fixed;
	const last = mask.shape.length - 1;
	const whole =
		fits < keys
			? call.op(
					concat,
					[
						mask,
						call.constant(
							'padding',
							[...mask.shape.slice(0, last), keys - fits],
							new Float64Array((size(mask.shape) / fits) * (keys - fits))
						)
					],
					{ axis: last }
				)
			: mask;
	return data.some((x) => x !== 0) ? call.op(add, [whole, fixed]) : whole;
}

const attention: Handler = (call) => {
	const [rawQ, rawK, rawV] = [call.input(0), call.input(1), call.input(2)];
	const q = inHeads(call, rawQ, call.int('q_num_heads', 0));
	const [pastK, pastV] = [call.optional(4), call.optional(5)];
	const more = (past: Value | null, x: Value, k: number) => {
		if (!past) return call.wants(k) ? reshaped(call, x, x.shape, k) : x;
		return call.out(concat, [past, x], { axis: 2 }, k);
	};
	const k = more(pastK, inHeads(call, rawK, call.int('kv_num_heads', 0)), 1);
	const v = more(pastV, inHeads(call, rawV, call.int('kv_num_heads', 0)), 2);
	const [batch, heads, queries, width] = q.shape as [number, number, number, number];
	const [keys, shared] = [k.shape[2]!, k.shape[1]!];
	if (heads % shared) call.refuse(`its ${heads} heads of queries cannot share ${shared} heads of keys`);
	// Several heads of queries look at one head of keys and values.
	const each = heads / shared;
	const grouped = (x: Value, n: number) =>
		each === 1 ? x : reshaped(call, x, [batch, shared, n, x.shape[2]!, x.shape[3]!]);
	const turned = call.op(transpose, [grouped(k, 1)], {});
	const scale = call.float('scale', 1 / Math.sqrt(width));
	const scaled = call.op(mul, [q, call.number('scale', scale)]);
	const raw = reshaped(call, call.op(matmul, [grouped(scaled, each), turned]), [batch, heads, queries, keys]);
	const bias = biasOf(call, raw.shape, pastK ? pastK.shape[2]! : 0);
	const softcap = call.float('softcap', 0);
	const mode = call.int('qk_matmul_output_mode', 0);
	const capped = (x: Value) =>
		softcap
			? call.op(mul, [
					call.op(tanh, [call.op(mul, [x, call.number('inverse', 1 / softcap)])]),
					call.number('cap', softcap)
				])
			: x;
	const cap = capped(raw);
	const masked = bias ? call.op(add, [cap, bias]) : cap;
	const empty = masked.data.some((x) => x === -Infinity);
	const weights = call.op(softmax, [masked], { axis: -1, ...(empty && { masked: true }) });
	const mixed = reshaped(call, call.op(matmul, [grouped(weights, each), grouped(v, 1)]), [
		batch,
		heads,
		queries,
		v.shape[3]!
	]);
	const y =
		rawQ.shape.length === 4
			? reshaped(call, mixed, mixed.shape, 0)
			: reshaped(call, transposed(call, mixed, [0, 2, 1, 3]), [batch, queries, heads * v.shape[3]!], 0);
	return [y, k, v, [raw, cap, masked, weights][mode] ?? raw];
};

/** Pairs of features are turned by an angle that grows with the position (Su et al., 2021). */
const rotary: Handler = (call) => {
	const [x, cosines, sines, positions] = [call.input(0), call.input(1), call.input(2), call.optional(3)];
	const flat = x.shape.length === 3;
	const heads = call.int('num_heads', 0);
	const apart = flat
		? reshaped(call, x, [x.shape[0]!, x.shape[1]!, heads, x.shape[2]! / heads])
		: transposed(call, x, [0, 2, 1, 3]);
	const [batch, length, , width] = apart.shape as [number, number, number, number];
	const turnedWidth = call.int('rotary_embedding_dim', 0) || width;
	const half = turnedWidth / 2;
	const angle = (table: Value) => {
		const rows = positions ? [...positions.data] : null;
		const found = rows
			? taken(
					call,
					table,
					rows.flatMap((row) => Array.from({ length: half }, (_, d) => row * half + d)),
					[batch, length, half]
				)
			: table;
		return reshaped(call, found, [batch, length, 1, half]);
	};
	const [c, s] = [angle(cosines), angle(sines)];
	const between = call.flag('interleaved');
	const part = (k: number) =>
		between
			? cut(call, cut(call, apart, 3, 0, turnedWidth), 3, k, turnedWidth, 2)
			: cut(call, apart, 3, k * half, (k + 1) * half);
	const [a, b] = [part(0), part(1)];
	const left = call.op(sub, [call.op(mul, [c, a]), call.op(mul, [s, b])]);
	const right = call.op(add, [call.op(mul, [s, a]), call.op(mul, [c, b])]);
	let turned: Value;
	if (between) {
		const pair = (value: Value) => reshaped(call, value, [...value.shape, 1]);
		turned = reshaped(call, call.op(concat, [pair(left), pair(right)], { axis: 4 }), [
			...left.shape.slice(0, 3),
			turnedWidth
		]);
	} else turned = call.op(concat, [left, right], { axis: 3 });
	const whole =
		turnedWidth === width
			? turned
			: call.op(concat, [turned, cut(call, apart, 3, turnedWidth, width)], { axis: 3 });
	return flat ? reshaped(call, whole, x.shape, 0) : transposed(call, whole, [0, 2, 1, 3], 0);
};

export const attentions: Handlers = { Attention: attention, RotaryEmbedding: rotary };
