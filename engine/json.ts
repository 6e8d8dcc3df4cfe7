/** A trace as JSON, to take home: the format "backstep-trace" 1.0. Equations and steps follow from the ops and are not part of it. */
import { encode } from './base64.ts';
import type { Leaf, Node, Trace } from './trace.ts';
import type { Role, Shape } from './tensor.ts';

export const FORMAT = 'backstep-trace';
export const VERSION = '1.0';

/** Above so many values, data is base64 of little-endian float64. */
const LONGEST_LIST = 4096;

export interface TraceFile {
	readonly format: typeof FORMAT;
	readonly version: typeof VERSION;
	readonly lesson: string;
	readonly params: Readonly<Record<string, unknown>>;
	readonly seed: number | null;
	readonly steps: number;
	readonly tensors: Readonly<Record<string, TensorFile>>;
	readonly ops: readonly OpFile[];
	readonly scopes: ScopeFile;
}

export interface TensorFile {
	readonly shape: Shape;
	/** What the places along the first axis are called; absent where they have no names. */
	readonly names?: readonly string[];
	readonly dtype: 'float64';
	readonly role: Role;
	readonly data: readonly (number | string)[] | string;
}

export interface OpFile {
	readonly id: number;
	readonly op: string;
	readonly phase: Leaf['phase'];
	readonly attrs: unknown;
	readonly reads: readonly string[];
	readonly writes: string;
	readonly cells: number;
	readonly stepsPerCell: number;
}

export interface ScopeFile {
	readonly name: string;
	readonly children: readonly (number | ScopeFile)[];
}

export interface Origin {
	readonly lesson: string;
	readonly params: Readonly<Record<string, unknown>>;
	readonly seed: number | null;
}

export function toJSON(trace: Trace, { lesson, params, seed }: Origin): TraceFile {
	const tensors = [...trace.tensors.values()].map(({ name, shape, names, role, data }) => {
		return [name, { shape, ...(names && { names }), dtype: 'float64', role, data: values(data) }] as const;
	});
	return {
		format: FORMAT,
		version: VERSION,
		lesson,
		params,
		seed,
		steps: trace.steps,
		tensors: Object.fromEntries(tensors),
		ops: trace.leaves.map(({ id, call, phase, reads, out, perCell }) => ({
			id,
			op: call.op.name,
			phase,
			attrs: call.attrs ?? {},
			reads: reads.map((tensor) => tensor.name),
			writes: out.name,
			cells: out.data.length,
			stepsPerCell: perCell
		})),
		scopes: scopeFile(trace.root) as ScopeFile
	};
}

const scopeFile = (node: Node): number | ScopeFile =>
	node.kind === 'leaf' ? node.id : { name: node.name, children: node.children.map(scopeFile) };

/** JSON has no NaN, infinity or −0: they are written as strings. */
function number(value: number): number | string {
	if (Object.is(value, -0)) return '-0';
	return Number.isFinite(value) ? value : String(value);
}

function values(data: Float64Array): TensorFile['data'] {
	return data.length <= LONGEST_LIST ? Array.from(data, number) : base64(data);
}

/** Little-endian on every machine. */
function base64(data: Float64Array): string {
	const bytes = new DataView(new ArrayBuffer(8 * data.length));
	data.forEach((value, k) => bytes.setFloat64(8 * k, value, true));
	return encode(new Uint8Array(bytes.buffer));
}
