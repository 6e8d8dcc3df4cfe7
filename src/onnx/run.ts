/**
 * Runs the graph of a model on a tape, a scope for each node, and goes back from one number of what comes out: the trace
 * is one like any other. A node's scope lies in those of the modules that its name says it belongs to.
 */
import { BackstepError, Tape, type Trace } from '#engine';
import { fail } from '#engine/errors.ts';
import { MOST_STEPS } from '#engine/file/supply.ts';
import { Call, type Around } from './call.ts';
import { back, type Goal } from './goal.ts';
import { inOrder, refuseUnknown, titleOf, type Model } from './graph.ts';
import { modulesOf, tensorName } from './naming.ts';
import { handlers } from './ops/all.ts';
import { partOf } from './parts.ts';
import { bodyOf, DEEPEST_CALL, functionsOf, opsetIn } from './functions.ts';
import type { FunctionProto, GraphProto, NodeProto } from './proto.ts';
import { numbersOf, type Numbers } from './tensors.ts';
import { isFloat } from './types.ts';
import { Value } from './value.ts';

export interface Ran {
	readonly trace: Trace;
	/** What it was recorded on. */
	readonly tape: Tape;
	readonly outputs: ReadonlyMap<string, Value>;
	/** What was done otherwise than asked, as sentences. */
	readonly notices: readonly string[];
}

/** Numbers that a trace may hold, gradients among them: 1 GB. */
export const MOST_NUMBERS = 128e6;

/** Refuses a model with ops that are not known, before anybody is asked for its inputs. */
export function expectKnown({ graph, proto }: Model): void {
	const names = new Set<string>();
	const find = functionsOf(proto);
	const visit = (inside: Pick<GraphProto, 'node'>) => {
		for (const node of inside.node) {
			const { opType, domain, attribute } = node;
			if (!find(node) && !handlerOf(opType, domain))
				names.add(domain && domain !== 'ai.onnx' ? `${domain}.${opType}` : opType || 'a node without an op');
			for (const { g } of attribute) if (g) visit(g);
		}
	};
	visit(graph);
	proto.functions.forEach(visit);
	if (names.size) refuseUnknown([...names]);
}

const handlerOf = (opType: string, domain: string) =>
	(!domain || domain === 'ai.onnx') && Object.hasOwn(handlers, opType) ? handlers[opType] : undefined;

/** Throws a BackstepError where something does not fit, which names the node. */
export function run(model: Model, given: ReadonlyMap<string, Numbers>, seed: number, goal: Goal | null): Ran {
	let numbers = 0;
	const tape = new Tape({
		take: (n) => {
			if ((numbers += n) > MOST_NUMBERS)
				fail(
					'value',
					`This run and its gradients would hold more than ${MOST_NUMBERS / 1e6} million numbers: give smaller inputs, or go without the way back`
				);
			return new Float64Array(n);
		},
		wrote: (leaf) => {
			if (!(tape.steps <= MOST_STEPS))
				fail(
					'value',
					`With ${leaf.name} this run takes more than ${MOST_STEPS} steps, which are the most that can be stepped through: give smaller inputs`
				);
		}
	});
	const runner = new Runner(model, tape, seed);
	const notices: string[] = [];
	const outputs = tape.scope('forward', () => runner.all(given), {
		about: 'The graph of the model, node by node.',
		part: { kind: 'network' }
	});
	if (goal) {
		const problem = back(tape, outputs, goal);
		if (problem) notices.push(problem);
	}
	return { trace: tape.trace(), tape, outputs, notices };
}

/** Initializers that are read as nothing but the statistics of a BatchNormalization, which nobody learns by a gradient. */
function statisticsOf(nodes: readonly NodeProto[]): ReadonlySet<string> {
	const found = new Set(
		nodes.flatMap(({ opType, input }) => (opType === 'BatchNormalization' ? input.slice(3, 5) : []))
	);
	for (const { opType, input } of nodes)
		for (const [k, name] of input.entries()) if (opType !== 'BatchNormalization' || k < 3) found.delete(name);
	return found;
}

type Names = Map<string, Value>;

/** The modules that are open, from the outside in, each with what closes it. */
type Open = { readonly name: string; readonly leave: () => void }[];

class Runner {
	readonly #model: Model;
	readonly #tape: Tape;
	#around: Around;
	readonly #functionOf: (node: NodeProto) => FunctionProto | undefined;
	/** Functions that are being called. */
	#depth = 0;

