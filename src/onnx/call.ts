/**
 * One node while it is run: its inputs and attributes, and the tape that its ops go on. A node that reads nothing given or
 * learned is worked out beside the trace: what comes out, such as the shape that a Reshape is told, is known numbers.
 */
import { BackstepError, size, Tape, type Op, type Shape, type Tensor } from '#engine';
import { fail } from '#engine/errors.ts';
import { listed } from '#engine/lists.ts';
import { opaque } from '#engine/file/opaque.ts';
import { decoded } from '#engine/file/safetensors/utf8.ts';
import { tensorName } from './naming.ts';
import type { AttributeProto, GraphProto, NodeProto } from './proto.ts';
import { numbersOf } from './tensors.ts';
import type { ElementType } from './types.ts';
import { Value } from './value.ts';

/** Runs a graph inside of another one, as a branch does: its inputs by their order. */
export type RunGraph = (graph: GraphProto, given: readonly Value[], within: string) => readonly Value[];

export interface Around {
	readonly tape: Tape;
	/** The version of ONNX's own ops that the model is written in. */
	readonly opset: number;
	/** Draws of ops that are random, where the node names no seed. */
	readonly seed: number;
	readonly run: RunGraph;
}

/** By its number in AttributeProto.AttributeType. */
const KINDS: Readonly<Record<number, string>> = {
	1: 'a number',
	2: 'a whole number',
	3: 'a text',
	4: 'a tensor',
	5: 'a graph',
	6: 'a list of numbers',
	7: 'a list of whole numbers',
	8: 'a list of texts'
};

/** Attributes that say nothing about what is computed here. */
const IDLE = new Set([
	// Before version 7: whether C of a Gemm is repeated, which it always may be since.
	'broadcast',
	'consumed_inputs',
	'is_test',
	'softmax_precision',
	'stash_type',
	'spatial',
	'saturate',
	'sorted',
	'then_branch',
	'else_branch'
]);

export class Call {
	readonly node: NodeProto;
	readonly inputs: readonly (Value | null)[];
	readonly opset: number;
	readonly seed: number;
	readonly #around: Around;
	readonly #tape: Tape;
	readonly #attributes: ReadonlyMap<string, AttributeProto>;
	/** Whether the trace shows what the node does. */
	readonly live: boolean;

	constructor(node: NodeProto, inputs: readonly (Value | null)[], around: Around) {
		this.node = node;
		this.inputs = inputs;
		this.opset = around.opset;
		this.seed = around.seed;
		this.#around = around;
		this.live = inputs.some((x) => x?.live);
		this.#tape = this.live ? around.tape : new Tape();
		this.#attributes = new Map(node.attribute.map((attribute) => [attribute.name, attribute]));
	}

	/** Refuses the node, in a sentence that goes on after its name. */
	refuse(why: string): never {
		throw new BackstepError('attribute', why);
	}

	input(k: number, called = `input ${k}`): Value {
		return this.inputs[k] ?? this.refuse(`it has no ${called}: export the model once more`);
	}

	optional(k: number): Value | null {
		return this.inputs[k] ?? null;
	}

	/** Whether output k is asked for. */
	wants(k: number): boolean {
		return Boolean(this.node.output[k]);
	}

	has(name: string): boolean {
		this.#asked.add(name);
		return this.#attributes.has(name);
	}

	/** Attributes that were asked for. What nobody asks for would change something in silence. */
	readonly #asked = new Set<string>();

	/** Refuses attributes that the handler, which has run, did not know. */
	expectAllAsked(): void {
		const others = [...this.#attributes.keys()].filter((name) => !this.#asked.has(name) && !IDLE.has(name));
		if (others.length) this.refuse(`its attribute ${listed(others)} is none that Backstep knows`);
	}

	#attribute(name: string, kind: number): AttributeProto | undefined {
		this.#asked.add(name);
		const attribute = this.#attributes.get(name);
		// Files of the first version name no type.
		if (attribute && attribute.type && attribute.type !== kind)
			this.refuse(
				`its ${name} is ${KINDS[attribute.type] ?? `of the kind ${attribute.type}`}, and must be ${KINDS[kind]}`
			);
		return attribute;
	}

	float<T>(name: string, standard: T): number | T {
		return this.#attribute(name, 1)?.f ?? standard;
	}

	int<T>(name: string, standard: T): number | T {
		return this.#attribute(name, 2)?.i ?? standard;
	}

	flag(name: string, standard = false): boolean {
		return this.int(name, Number(standard)) !== 0;
	}

	text<T extends string | null>(name: string, standard: T): string | T {
		const bytes = this.#attribute(name, 3)?.s;
		return bytes ? this.#decoded(name, bytes) : standard;
	}

	/** One of a few words. */
	choice<T extends string>(name: string, choices: readonly T[], standard: T): T {
		const given = this.text(name, standard);
		const found = choices.find((choice) => choice === given);
		return (
			found ?? this.refuse(`its ${name} is "${given.slice(0, 40)}": Backstep knows ${choices.join(', ')}`)
		);
	}

