import type { Op } from '#engine';
import { ops } from '#src/ops/all.ts';
import { exampleTrace } from '#src/ops/example.ts';
import { draw } from '#src/text/notes.server.ts';
import type { PageServerLoad } from './$types';

export const load: PageServerLoad = () => ({
	title: 'Ops',
	ops: [...ops].sort((a, b) => order(a) - order(b) || a.name.localeCompare(b.name)).map(describe)
});

const FAMILIES: readonly Op['family'][] = [
	'arithmetic',
	'function',
	'activation',
	'matrix',
	'convolution',
	'pooling',
	'softmax',
	'loss',
	'reduction',
	'shape',
	'update'
];
const order = (op: Op) => FAMILIES.indexOf(op.family);

/** An op's equations come from the op itself, on its own example. */
function describe(op: Op) {
	const { leaves } = exampleTrace(op);
	// The loss of the example uses ops too: only the op's first call is its own.
	const own = leaves.filter((leaf) => leaf.call.y === leaves[0]!.call.y);
	return {
		name: op.name,
		family: op.family,
		summary: op.summary,
		attributes: Object.entries(op.attributes ?? {}),
		equations: own.map((leaf) => ({
			of: leaf.phase === 'backward' ? `gradient of ${leaf.out.gradientOf!.name}` : 'forward',
			html: draw(`\\displaystyle ${leaf.rule.tex(leaf.call)}`),
			about: leaf.rule.about(leaf.call)
		}))
	};
}
