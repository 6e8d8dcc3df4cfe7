/** The health of a trace goes from one thread to another, where the same trace is: by names and places. */
import { ancestry, nodeAt, type Node, type Path, type Tensor, type Trace } from '#engine';
import type { Health } from './health.ts';

/** The same with names for tensors and paths for nodes. */
type Told<T> = T extends Tensor
	? { readonly tensorNamed: string }
	: T extends Node
		? { readonly nodeAt: Path }
		: T extends object
			? { readonly [K in keyof T]: Told<T[K]> }
			: T;

export type ToldHealth = Told<Health>;

const isTensor = (value: object): value is Tensor => 'gradientOf' in value;
const isNode = (value: object): value is Node => 'kind' in value && 'steps' in value;

/** Which child of which child it is. */
function placeOf(node: Node): Path {
	const chain = ancestry(node);
	return chain
		.slice(1)
		.map((child, k) => (chain[k] as { children: readonly Node[] }).children.indexOf(child));
}

export const toldHealth = (health: Health): ToldHealth => told(health) as ToldHealth;

function told(value: unknown): unknown {
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map(told);
	if (isTensor(value)) return { tensorNamed: value.name };
	if (isNode(value)) return { nodeAt: placeOf(value) };
	return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, told(one)]));
}

export const healthAsTold = (health: ToldHealth, trace: Trace): Health => found(health, trace) as Health;

function found(value: unknown, trace: Trace): unknown {
	if (typeof value !== 'object' || value === null) return value;
	if (Array.isArray(value)) return value.map((one) => found(one, trace));
	if ('tensorNamed' in value) return trace.tensors.get(value.tensorNamed as string)!;
	if ('nodeAt' in value) return nodeAt(trace.root, value.nodeAt as Path);
	return Object.fromEntries(Object.entries(value).map(([name, one]) => [name, found(one, trace)]));
}
