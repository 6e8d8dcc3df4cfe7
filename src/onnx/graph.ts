/** What a model says before anything is computed: which ops and versions, what is given, and in which order nodes run. */
import { fail } from '#engine/errors.ts';
import { listed } from '#engine/lists.ts';
import { modelOf, type GraphProto, type ModelProto, type NodeProto, type ValueInfoProto } from './proto.ts';
import { typeOf, type ElementType } from './types.ts';

/** The newest version of ONNX's ops that the importer was written for. */
export const NEWEST = 28;

/** Nodes of a model: a large Transformer has a few thousand. */
const MOST_NODES = 20_000;

/** What a model asks for. */
export interface Asked {
	readonly name: string;
	readonly type: ElementType;
	/** Sizes, and names of those that are chosen when the model is run; null where the model says nothing. */
	readonly shape: readonly (number | string)[] | null;
}

export interface Model {
	readonly proto: ModelProto;
	readonly graph: GraphProto;
	readonly opset: number;
	/** The nodes in an order in which each comes after what it reads. */
	readonly nodes: readonly NodeProto[];
	readonly inputs: readonly Asked[];
	readonly outputs: readonly string[];
}

/** Throws a BackstepError, in one sentence, where bytes are no model that can be run. */
export function readModel(bytes: Uint8Array): Model {
	if (!bytes.length) fail('value', 'This ONNX file is empty: export or copy it once more');
	const proto = modelOf(bytes);
	const { graph } = proto;
	if (!graph)
		fail(
			'value',
			'This file is no ONNX model: it holds no graph. Choose one that torch.onnx.export or another exporter wrote'
		);
	const opset = opsetOf(proto);
	if (!graph.node.length)
		fail(
			'value',
			'The graph of this ONNX model has no nodes, so there is nothing to run: export the model once more'
		);
	if (graph.node.length > MOST_NODES)
		fail(
			'value',
			`The graph of this ONNX model has ${graph.node.length} nodes, and ${MOST_NODES} are the most that are opened: export a part of it`
		);
	if (graph.sparseInitializer.length)
		fail(
			'value',
			'This ONNX model has sparse initializers, which Backstep does not read: store its weights as dense tensors'
		);
	const named = namesOf(graph);
	const inputs = graph.input.filter(({ name }) => !named.initializers.has(name)).map(askedOf);
	const nodes = inOrder(graph.node, new Set([...named.initializers, ...inputs.map(({ name }) => name)]));
	const outputs = graph.output.map(({ name }) => name);
	if (!outputs.length) fail('value', 'The graph of this ONNX model has no output: export it once more');
	const missing = outputs.find((name) => !named.all.has(name));
	if (missing !== undefined)
		fail(
			'name',
			`The graph of this ONNX model says that it gives "${missing}", but no node writes it: export it once more`
		);
	return { proto, graph, opset, nodes, inputs, outputs };
}

function opsetOf({ opsetImport, irVersion }: ModelProto): number {
	const own = opsetImport.filter(({ domain }) => domain === '' || domain === 'ai.onnx');
	// Before version 3 of the format, models named no opset.
	const version = own[0]?.version ?? (irVersion > 0 && irVersion < 3 ? 1 : 0);
	if (own.length > 1)
		fail('value', `This ONNX model names ${own.length} versions of ONNX's ops: it may name one`);
	if (!opsetImport.length && !version)
		fail(
			'value',
			'This ONNX model does not say which version of the ops it uses (opset_import): export it once more'
		);
	if (version > NEWEST || version < 0 || !Number.isInteger(version))
		fail(
			'value',
			`This ONNX model uses version ${version} of the ops (opset), and Backstep knows those from 1 to ${NEWEST}: export it with opset_version=17`
		);
	return version || NEWEST;
}

interface Names {
	readonly initializers: ReadonlySet<string>;
	readonly all: ReadonlySet<string>;
}

/** Each name is written once. */
function namesOf(graph: GraphProto): Names {
	const initializers = new Set<string>();
	for (const { name } of graph.initializer) {
		if (!name)
			fail(
				'name',
				'An initializer of this ONNX model has no name, so no node can read it: export the model once more'
			);
		if (initializers.has(name))
			fail('name', `Two initializers of this ONNX model are called "${name}": give each its own name`);
		initializers.add(name);
	}
	const all = new Set(initializers);
	const inputs = new Set<string>();
	for (const { name } of graph.input) {
		if (!name) fail('name', 'An input of this ONNX model has no name: export the model once more');
		if (inputs.has(name))
			fail('name', `Two inputs of this ONNX model are called "${name}": give each its own name`);
		inputs.add(name);
		all.add(name);
	}
	for (const node of graph.node)
		for (const name of node.output) {
			if (!name) continue;
			if (all.has(name))
				fail(
					'name',
					`${titleOf(node)} of this ONNX model writes "${name}", which is there already: each name may be written once`
				);
			all.add(name);
		}
	return { initializers, all };
}