	constructor(model: Model, tape: Tape, seed: number) {
		this.#model = model;
		this.#tape = tape;
		this.#functionOf = functionsOf(model.proto);
		this.#around = {
			tape,
			opset: model.opset,
			seed,
			run: (graph, inputs, within) => this.#inner(graph, inputs, within)
		};
	}

	/** The names of the graphs around the one that runs, innermost last. */
	#names: Names[] = [];

	all(given: ReadonlyMap<string, Numbers>): ReadonlyMap<string, Value> {
		const { graph, nodes, inputs, outputs } = this.#model;
		const names: Names = new Map();
		this.#names.push(names);
		for (const { name, type } of inputs) {
			const numbers = given.get(name);
			if (!numbers) fail('value', `The input "${name}" is not given`);
			const { shape, data } = numbers;
			const value = new Value(tensorName(name), type, shape, data, {
				live: true,
				origin: { role: 'input', differentiable: isFloat(type) }
			});
			// What is given stands first in the trace.
			value.on(this.#tape);
			names.set(name, value);
		}
		this.#initialize(graph, nodes, names);
		this.#nodes(nodes);
		this.#names.pop();
		return new Map(outputs.map((name) => [name, names.get(name)!]));
	}

	#initialize(graph: GraphProto, nodes: readonly NodeProto[], names: Names): void {
		const statistics = statisticsOf(nodes);
		const used = new Set([...nodes.flatMap(({ input }) => input), ...graph.output.map(({ name }) => name)]);
		const inner = nodes.some(({ attribute }) => attribute.some(({ g }) => g));
		for (const proto of graph.initializer) {
			if (!inner && !used.has(proto.name)) continue;
			const { type, shape, data } = numbersOf(
				proto,
				`The initializer "${proto.name.slice(0, 80)}" of this ONNX model`
			);
			const learned = isFloat(type) && shape.length > 0 && !statistics.has(proto.name);
			const name = tensorName(proto.name);
			names.set(
				proto.name,
				new Value(name, type, shape, data, {
					live: learned,
					origin: { role: learned ? 'parameter' : 'input', differentiable: learned }
				})
			);
		}
	}

	#find(name: string): Value | undefined {
		for (let k = this.#names.length - 1; k >= 0; k--) {
			const value = this.#names[k]!.get(name);
			if (value) return value;
		}
		return undefined;
	}

	/** A graph inside of a node: a branch, or the body of a loop. */
	#inner(graph: GraphProto, given: readonly Value[], within: string): readonly Value[] {
		const names: Names = new Map(graph.input.map(({ name }, k) => [name, given[k]!]));
		const known = new Set(this.#names.flatMap((outer) => [...outer.keys()]));
		for (const { name } of [...graph.initializer, ...graph.input]) known.add(name);
		const nodes = inOrder(graph.node, known);
		this.#names.push(names);
		try {
			return this.#tape.scope(within, () => {
				this.#initialize(graph, nodes, names);
				this.#nodes(nodes);
				return graph.output.map(
					({ name }) =>
						this.#find(name) ?? fail('name', `The graph "${within}" gives "${name}", which no node writes`)
				);
			});
		} finally {
			this.#names.pop();
		}
	}

	/** What a node gives, under the names that it has in the graph. */
	#keep({ output }: NodeProto, values: readonly (Value | null)[]): void {
		for (const [k, name] of output.entries()) {
			if (!name) continue;
			const value = values[k];
			if (!value) fail('value', `it gives no output ${k}, "${name}", in Backstep`);
			this.#names.at(-1)!.set(name, value);
		}
	}

	/** A function sees nothing but what it is given. */
	#call(
		one: FunctionProto,
		node: NodeProto,
		inputs: readonly (Value | null)[],
		title: string
	): readonly Value[] {
		if (++this.#depth > DEEPEST_CALL)
			fail(
				'value',
				`The functions of this ONNX model call each other more than ${DEEPEST_CALL} deep, "${one.name}" among them: export it without functions`
			);
		const [names, around] = [this.#names, this.#around];
		this.#names = [new Map(one.input.flatMap((name, k) => (inputs[k] ? [[name, inputs[k]] as const] : [])))];
		this.#around = { ...around, opset: opsetIn(one) ?? around.opset };
		try {
			const nodes = inOrder(bodyOf(one, node), new Set(one.input));
			return this.#tape.scope(
				title,
				() => {
					this.#nodes(nodes);
					return one.output.map(
						(name) =>
							this.#find(name) ??
							fail(
								'name',
								`The function "${one.name}" of this ONNX model gives "${name}", which no node writes`
							)
					);
				},
				{ about: `The function ${one.name} of the model.` }
			);
		} finally {
			[this.#names, this.#around] = [names, around];
			this.#depth--;
		}
	}

	#nodes(nodes: readonly NodeProto[]): void {
		const open: Open = [];
		const close = (to: number) => {
			while (open.length > to) open.pop()!.leave();
		};
		try {
			for (const [k, node] of nodes.entries()) {
				const modules = modulesOf(node.name);
				const shared = open.findIndex(({ name }, d) => name !== modules[d]);
				close(shared < 0 ? Math.min(open.length, modules.length) : shared);
				// A module that is this node alone is the node's scope.
				const alone =
					modules.length > open.length && !startsWith(modulesOf(nodes[k + 1]?.name ?? ''), modules);
				for (const name of modules.slice(open.length, alone ? -1 : undefined))
					open.push({ name, leave: this.#tape.enter(name, { about: `The module ${name} of the model.` }) });
				this.#node(node, k, alone ? modules.at(-1)! : node.name.split('/').at(-1) || `${node.opType} ${k}`);
			}
		} finally {
			close(0);
		}
	}

	#node(node: NodeProto, index: number, title: string): void {
		const inputs = node.input.map((name) => (name ? (this.#find(name) ?? null) : null));
		const called = this.#functionOf(node);
		if (called) return this.#keep(node, this.#call(called, node, inputs, title));
		const handler = handlerOf(node.opType, node.domain);
		if (!handler) refuseUnknown([node.opType]);
		const about = `The node ${node.name || index} of the graph: ${node.opType}.`;
		const part = partOf(node.opType, inputs);
		try {
			const call = new Call(node, inputs, this.#around);
			const outputs = this.#tape.scope(title, () => [handler(call)].flat(), {
				about,
				...(part && { part })
			});
			call.expectAllAsked();
			this.#keep(node, outputs);
		} catch (problem) {
			if (problem instanceof BackstepError && !problem.message.includes('of this ONNX model'))
				throw new BackstepError(
					problem.problem,
					`${titleOf(node)} of this ONNX model cannot be run here: ${problem.message}`
				);
			if (problem instanceof BackstepError) throw problem;
			// Handlers expect inputs of the kinds and shapes that the specification has, which those of a file need not be.
			fail(
				'value',
				`${titleOf(node)} of this ONNX model cannot be run here: its inputs or attributes do not fit together`
			);
		}
	}
}

const startsWith = (all: readonly string[], first: readonly string[]) =>
	first.every((name, k) => all[k] === name);
