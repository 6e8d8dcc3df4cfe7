/** Which lines of a listing compute what one looks at. */
import { forwardOf, leavesOf, pathName, type Node, type Scope } from '#engine';
import { reach, type Line } from '#lessons/listing.ts';

export interface Marks {
	/** The lines that compute it; all that do so somewhere in it, where no line stands for the whole. */
	readonly now: ReadonlySet<Line>;
	/** In forward, the lines that called these. On the way back, the lines whose gradient is found. */
	readonly around: ReadonlySet<Line>;
}

export function marksOf(lines: readonly Line[], node: Node): Marks {
	const { deepest, callers } = reaching(lines, node);
	const now = deepest.length || node.kind === 'leaf' ? deepest : within(lines, node);
	const mirrored = node.phase === 'backward' ? forwardOf(node) : null;
	return { now: new Set(now), around: new Set(mirrored ? reaching(lines, mirrored).deepest : callers) };
}

/** The lines whose scopes hold a node: those nearest to it, and the rest. */
function reaching(lines: readonly Line[], node: Node) {
	const path = pathName(node);
	const depth = new Map(lines.map((line) => [line, line.scope === null ? 0 : reach(line.scope, path)]));
	const most = Math.max(...depth.values());
	const nearest = most ? lines.filter((line) => depth.get(line) === most) : [];
	const deepest = node.kind === 'leaf' ? keeping(nearest, node.out.name) : nearest;
	return { deepest, callers: lines.filter((line) => depth.get(line)! > 0 && depth.get(line)! < most) };
}

/** Of lines for the same scope, those that keep this tensor; all, where none does. */
function keeping(lines: readonly Line[], tensor: string): readonly Line[] {
	const fits = lines.map(({ text }) =>
		Math.max(0, ...[...text.matchAll(/keep\(f?"([^"]+)"/g)].map(([, name]) => likeness(name!, tensor)))
	);
	const best = Math.max(0, ...fits);
	return best ? lines.filter((_, k) => fits[k] === best) : lines;
}

/** How many characters of a name such as `h{t}.net` are in the tensor's; 0 where it is not the tensor's. */
function likeness(name: string, tensor: string): number {
	const literal = name.split(/\{[^}]*\}/);
	const pattern = literal.map((part) => part.replaceAll('.', '\\.')).join('.*');
	return new RegExp(`^${pattern}$`).test(tensor) ? literal.join('').length + 1 : 0;
}

/** The lines that compute something in a scope. */
function within(lines: readonly Line[], scope: Scope): readonly Line[] {
	const path = pathName(scope);
	const leaves = leavesOf(scope).map(pathName);
	return lines.filter((line) => line.scope && leaves.some((leaf) => reach(line.scope!, leaf) > path.length));
}