export const titleOf = ({ name, opType }: NodeProto): string =>
	name ? `The node "${name.slice(0, 80)}" (${opType})` : `A node ${opType || 'without an op'}`;

function askedOf(info: ValueInfoProto): Asked {
	const { name, type } = info;
	const what = `The input "${name.slice(0, 80)}" of this ONNX model`;
	const other =
		type &&
		(['sequenceType', 'mapType', 'optionalType', 'sparseTensorType'] as const).find((kind) => type[kind]);
	if (other)
		fail(
			'value',
			`${what} is a ${other.replace('Type', '').replace('sparseTensor', 'sparse tensor')}, and Backstep takes tensors only`
		);
	if (!type?.tensorType) fail('value', `${what} has no type: export the model once more`);
	const { elemType, shape } = type.tensorType;
	const sizes = shape?.dim.map(({ dimValue, dimParam }, k) => {
		if (dimValue === undefined || (dimValue === 0 && dimParam)) return dimParam || `axis ${k} of ${name}`;
		if (dimValue < 0) return `axis ${k} of ${name}`;
		return dimValue;
	});
	return { name, type: typeOf(elemType, what), shape: sizes ?? null };
}

/** What a node reads: its inputs, and what graphs inside of it take from around them. */
function readsOf(node: NodeProto): string[] {
	const inner = node.attribute.flatMap(({ g }) => (g ? freeIn(g) : []));
	return [...node.input.filter(Boolean), ...inner];
}

function freeIn(graph: GraphProto): string[] {
	const own = new Set([
		...graph.initializer.map(({ name }) => name),
		...graph.input.map(({ name }) => name),
		...graph.node.flatMap(({ output }) => output)
	]);
	const read = [...graph.node.flatMap(readsOf), ...graph.output.map(({ name }) => name)];
	return read.filter((name) => !own.has(name));
}

/** Each node after those whose outputs it reads, otherwise as they stand. */
export function inOrder(nodes: readonly NodeProto[], given: ReadonlySet<string>): readonly NodeProto[] {
	const writers = new Map(nodes.flatMap((node, k) => node.output.map((name) => [name, k] as const)));
	const waits = nodes.map((node) => new Set(readsOf(node).filter((name) => !given.has(name))));
	for (const [k, names] of waits.entries())
		for (const name of names)
			if (!writers.has(name))
				fail(
					'name',
					`${titleOf(nodes[k]!)} of this ONNX model reads "${name.slice(0, 80)}", which is no input, no initializer and not what another node writes: export the model once more`
				);
	if (nodes.every((_, k) => [...waits[k]!].every((name) => writers.get(name)! < k))) return nodes;
	const order: NodeProto[] = [];
	const state = new Uint8Array(nodes.length);
	for (const start of nodes.keys()) {
		// Without recursion: a chain may be as long as the model.
		const stack: [number, string[]][] = state[start] ? [] : [[start, [...waits[start]!]]];
		if (stack.length) state[start] = 1;
		while (stack.length) {
			const [k, rest] = stack.at(-1)!;
			const name = rest.pop();
			if (name === undefined) {
				state[k] = 2;
				order.push(nodes[k]!);
				stack.pop();
				continue;
			}
			const before = writers.get(name)!;
			if (state[before] === 1)
				fail(
					'value',
					`The graph of this ONNX model goes in a circle: ${titleOf(nodes[k]!).replace('The', 'the')} reads "${name}", which depends on what it writes`
				);
			if (!state[before]) {
				state[before] = 1;
				stack.push([before, [...waits[before]!]]);
			}
		}
	}
	return order;
}

/** Ops of a graph that are not among the known ones, as a sentence names them. */
export function refuseUnknown(names: readonly string[]): never {
	return fail(
		'value',
		`This ONNX model uses ${listed(names, 8)}, which Backstep has no ${names.length === 1 ? 'op' : 'ops'} for: /docs/onnx lists those that it has`
	);
}
