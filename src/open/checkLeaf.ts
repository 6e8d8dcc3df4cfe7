import type { Leaf } from '#engine';
import type { Checks } from '#engine/file/checks.ts';
import { compare } from '#engine/file/noted.ts';
import type { Late } from '#engine/file/replay.ts';
import { tryLeaf } from './read.ts';

/**
 * Computes one op of a trace that is still in its file again, and holds what comes out against the file. Throws a
 * BackstepError where the op cannot be explained.
 */
export function checkLeaf(leaf: Leaf, { numbers }: Late, checks: Checks): void {
	numbers.want([...leaf.reads, ...leaf.call.xs, leaf.out]);
	tryLeaf(leaf);
	const noted = numbers.noted.get(leaf)!;
	if (!noted.file || leaf.call.op.unknown) return;
	const stored = leaf.out.data;
	const computed = new Float64Array(stored.length);
	leaf.rule.run(leaf.call, computed);
	compare(checks, leaf, noted, { stored, computed });
}
