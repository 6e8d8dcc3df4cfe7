/**
 * What people type, as a tree of our own: mathjs parses, and what is not on the list of what may be computed is refused.
 * Nothing that mathjs could evaluate is ever evaluated.
 */
import type { MathNode } from 'mathjs';
import { either, listed } from '#engine/lists.ts';

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

/** mathjs's parser. */
export type Parse = (text: string) => MathNode;
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
	return new ExpressionReader(text).read(root);
}

/** The same, or what is wrong with the text. */
export function treeOrProblem(parse: Parse, text: string): Tree | ExpressionError {
	try {
		return treeOf(parse, text);
	} catch (problem) {
		if (problem instanceof ExpressionError) return problem;
		throw problem;
	}
}

/** Stand for the signs of a tensor's name that mathjs reads otherwise: layers.0.weight, x.grad:1. */
const [DOT, COLON] = ['\u02a0', '\u02a1'];

const joinedNames = (text: string) =>
	text
		.replace(/[A-Za-z_]\w*(?:\.\w+)+/g, (name) => name.replace(/\.(?=\d)/g, DOT))
		.replace(/(?<=\.grad):(?=\d)/g, COLON);

const nameOf = (read: string) => read.replaceAll(DOT, '.').replaceAll(COLON, ':');

/** Words, names in quotes, numbers, and signs; what follows # is a remark. */
const TOKENS = new RegExp(
	[
		'#[^\\n]*',
		`[\\p{L}_$][\\p{L}\\d_$${DOT}${COLON}]*`,
		`"(?:\\\\.|[^"\\\\])*"`,
		`'(?:\\\\.|[^'\\\\])*'`,
		'(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?',
		'<=|>=|!=|==|\\.[*/^]',
		'\\S'
	].join('|'),
	'giu'
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

interface Token extends Span {
	readonly text: string;
}

/**
 * Reads mathjs's tree, which knows no places, against the words and signs of the text: a node's parts stand in the text
 * in a known order, so a part reaches from the first token that it takes to the last.
 */
class ExpressionReader {
	readonly #tokens: readonly Token[];
	#next = 0;
	#nodes = 0;

	constructor(readonly text: string) {
		this.#tokens = [...joinedNames(text).matchAll(TOKENS)]
			.filter(([token]) => !token.startsWith('#'))
			.map((match) => ({ text: nameOf(match[0]), from: match.index, to: match.index + match[0].length }));
	}

	read(node: MathNode): Tree {
		if (++this.#nodes > MOST_NODES)
			throw new ExpressionError(`This has more than ${MOST_NODES} parts: shorten it.`, {
				from: 0,
				to: this.text.length
			});
		const n = node as Any;
		switch (node.type) {
			case 'ParenthesisNode': {
				this.#take('(');
				const content = this.read(n['content'] as MathNode);
				this.#take(')');
				return content;
			}
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

	/** The next token, or the next that reads so. */
	#take(...texts: readonly string[]): Span {
		for (let k = this.#next; k < this.#tokens.length; k++) {
			const token = this.#tokens[k]!;
			if (texts.length && !texts.includes(token.text)) continue;
			this.#next = k + 1;
			return token;
		}
		return this.#ahead();
	}

	#ahead(): Span {
		return this.#tokens[this.#next] ?? { from: 0, to: this.text.length };
	}

	/** From the token at this place to the last one that was taken. */
	#since(first: number): Span {
		const [from, to] = [this.#tokens[first], this.#tokens[this.#next - 1]];
		return from && to ? { from: from.from, to: to.to } : { from: 0, to: this.text.length };
	}

	/** What stands between commas, and the bracket that closes. */
	#list(nodes: readonly MathNode[], open: string, close: string): Tree[] {
		this.#take(open);
		const parts = nodes.map((node, k) => {
			if (k) this.#take(',');
			return this.read(node);
		});
		this.#take(close);
		return parts;
	}

	#constant(value: unknown): Tree {
		if (typeof value === 'string') {
			// A name may stand in quotes, whatever it is made of.
			const name = nameOf(value);
			const span = this.#take(`"${name}"`, `'${name}'`);
			return { kind: 'name', name: checked(name, span), from: span.from, to: span.to };
		}
		const { from, to } = this.#take();
		if (typeof value !== 'number') throw new ExpressionError('This is no number.', { from, to });
		return { kind: 'number', value, from, to };
	}

	#name(name: string): Tree {
		const { from, to } = this.#take(name);
		return { kind: 'name', name: checked(name, { from, to }), from, to };
	}

	/** a.b.c is one name; a[1, 2] is a cell or a row of a. */
	#accessor(n: Any): Tree {
		const first = this.#next;
		const of = this.read(n['object'] as MathNode);
		const index = n['index'] as Any;
		const parts = index['dimensions'] as MathNode[];
		if (index['dotNotation']) {
			this.#take('.');
			const property = nameOf((parts[0] as Any)['value'] as string);
			const span = this.#take(property);
			checked(property, span);
			if (of.kind !== 'name')
				throw new ExpressionError(
					`“.${property}” can only follow a name: write x.grad[0], not x[0].grad.`,
					span
				);
			return { kind: 'name', name: `${of.name}.${property}`, ...this.#since(first) };
		}
		const at = this.#list(parts, '[', ']');
		return { kind: 'index', of, at, ...this.#since(first) };
	}

	#call(n: Any): Tree {
		const first = this.#next;
		const fn = n['fn'] as Any;
		const named = this.read(fn);
		const name = fn.type === 'SymbolNode' && named.kind === 'name' ? named.name : null;
		const found = FUNCTIONS.find((one) => one === name);
		if (!found)
			throw new ExpressionError(
				`There is no function “${this.text.slice(named.from, named.to)}”: use ${either(FUNCTIONS)}. For the number at a place write [ ].`,
				named
			);
		const args = this.#list(n['args'] as MathNode[], '(', ')');
		const span = this.#since(first);
		const several = found === 'max' || found === 'min';
		if (!args.length || (args.length > 1 && !several))
			throw new ExpressionError(
				`${found} takes ${several ? 'at least one argument' : 'one argument'}: it was given ${args.length}.`,
				span
			);
		return { kind: 'call', name: found, args, ...span };
	}

	/** A sign stands before its one argument, or between two; of a product it may be left out, which is refused. */
	#operator(n: Any): Tree {
		const first = this.#next;
		const nodes = n['args'] as MathNode[];
		if (nodes.length === 1 && isPrefix(n['fn'])) this.#take();
		const args = nodes.map((node, k) => {
			if (k && !n['implicit']) this.#take();
			return this.read(node);
		});
		if (nodes.length === 1 && !isPrefix(n['fn'])) this.#take();
		const span = this.#since(first);
		if (n['implicit']) throw new ExpressionError('Write × between what is multiplied.', span);
		return { kind: 'operator', name: operatorNamed(n['fn'], n['op'], span), args, ...span };
	}

	/** 0 < x < 1 is 0 < x and x < 1. */
	#chain(n: Any): Tree {
		const first = this.#next;
		const params = (n['params'] as MathNode[]).map((node, k) => {
			if (k) this.#take();
			const from = this.#next;
			const tree = this.read(node);
			return { tree, ...this.#since(from) };
		});
		const span = this.#since(first);
		const signs = (n['conditionals'] as string[]).map((fn) => operatorNamed(fn, fn, span));
		return signs
			.map((name, k): Tree => {
				const [a, b] = [params[k]!, params[k + 1]!];
				return { kind: 'operator', name, args: [a.tree, b.tree], from: a.from, to: b.to };
			})
			.reduce((a, b): Tree => ({ kind: 'operator', name: 'and', args: [a, b], from: a.from, to: b.to }));
	}
}

const isPrefix = (fn: unknown) => ['unaryMinus', 'unaryPlus', 'not', 'bitNot'].includes(fn as string);

function operatorNamed(fn: unknown, sign: unknown, span: Span): Operator {
	const name = typeof fn === 'string' && Object.hasOwn(OPERATORS, fn) ? OPERATORS[fn as 'add'] : undefined;
	if (!name)
		throw new ExpressionError(
			`“${String(sign)}” cannot be used here: there are + − × ÷ ^, < ≤ > ≥ == !=, and, or, not.`,
			span
		);
	return name;
}

function checked(name: string, span: Span): string {
	if (name.split('.').some((part) => FORBIDDEN.has(part)))
		throw new ExpressionError(`“${name}” cannot be the name of a tensor.`, span);
	return name;
}
