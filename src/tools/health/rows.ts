/** The rows of the tree of modules: what is open is followed by what is in it. */
import type { Node } from '#engine';
import { runName, runsOf, type Module } from './modules.ts';

export interface Row {
	readonly name: string;
	/** Several modules that are alike, or one alone. */
	readonly modules: readonly Module[];
	/** Where it lies in the trace: of several, the first of them. */
	readonly node: Node;
	readonly depth: number;
	/** Whether what is in it follows; null where nothing is in it. */
	readonly opened: boolean | null;
}

/** So few layers are all told at once. */
export const FEW = 24;

/**
 * Open is what `chosen` says, by the key of a row; else where one looks, and of a network of few layers every module. Of
 * modules that are alike each stays one row even then.
 */
export function rowsOf(
	modules: readonly Module[],
	path: readonly Node[],
	chosen: ReadonlyMap<string, boolean>,
	few: boolean,
	depth = 0
): Row[] {
	const isInside = (all: readonly Module[]) => all.some(({ layer: { node } }) => path.includes(node));
	const inside = (module: Module, depth: number): Row[] => {
		const { name, layer, children } = module;
		const row = { name, modules: [module], node: layer.node, depth };
		if (!children.length) return [{ ...row, opened: null }];
		const opened = chosen.get(keyOf(row)) ?? (few || isInside([module]));
		return [{ ...row, opened }, ...(opened ? rowsOf(children, path, chosen, few, depth + 1) : [])];
	};
	return runsOf(modules).flatMap((one) => {
		if ('layer' in one) return inside(one, depth);
		const row = {
			name: runName(one),
			modules: one,
			node: one[0]!.layer.node,
			depth
		};
		const opened = chosen.get(keyOf(row)) ?? isInside(one);
		return [{ ...row, opened }, ...(opened ? one.flatMap((module) => inside(module, depth + 1)) : [])];
	});
}

/** A run and its first module lie at one place. */
export const keyOf = ({ modules, node }: Pick<Row, 'modules' | 'node'>): string =>
	`${modules.length} ${node.start} ${node.steps}`;