	texts(name: string): readonly string[] | null {
		const attribute = this.#attribute(name, 8);
		return attribute ? attribute.strings.map((bytes) => this.#decoded(name, bytes)) : null;
	}

	#decoded(name: string, bytes: Uint8Array): string {
		try {
			return decoded(bytes);
		} catch {
			return this.refuse(`its ${name} is no text in UTF-8`);
		}
	}

	floats(name: string): readonly number[] | null {
		return this.#attribute(name, 6)?.floats ?? null;
	}

	ints(name: string): readonly number[] | null {
		return this.#attribute(name, 7)?.ints ?? null;
	}

	tensor(name: string): Value | null {
		const tensor = this.#attribute(name, 4)?.t;
		if (!tensor) return null;
		const { type, shape, data } = numbersOf(tensor, `Its ${name}`);
		return new Value(this.#named(0), type, shape, data);
	}

	graph(name: string): GraphProto {
		return this.#attribute(name, 5)?.g ?? this.refuse(`it has no ${name}, the graph that it runs`);
	}

	runGraph(graph: GraphProto, given: readonly Value[], within: string): readonly Value[] {
		return this.#around.run(graph, given, within);
	}

	/** Whole numbers that newer versions give as an input and older ones as an attribute; null where neither does. */
	list(k: number, attribute: string): readonly number[] | null {
		const given = this.optional(k);
		return given ? [...given.data] : this.ints(attribute);
	}

	/** An axis as a whole number from 0, of a tensor with so many axes. */
	axis(axis: number, rank: number): number {
		if (!Number.isInteger(axis) || axis < -rank || axis >= rank)
			this.refuse(`its axis is ${axis}, and a tensor with ${rank} axes has none of that number`);
		return axis < 0 ? axis + rank : axis;
	}

	axes(axes: readonly number[], rank: number): readonly number[] {
		const all = axes.map((axis) => this.axis(axis, rank));
		if (new Set(all).size < all.length) this.refuse(`its axes ${JSON.stringify(axes)} name one axis twice`);
		return all;
	}

	/** The name of output k, as a tensor's. */
	#named = (k: number) => tensorName(this.node.output[k] || this.node.name || this.node.opType);

	/** Applies an op on the way; what it gives is named after the op, beside the node's output. */
	op<A>(op: Op<A>, xs: readonly Value[], ...[attrs]: A extends void ? [] : [A]): Value {
		return this.#apply(op, xs, attrs as A, `${this.#named(0)}.${op.name}`);
	}

	/** The last op of a node: what it gives is the node's output k. */
	out<A>(op: Op<A>, xs: readonly Value[], attrs: A, k = 0): Value {
		return this.#apply(op, xs, attrs, this.#named(k));
	}

	#apply<A>(op: Op<A>, xs: readonly Value[], attrs: A, name: string): Value {
		const tensors = xs.map((x) => x.on(this.#tape));
		const y = this.#tape.apply(op, tensors, attrs, name);
		const type = (xs.find(({ isFloat }) => isFloat) ?? xs[0]!).type;
		return Value.of(this.#tape, y, type, this.live);
	}

	/** The tape itself, for layers, which run ops by themselves. */
	layer(run: (tape: Tape, on: (x: Value) => Tensor) => Tensor, type: ElementType): Value {
		return Value.of(
			this.#tape,
			run(this.#tape, (x) => x.on(this.#tape)),
			type,
			this.live
		);
	}

	get tape(): Tape {
		return this.#tape;
	}

	on = (x: Value): Tensor => x.on(this.#tape);

	value = (tensor: Tensor, type: ElementType): Value => Value.of(this.#tape, tensor, type, this.live);

	/** Numbers that an op on the way needs: a scale, a mask. */
	constant(called: string, shape: Shape, data: ArrayLike<number>, type: ElementType = 'float32'): Value {
		return new Value(`${this.#named(0)}.${called}`, type, shape, Float64Array.from(data));
	}

	number(called: string, x: number): Value {
		return this.constant(called, [], [x]);
	}

	/**
	 * What a node gives that has no gradient: whole numbers, conditions. In a trace it is an op of the node's own name,
	 * whose numbers are shown as they are.
	 */
	known(shape: Shape, data: Float64Array, type: ElementType, k = 0, called?: string): Value {
		const name = called ? `${this.#named(k)}.${called}` : this.#named(k);
		if (data.length !== size(shape))
			fail('value', `${name} has ${data.length} numbers for ${size(shape)} places`);
		if (!this.live) return new Value(name, type, shape, data);
		const op = opaque({ name: this.node.opType, shape, y: () => data, gradients: [] });
		const xs = this.inputs.filter((x) => x !== null).map((x) => x.on(this.#tape));
		return Value.of(this.#tape, this.#tape.apply(op, xs, undefined, name), type, true);
	}
}

/** What a node computes: its outputs, in order; one that nothing asks for may be left out. */
export type Handler = (call: Call) => Value | readonly (Value | null)[];

export type Handlers = Readonly<Record<string, Handler>>;
