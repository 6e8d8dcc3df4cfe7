/** The layers of a network as the tree of modules that they stand in, where modules that are alike are one run: "blocks × 12". */
import { ancestry, isPart, isRepetition, type Node } from '#engine';
import { alike } from '#engine/alike.ts';
import { isList } from '#engine/partName.ts';
import { measured, silentOf, type Layer, type Seconds } from './layers.ts';

/** A layer, or a module of several. */
export interface Module {
	/** What it is called in the module that it stands in. */
	readonly name: string;
	/** What is told of it: of a module, of all that it holds. */
	readonly layer: Layer;
	readonly children: readonly Module[];
}

/** A phase and a network are the whole: nobody looks for a layer by their names. */
const isWhole = (node: Node) => !node.parent?.parent || isPart(node, 'network') || isRepetition(node);

export function modulesOf(layers: readonly Layer[], seconds: Seconds): Module[] {
	const top: Branch = { node: null, branches: [] };
	for (const layer of layers) {
		let at = top;
		for (const node of ancestry(layer.node).filter((node) => node.parent && !isWhole(node))) {
			let next = at.branches.find((branch) => branch.node === node);
			if (!next) at.branches.push((next = { node, branches: [] }));
			at = next;
		}
		at.layer = layer;
	}
	return top.branches.flatMap((branch) => grown(branch, seconds));
}

interface Branch {
	readonly node: Node | null;
	readonly branches: Branch[];
	layer?: Layer;
}

/** A module that holds but one is told with it: "attention/project"; a list of what is alike by what it lists: "blocks.0", "blocks.1". */
function grown({ node, branches, layer }: Branch, seconds: Seconds, before = ''): Module[] {
	const name = `${before}${node!.name}`;
	if (branches.length === 1 && !layer) return grown(branches[0]!, seconds, `${name}/`);
	const children = branches.flatMap((branch) => grown(branch, seconds));
	if (layer) return [{ name, layer, children }];
	if (isList(node!) && runsOf(children).length === 1)
		return children.map((child) => ({ ...child, name: `${name}.${child.name}` }));
	return [
		{
			name,
			layer: { ...measured(node!, seconds), silent: silentOf(children.map(({ layer }) => layer)) },
			children
		}
	];
}

/** Fewer modules than these are each told. */
const LEAST = 3;

/** Modules in a row; those that are alike, so many that to tell each would hide the rest, together. */
export function runsOf(modules: readonly Module[]): (Module | readonly Module[])[] {
	const runs: Module[][] = [];
	for (const module of modules) {
		const run = runs.at(-1);
		if (run && alike(run[0]!.layer.node, module.layer.node)) run.push(module);
		else runs.push([module]);
	}
	return runs.flatMap((run): (Module | readonly Module[])[] => (run.length < LEAST ? run : [run]));
}

/** "blocks.0 … 11" */
export function runName(run: readonly Module[]): string {
	const [first, last] = [run[0]!.name, run.at(-1)!.name];
	const list = first.slice(0, first.lastIndexOf('.') + 1);
	return `${first} … ${last.startsWith(list) ? last.slice(list.length) : last}`;
}
