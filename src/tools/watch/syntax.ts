/**
 * What people type, as a tree of our own: mathjs parses, and what is not on the list of what may be computed is refused.
 * Nothing that mathjs could evaluate is ever evaluated.
 */
import type { MathNode } from 'mathjs';
import { either, listed } from '#engine';

/** Where a part stands in the text, from its first character to before the last. */
export interface Span {
	readonly from: number;
	readonly to: number;
}

export type Tree = Span &
	(
		| { readonly kind: 'number'; readonly value: number }
		| { readonly kind: 'name'; readonly name: string }
		| { readonly kind: 'index'; readonly of: Tree; readonly at: readonly Tree[] }
		| { readonly kind: 'call'; readonly name: FunctionName; readonly args: readonly Tree[] }
		| { readonly kind: 'operator'; readonly name: Operator; readonly args: readonly Tree[] }
	);

export const FUNCTIONS = [
	'abs',
	'norm',
	'sum',
	'mean',
	'max',
	'min',
	'argmax',
	'exp',
	'log',
	'sqrt',
	'entropy'
] as const;
export type FunctionName = (typeof FUNCTIONS)[number];

const OPERATORS = {
	add: '+',
	subtract: '−',
	multiply: '×',
	dotMultiply: '×',
	divide: '÷',
	dotDivide: '÷',
	pow: '^',
	dotPow: '^',
	unaryMinus: 'negative',
	unaryPlus: 'positive',
	smaller: '<',
	smallerEq: '≤',
	larger: '>',
	largerEq: '≥',
	equal: '=',
	unequal: '≠',
	and: 'and',
	or: 'or',
	not: 'not'
} as const;
export type Operator = (typeof OPERATORS)[keyof typeof OPERATORS];

/** Names that JavaScript gives every object: no tensor has them. */
const FORBIDDEN = new Set(['__proto__', 'constructor', 'prototype']);

const LONGEST = 2000;
const MOST_NODES = 500;

/** What is wrong with an expression, and where. */
export class ExpressionError extends Error {
	constructor(
		message: string,
		readonly span: Span
	) {
		super(message);
	}
}

type Parse = (text: string) => MathNode;
let loading: Promise<Parse> | undefined;

/** mathjs's parser, fetched when somebody first types an expression. */
export const loadParser = (): Promise<Parse> =>
	(loading ??= import('mathjs/number').then(
		({ create, parseDependencies }) =>
			create({ parseDependencies: parseDependencies! }).parse as unknown as Parse
	));

/** Throws an ExpressionError. The signs × ÷ − ≤ ≥ ≠ may be typed as well as * / - <= >= !=. */
export function treeOf(parse: Parse, text: string): Tree {
	const whole = { from: 0, to: text.length };
	if (!text.trim()) throw new ExpressionError('Type an expression, such as norm(x.grad).', whole);
	if (text.length > LONGEST)
		throw new ExpressionError(
			`This has ${text.length} characters, and ${LONGEST} is the most that is read: shorten it.`,
			whole
		);
	let root: MathNode;
	try {
		root = parse(plainSigns(text));
	} catch (problem) {
		const { char } = problem as { char?: number };
		if (char === undefined) throw new ExpressionError('This is nested too deeply: shorten it.', whole);
		const at = typedPlace(text, char);
		const end = text.trimEnd().length;
		if (at > end) throw new ExpressionError('Something is missing at the end.', { from: end, to: end + 1 });
		const from = Math.max(0, at - 1);
		throw new ExpressionError(`“${text.slice(from, at)}” cannot stand here.`, { from, to: at });
	}
	return new Reader(text).read(root);
}

/** Stand for the signs of a tensor's name that mathjs reads otherwise: layers.0.weight, x.grad:1. */
const [DOT, COLON] = ['\u02a0', '\u02a1'];

const joinedNames = (text: string) =>
	text
		.replace(/[A-Za-z_]\w*(?:\.\w+)+/g, (name) => name.replace(/\.(?=\d)/g, DOT))
		.replace(/(?<=\.grad):(?=\d)/g, COLON);

const nameOf = (read: string) => read.replaceAll(DOT, '.').replaceAll(COLON, ':');

const TOKENS = new RegExp(
	`[A-Za-z_][\\w${DOT}${COLON}]*|"[^"]*"|'[^']*'|(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?`,
	'gi'
);

/** Sign for sign, but for the comparisons of two. */
const plainSigns = (text: string) =>
	joinedNames(text)
		.replaceAll('×', '*')
		.replaceAll('·', '*')
		.replaceAll('÷', '/')
		.replaceAll('−', '-')
		.replaceAll('≤', '<=')
		.replaceAll('≥', '>=')
		.replaceAll('≠', '!=');

/** Where a place in the plain signs lies in what was typed. */
function typedPlace(text: string, at: number): number {
	let place = 0;
	for (let plain = 0; plain < at && place <= text.length; place++)
		plain += /[≤≥≠]/.test(text.charAt(place)) ? 2 : 1;
	return place;
}

type Any = MathNode & Record<string, unknown>;

class Reader {
	readonly #tokens: readonly (Span & { readonly text: string })[];
	#next = 0;
	#nodes = 0;

