import fc from 'fast-check';
import { beforeAll, describe, expect, test } from 'vitest';
import { Tape, type Trace } from '#engine';
import { matmul } from '#engine/ops/matmul.ts';
import { softmax } from '#engine/ops/softmax.ts';
import { add } from '#engine/ops/add.ts';
import { sum } from '#engine/ops/sum.ts';
import { bind } from './expression.ts';
import fixtures from './expressions.txt?raw';
import { ExpressionError, loadParser, treeOf } from './syntax.ts';

let parse: Awaited<ReturnType<typeof loadParser>>;
beforeAll(async () => {
	parse = await loadParser();
});

const tape = new Tape();
const x = tape.input('x', [2, 3], [1, -2, 3, 4, 5, -6]);
const w = tape.parameter('enc.w', [3, 2], [1, 0, 0, 1, 1, 1]);
const y = tape.apply(matmul, [x, w], undefined, 'y');
const p = tape.apply(softmax, [y], { axis: -1 }, 'p');
tape.backward(tape.apply(sum, [p], {}, 'L'));
const trace: Trace = tape.trace();

const valueOf = (text: string) => Array.from(bind(treeOf(parse, text), trace).value().data);

function problem(text: string): { message: string; at: string } {
	try {
		valueOf(text);
	} catch (error) {
		if (!(error instanceof ExpressionError)) throw error;
		return { message: error.message, at: text.slice(error.span.from, error.span.to) };
	}
	return { message: 'a value', at: '' };
}

/** `text ⇒ value`, or `text ⇒ what is said ⟦what is underlined⟧`. */
const lines = fixtures
	.split('\n')
	.filter((line) => line.includes('⇒') && !line.startsWith('#'))
	.map((line) => line.split('⇒').map((part) => part.trim()) as [string, string]);

test('each line of expressions.txt is an expression, and what comes of it', () => {
	expect(lines.length).toBeGreaterThan(50);
	const wrong = lines.flatMap(([text, expected]) => {
		const [, said, place] = /^(.*?)\s*⟦(.*)⟧$/.exec(expected) ?? [];
		if (said === undefined) {
			const numbers = expected.split(',').map((one) =>
				one
					.split('/')
					.map(Number)
					.reduce((a, b) => a / b)
			);
			const found = valueOf(text);
			const same =
				found.length === numbers.length && found.every((value, k) => Math.abs(value - numbers[k]!) < 1e-12);
			return same ? [] : [`${text} ⇒ ${found.join(', ')}, where expressions.txt has ${expected}`];
		}
		const { message, at } = problem(text);
		return message.includes(said) && at.trim() === place
			? []
			: [`${text} ⇒ ${message} ⟦${at}⟧, where expressions.txt has ${expected}`];
	});
	expect(wrong).toEqual([]);
});

describe('what is computed', () => {
	test('entropy, in nats', () => {
		expect(valueOf('entropy(p[0] × 0 + 0.5)')[0]).toBeCloseTo(Math.log(2), 12);
	});

	test('the norm of large and of small numbers neither overflows nor vanishes', () => {
		const numbers = [3e200, 4e200, 3e-200];
		const given = new Tape();
		given.input('big', [2], numbers.slice(0, 2));
		given.input('small', [1], numbers.slice(2));
		const norm = (name: string) => bind(treeOf(parse, `norm(${name})`), given.trace()).value().data[0]!;
		expect(norm('big') / 5e200).toBeCloseTo(1, 12);
		expect(norm('small') / 3e-200).toBeCloseTo(1, 12);
	});

	test('numbers and + − × ÷ mean what they mean in JavaScript', () => {
		const number = fc.double({ min: 0.001, max: 1000, noNaN: true });
		fc.assert(
			fc.property(number, number, number, (a, b, c) => {
				expect(valueOf(`(${a} + ${b}) × ${c} − ${a} ÷ ${b}`)[0]).toBe((a + b) * c - a / b);
			})
		);
	});
});

test('the names of modules in a list, and of parts of a gradient, are typed as they are shown', () => {
	const tape = new Tape();
	const w = tape.parameter('net.layers.0.1.weight', [2], [3, 4]);
	tape.backward(tape.apply(sum, [tape.apply(add, [w, w], undefined, 'twice')], {}, 'L'));
	const trace = tape.trace();
	const valueOf = (text: string) => Array.from(bind(treeOf(parse, text), trace).value().data);
	expect(valueOf('norm(net.layers.0.1.weight) + 1.5')).toEqual([6.5]);
	expect(valueOf("'net.layers.0.1.weight'[1]")).toEqual([4]);
	const parts = [...trace.tensors.keys()].filter((name) => /\.grad:\d+$/.test(name));
	expect(parts.length).toBeGreaterThan(1);
	for (const part of parts) expect(valueOf(`sum(${part})`)).toEqual([2]);
	for (const part of parts) expect(valueOf(`sum("${part}")`)).toEqual([2]);
});

describe('when it is computed', () => {
	test('what is given is there from the start, a cell when it has been written, a tensor with its last cell', () => {
		const ready = (text: string) => bind(treeOf(parse, text), trace).ready;
		expect(ready('x + 1')).toBe(0);
		expect(ready('y[0, 0]')).toBe(3);
		expect(ready('y')).toBe(12);
		expect(ready('y[0, 0] + x')).toBe(3);
		expect(ready('sum(x.grad)')).toBe(x.grad!.writer!.start + x.grad!.writer!.steps);
	});
});

describe('what cannot be computed says what to change, and where', () => {
	test('nothing, an expression to try', () => {
		expect(problem(' ').message).toMatch(/Type an expression/);
	});

	test('what is too long or too deep', () => {
		expect(problem('1'.repeat(2001)).message).toMatch(/2000 is the most/);
		expect(problem(Array(400).fill('1').join(' + ')).message).toMatch(/more than 500 parts/);
		expect(problem('('.repeat(1999)).message).toMatch(/missing|deeply/);
	});

	test('whatever is typed, a sentence comes back or numbers do', () => {
		const word = fc.constantFrom(
			'x',
			'y',
			'norm',
			'any',
			'.grad',
			'[',
			']',
			'(',
			')',
			',',
			'+',
			'^',
			'<',
			'1',
			'"',
			'e9',
			' ',
			'\\',
			'i'
		);
		fc.assert(
			fc.property(
				fc.oneof(
					fc.string(),
					fc.array(word).map((words) => words.join(''))
				),
				(text) => {
					try {
						bind(treeOf(parse, text), trace).value();
					} catch (error) {
						expect(error).toBeInstanceOf(ExpressionError);
					}
				}
			),
			{ numRuns: 2000 }
		);
	});
});
