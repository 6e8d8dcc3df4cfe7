/** Products of matrices. */
import { size } from '#engine';
import { add } from '#engine/ops/add.ts';
import { matmul } from '#engine/ops/matmul.ts';
import { mul } from '#engine/ops/mul.ts';
import { sum } from '#engine/ops/sum.ts';
import { transpose } from '#engine/ops/transpose.ts';
import type { Call, Handler, Handlers } from '../call.ts';
import { eachCell, indexer, reshaped, taken, transposed } from '../moves.ts';
import type { Value } from '../value.ts';

const scaled = (call: Call, x: Value, by: number, called: string) =>
	by === 1 ? x : call.op(mul, [x, call.number(called, by)]);

/** α · A·B + β · C. */
const gemm: Handler = (call) => {
	const side = (k: number, turned: string) =>
		call.flag(turned) ? call.op(transpose, [call.input(k)], {}) : call.input(k);
	const [a, b, c] = [side(0, 'transA'), side(1, 'transB'), call.optional(2)];
	const [alpha, beta] = [call.float('alpha', 1), call.float('beta', 1)];
	if (!c && alpha === 1) return call.out(matmul, [a, b], undefined);
	const product = call.op(matmul, [a, b]);
	if (!c) return call.out(mul, [product, call.number('alpha', alpha)], undefined);
	return call.out(add, [scaled(call, product, alpha, 'alpha'), scaled(call, c, beta, 'beta')], undefined);
};

const product: Handler = (call) => {
	const [a, b] = [call.input(0), call.input(1)];
	if (a.isFloat) return call.out(matmul, [a, b], undefined);
	return call.out(matmul, [a, b], undefined).as(a.type);
};

interface Term {
	readonly x: Value;
	readonly axes: readonly string[];
}

/** "...ij,jk->ik" as letters for each operand and for what comes out; an ellipsis becomes letters of its own. */
function lettersOf(call: Call, xs: readonly Value[]): { terms: Term[]; out: string[] } {
	const equation = call.text('equation', '').replace(/\s+/g, '');
	const [left, right, ...rest] = equation.split('->') as [string, string | undefined];
	const operands = left.split(',');
	if (rest.length || operands.length !== xs.length || !/^[A-Za-z.,]*$/.test(left + (right ?? '')))
		call.refuse(`its equation "${equation.slice(0, 80)}" does not fit its ${xs.length} inputs`);
	const dots = Math.max(
		0,
		...operands.map((text, k) =>
			text.includes('...') ? xs[k]!.shape.length - text.replace('...', '').length : 0
		)
	);
	const lead = Array.from({ length: dots }, (_, d) => `…${d}`);
	const split = (text: string, n = dots) =>
		text.split('...').flatMap((part, k) => [...(k ? lead.slice(dots - n) : []), ...part]);
	const terms = xs.map((x, k) => {
		const text = operands[k]!;
		const axes = split(text, x.shape.length - text.replace('...', '').length);
		if (axes.length !== x.shape.length)
			call.refuse(
				`its equation "${equation.slice(0, 80)}" gives ${axes.length} axes to input ${k}, which has ${x.shape.length}`
			);
		return { x, axes };
	});
	const all = terms.flatMap(({ axes }) => axes);
	const once = [...new Set(all)]
		.filter((letter) => !letter.startsWith('…') && all.filter((other) => other === letter).length === 1)
		.sort();
	return { terms, out: right === undefined ? [...lead, ...once] : split(right) };
}

/** Of a letter that an operand has twice, the diagonal. */
function withoutTwice(call: Call, { x, axes }: Term): Term {
	const letters = [...new Set(axes)];
	if (letters.length === axes.length) return { x, axes };
	const shape = letters.map((letter) => x.shape[axes.indexOf(letter)]!);
	const index = indexer(x.shape);
	const cells = eachCell(shape, (at) => index(axes.map((letter) => at[letters.indexOf(letter)]!)));
	return { x: taken(call, x, cells, shape), axes: letters };
}

/** Adds up what neither the result nor any other operand has. */
function summed(call: Call, { x, axes }: Term, wanted: ReadonlySet<string>): Term {
	const gone = axes.flatMap((letter, d) => (wanted.has(letter) ? [] : [d]));
	if (!gone.length) return { x, axes };
	return { x: call.op(sum, [x], { axes: gone }), axes: axes.filter((letter) => wanted.has(letter)) };
}

/** Two operands: a product of matrices for each place of what they share and keep. */
function pair(call: Call, a: Term, b: Term, kept: ReadonlySet<string>): Term {
	const both = a.axes.filter((letter) => b.axes.includes(letter));
	const batch = both.filter((letter) => kept.has(letter));
	const inner = both.filter((letter) => !kept.has(letter));
	const [left, right] = [a, b].map(({ axes }) => axes.filter((letter) => !both.includes(letter))) as [
		string[],
		string[]
	];
	const length = (letter: string) =>
		Math.max(...[a, b].map(({ x, axes }) => x.shape[axes.indexOf(letter)] ?? 1));
	const group = ({ x, axes }: Term, order: readonly string[], parts: readonly (readonly string[])[]) => {
		const turned = transposed(
			call,
			x,
			order.map((letter) => axes.indexOf(letter))
		);
		const at = (letter: string) => x.shape[axes.indexOf(letter)]!;
		// An axis of length 1 is repeated, which only those of the batch may be.
		return reshaped(call, turned, [...batch.map(at), ...parts.map((part) => size(part.map(at)))]);
	};
	const x = group(a, [...batch, ...left, ...inner], [left, inner]);
	const y = group(b, [...batch, ...inner, ...right], [inner, right]);
	const axes = [...batch, ...left, ...right];
	return { x: reshaped(call, call.op(matmul, [x, y]), axes.map(length)), axes };
}

const einsum: Handler = (call) => {
	const xs = call.inputs.map((_, k) => call.input(k));
	const { terms, out } = lettersOf(call, xs);
	const rest = terms.map((term) => withoutTwice(call, term));
	let term = rest.shift()!;
	for (;;) {
		const kept = new Set([...out, ...rest.flatMap(({ axes }) => axes)]);
		term = summed(call, term, kept);
		const next = rest.shift();
		if (!next) break;
		const later = new Set([...out, ...rest.flatMap(({ axes }) => axes)]);
		term = pair(call, term, summed(call, next, new Set([...later, ...term.axes])), later);
	}
	const missing = out.find((letter) => !term.axes.includes(letter));
	if (missing !== undefined) call.refuse(`its equation gives an axis "${missing}" that no input has`);
	return transposed(
		call,
		term.x,
		out.map((letter) => term.axes.indexOf(letter)),
		0
	);
};

export const matrices: Handlers = { Gemm: gemm, MatMul: product, Einsum: einsum };