	constructor(readonly text: string) {
		const joined = joinedNames(text);
		this.#tokens = [...joined.matchAll(TOKENS)].map((match) => ({
			text: nameOf(match[0]),
			from: match.index,
			to: match.index + match[0].length
		}));
	}

	read(node: MathNode): Tree {
		if (++this.#nodes > MOST_NODES)
			throw new ExpressionError(`This has more than ${MOST_NODES} parts: shorten it.`, {
				from: 0,
				to: this.text.length
			});
		const n = node as Any;
		switch (node.type) {
			case 'ParenthesisNode':
				return this.read(n['content'] as MathNode);
			case 'ConstantNode':
				return this.#constant(n['value']);
			case 'SymbolNode':
				return this.#name(nameOf(n['name'] as string));
			case 'AccessorNode':
				return this.#accessor(n);
			case 'FunctionNode':
				return this.#call(n);
			case 'OperatorNode':
				return this.#operator(n);
			case 'RelationalNode':
				return this.#chain(n);
			case 'AssignmentNode':
				throw new ExpressionError('Nothing can be set here: write == to compare.', this.#ahead());
			default:
				throw new ExpressionError(
					`This cannot be used here: expressions are made of names, numbers, + − × ÷ ^, comparisons, [ ], ${listed(FUNCTIONS)}.`,
					this.#ahead()
				);
		}
	}

	/** The next word of the text that reads so: parts are met in the order in which they stand. */
	#take(text: string): Span {
		for (let k = this.#next; k < this.#tokens.length; k++) {
			const token = this.#tokens[k]!;
			if (token.text !== text && token.text !== `"${text}"` && token.text !== `'${text}'`) continue;
			this.#next = k + 1;
			return token;
		}
		return this.#ahead();
	}

	#ahead(): Span {
		return this.#tokens[this.#next] ?? { from: 0, to: this.text.length };
	}

	#constant(value: unknown): Tree {
		if (typeof value === 'string') {
			// A name may stand in quotes, whatever it is made of.
			const name = nameOf(value);
			return { kind: 'name', name: checked(name, this.#take(name)), ...this.#span(name) };
		}
		const span = this.#ahead();
		this.#next++;
		if (typeof value !== 'number') throw new ExpressionError('This is no number.', span);
		return { kind: 'number', value, from: span.from, to: span.to };
	}

	#span(text: string): Span {
		const token = this.#tokens[this.#next - 1];
		return token && token.text.includes(text) ? token : { from: 0, to: this.text.length };
	}

	#name(name: string): Tree {
		const { from, to } = this.#take(name);
		return { kind: 'name', name: checked(name, { from, to }), from, to };
	}

	/** a.b.c is one name; a[1, 2] is a cell or a row of a. */
	#accessor(n: Any): Tree {
		const of = this.read(n['object'] as MathNode);
		const index = n['index'] as Any;
		const parts = index['dimensions'] as MathNode[];
		if (index['dotNotation']) {
			const property = nameOf((parts[0] as Any)['value'] as string);
			const { from, to } = this.#take(property);
			checked(property, { from, to });
			if (of.kind !== 'name')
				throw new ExpressionError(`“.${property}” can only follow a name: write x.grad[0], not x[0].grad.`, {
					from,
					to
				});
			return { kind: 'name', name: `${of.name}.${property}`, from: of.from, to };
		}
		const at = parts.map((part) => this.read(part));
		return { kind: 'index', of, at, from: of.from, to: this.#closing(around([of, ...at]).to) };
	}

	/** Past the bracket that closes after a place. */
	#closing(to: number): number {
		const rest = /^\s*[)\]]/.exec(this.text.slice(to));
		return to + (rest?.[0].length ?? 0);
	}

	#call(n: Any): Tree {
		const read = (n['fn'] as Any)['name'] as string | undefined;
		const name = read && nameOf(read);
		const { from, to } = this.#take(name ?? '');
		const args = (n['args'] as MathNode[]).map((arg) => this.read(arg));
		const found = FUNCTIONS.find((one) => one === name);
		if (!found)
			throw new ExpressionError(
				`There is no function “${name ?? ''}”: use ${either(FUNCTIONS)}. For the number at a place write [ ].`,
				{ from, to }
			);
		const span = { from, to: this.#closing(around([{ from, to }, ...args]).to) };
		const several = found === 'max' || found === 'min';
		if (!args.length || (args.length > 1 && !several))
			throw new ExpressionError(
				`${found} takes ${several ? 'at least one argument' : 'one argument'}: it was given ${args.length}.`,
				span
			);
		return { kind: 'call', name: found, args, ...span };
	}

	#operator(n: Any): Tree {
		const args = (n['args'] as MathNode[]).map((arg) => this.read(arg));
		const span = around(args);
		if (n['implicit']) throw new ExpressionError('Write × between what is multiplied.', span);
		return { kind: 'operator', name: this.#operatorNamed(n['fn'], n['op'], span), args, ...span };
	}

	#operatorNamed(fn: unknown, sign: unknown, span: Span): Operator {
		const name = typeof fn === 'string' && Object.hasOwn(OPERATORS, fn) ? OPERATORS[fn as 'add'] : undefined;
		if (!name)
			throw new ExpressionError(
				`“${String(sign)}” cannot be used here: there are + − × ÷ ^, < ≤ > ≥ == !=, and, or, not.`,
				span
			);
		return name;
	}

	/** 0 < x < 1 is 0 < x and x < 1. */
	#chain(n: Any): Tree {
		const params = (n['params'] as MathNode[]).map((param) => this.read(param));
		const signs = (n['conditionals'] as string[]).map((fn) => this.#operatorNamed(fn, fn, around(params)));
		return signs
			.map((name, k): Tree => {
				const args = [params[k]!, params[k + 1]!];
				return { kind: 'operator', name, args, ...around(args) };
			})
			.reduce((a, b): Tree => ({ kind: 'operator', name: 'and', args: [a, b], ...around([a, b]) }));
	}
}

function checked(name: string, span: Span): string {
	if (name.split('.').some((part) => FORBIDDEN.has(part)))
		throw new ExpressionError(`“${name}” cannot be the name of a tensor.`, span);
	return name;
}

export const around = (parts: readonly Span[]): Span => ({
	from: Math.min(...parts.map(({ from }) => from)),
	to: Math.max(...parts.map(({ to }) => to))
});
