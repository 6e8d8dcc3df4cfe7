/** A watch: what an expression is at a step, or why it is nothing. */
import { plain, shapeName, type Scope, type Trace } from '#engine';
import { versionIn } from '#engine/versions.ts';
import { bind, type Expression } from './expression.ts';
import { parsed } from './parser.svelte.ts';
import { ExpressionError } from './syntax.ts';

/** So many numbers of a tensor are printed. */
const SHOWN = 6;

/** Null while the parser is on its way. In one update of several, names stand for what they are in it. */
export function watched(
	text: string,
	trace: Trace,
	update: Scope | null = null
): Expression | ExpressionError | null {
	const tree = parsed(text);
	if (tree === null || tree instanceof ExpressionError) return tree;
	try {
		return bind(tree, trace, null, (tensor) => (update ? versionIn(trace.root, tensor, update) : tensor));
	} catch (problem) {
		if (problem instanceof ExpressionError) return problem;
		throw problem;
	}
}

/** "0.213", or "2×3: 1, −2, 3, 4, 5, −6"; comparisons of single numbers are true or false. */
export function shown(expression: Expression, done: number): string {
	if (done < expression.ready) return 'not computed yet';
	const { shape, data } = expression.value();
	if (data.length === 1) return expression.truth ? (data[0] ? 'true' : 'false') : plain(data[0]!);
	const numbers = Array.from({ length: Math.min(SHOWN, data.length) }, (_, k) => plain(data[k]!));
	return `${shapeName(shape)}: ${numbers.join(', ')}${data.length > SHOWN ? ', …' : ''}`;
}
