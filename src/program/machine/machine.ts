/**
 * What stands behind the Python packages `torch` and `keras`: their operations are ops on a tape here, each rounded to the
 * type of what it is computed from. A tensor of Python is a number that names one of this machine's values.
 */
import { BackstepError, type Leaf, type Line, type Part, type Phase, type Tensor } from '#engine';
import { symbolOf } from '#engine/tex.ts';
import { expansionNamed } from '#engine/file/expansions/all.ts';
import { again } from './again.ts';
import { beside } from './beside.ts';
import { Called } from './called.ts';
import { callsTo } from './calls.ts';
import { isWhole, roundTo, type Dtype } from './dtype.ts';
import { useKept } from './kept.ts';
import { Leaves } from './leaves.ts';
import { MarkedTape } from './markedTape.ts';
import { inTurn, Plans } from './plans.ts';
import { round, typesIn } from './precision.ts';
import { Store } from './store.ts';
import { wider, type Edit, type Value } from './values.ts';
import { held, type Curve, type Window } from './window.ts';

export type { Curve, Window };

const NOTHING = (): void => undefined;

export class Machine extends Store {
	readonly curve: Curve = { loss: [] };
	readonly #window: Window;
	readonly #plans = new Plans();
	#detach: number | undefined;
	readonly #leaves = new Leaves();
	#tape!: MarkedTape;
	/** The tape whose trace is shown, once it is complete. */
	#shown: MarkedTape | null = null;
	/** Scopes that are open, by what closes them: forward or update outermost. */
	#open: (() => void)[] = [];
	#phase: Phase | null = null;
	#grad = true;
	/** Whether a way back has ended and nothing has changed parameters since. */
	#back = false;
	/** The first leaf of the last way back, and all of them. */
	#from = 0;
	#way: Leaf[] = [];
	#lines: (Line | undefined)[] = [];
	#shownLines: readonly (Line | undefined)[] = [];
	/** What tensors are called, where it is not by their op. */
	readonly #called = new Called();
	#byHand = false;
	#layers = 0;
	/** The parameter that is being changed, and what equations call it. */
	#parameter = { name: '', symbol: '' };
	/** What no op computed, and its value. */
	readonly given = new WeakMap<Tensor, number>();
	/** What was computed on an earlier tape, and is computed on this one again. */
	#revived = new Map<Tensor, Tensor>();
	/** What was written lately. */
	#recent: Tensor[] = [];
	#numbers = 0;
	#ops = 0;
	#pass = 0;
	#firstShown = 0;

	/** `edits`: numbers that the program is given in the place of its own. */
	constructor(window: Window, edits: readonly Edit[] = []) {
		super(edits);
		this.#window = window;
		this.#begin();
	}

	/** The update that the program is in, from 0. */
	get update(): number {
		return this.#pass;
	}

	want(id: number, wanted: boolean, trained: boolean): void {
		const value = this.values.of(id);
		[value.wanted, value.trained] = [wanted, trained];
		if (!value.tensor || value.tape !== this.#tape) return;
		// What stands on the tape otherwise is given anew; what an update wrote is a parameter already.
		if (value.tensor.differentiable !== wanted || value.tensor.role === 'intermediate')
			[value.tensor, value.tape] = [null, null];
		else if (wanted) this.#leaves.add(value.tensor, id);
	}

	/** Whether gradients are wanted of what is computed now. */
	mode(grad: boolean): void {
		this.#grad = grad;
	}

	/** An op of the engine, its attributes as JSON, and what comes out where it is not what goes in: the number of all that. */
	plan(name: string, attrs: string, dtype: Dtype | ''): number {
		return this.#plans.add(name, attrs, dtype);
	}

	/** Runs an op. What only whole numbers are moved by is no part of the trace. */
	apply(plan: number, ...ids: number[]): number {
		const { op, name, attrs, dtype } = this.#plans.of(plan);
		const values = ids.map((id) => this.values.of(id));
		const given = attrs as never;
		const type = dtype || wider(values);
		const whole = isWhole(type) && values.every((value) => isWhole(value.dtype));
		if (whole || (this.prepares && (this.preparesAll || !values.some(({ id }) => this.differentiable(id))))) {
			const { data, shape } = beside(op, values, given);
			return this.values.keep(roundTo(data, type), shape, type, name).id;
		}
		this.#forward(values);
		if (this.#phase === 'forward') this.#recent = [];
		const tensor = this.#tape.apply(
			op as never,
			values.map((value) => this.#on(value)),
			given,
			name
		);
		return this.#computed(tensor, type);
	}

	/** Ops one after the other, as `inTurn` reads them: gives the id of what the first writes, and those of the others follow it. */
	applyAll(...orders: number[]): number {
		return inTurn(orders, (plan, ids) => this.apply(plan, ...ids));
	}

	#computed(tensor: Tensor, dtype: Dtype): number {
		const value = this.values.keep(tensor.data, tensor.shape, dtype, tensor.name);
		[value.tensor, value.tape, value.computed] = [tensor, this.#tape, true];
		return value.id;
	}

	/** A layer that is one call in PyTorch and many ops here: an LSTM becomes time steps and gates. Gives what it writes. */
	layer(name: string, attrs: string, count: number, ...ids: number[]): number[] {
		const layer = expansionNamed(name);
		if (!layer) throw new BackstepError('value', `There is no layer "${name}"`);
		this.#forward();
		const values = ids.map((id) => this.values.of(id));
		const tag = ++this.#layers === 1 ? '' : String(this.#layers);
		const writes = ['output', 'last_h', 'last_c'].slice(0, count).map((one) => one + tag);
		const xs = values.map((value) => this.#on(value));
		layer.run(this.#tape, xs, JSON.parse(attrs), writes, tag);
		const found = new Map(this.#recent.map((tensor) => [tensor.name, tensor]));
		this.#recent = [];
		return writes.map((one) => this.#computed(found.get(one)!, wider(values)));
	}

	/** The same numbers, through which no gradient goes: of what an earlier tape computed, nothing but them. */
	cut(id: number): number {
		const { tape, data, shape, dtype, name } = this.values.of(id);
		this.#detach ??= this.plan('detach', '', '');
		return tape === this.#tape ? this.apply(this.#detach, id) : this.values.keep(data, shape, dtype, name).id;
	}

	enter(name: string, about: string, part: string): void {
		this.#forward();
		if (!this.recorded) return void this.#open.push(NOTHING);
		this.#open.push(this.#tape.enter(name, { about, ...(part && { part: JSON.parse(part) as Part }) }));
	}

	/** What a module wrote last is its output. */
	leave(name: string): void {
		this.#open.pop()?.();
		const output = this.#recent.at(-1);
		if (name && output && this.recorded) this.#called.output(output, name);
	}

	/** Something in place gave a leaf of the network another value: a way back that needs the one before is refused. */
	changed(before: number, id: number): void {
		const { tensor, tape, names } = this.values.of(before);
		if (tensor && tape && names === 1) tape.changed.add(tensor);
		this.#leaves.changed(before, id);
	}

	/**
	 * The gradients of a loss: of each value that wanted one its id, and that of its gradient. `note` says that it is the loss
	 * of the update, `retain` that another way back may follow.
	 */
	backward(id: number, note: boolean, retain: boolean): number[] {
		this.#close();
		const loss = this.values.of(id);
		const tensor = this.#on(loss);
		if (note) this.curve.loss[this.#pass] = loss.data[0]!;
		this.#from = this.#lines.length;
		this.#way = [];
		this.#tape.backward(tensor);
		useKept(this.#tape, this.#way, retain);
		this.#back = true;
		const found: number[] = [];
		for (const [leaf, of] of this.#leaves) {
			const { grad } = leaf;
			const value = this.values.find(of);
			if (!grad || !value || grad.writer!.id < this.#from) continue;
			found.push(of, this.#computed(grad, value.dtype));
		}
		return found;
	}

	/** What the last way back sent to a value; 0 where nothing came. */
	gradientOf(id: number): number {
		const { tensor, tape, dtype } = this.values.of(id);
		const grad = tape === this.#tape ? tensor?.grad : null;
		return grad && grad.writer!.id >= this.#from ? this.#computed(grad, dtype) : 0;
	}

	/** As JSON, the calls that a value was computed by; each of their tensors has a value from now on. */
	calls(id: number): string {
		const idOf = (tensor: Tensor) =>
			this.#computed(tensor, this.#tape.double.has(tensor) ? 'float64' : 'float32');
		return JSON.stringify(callsTo(this.#on(this.values.of(id)), idOf));
	}

	/** What its tensor is called on the tape; a value that is on none is given to it. */
	onTape(id: number): string {
		return this.#on(this.values.of(id)).name;
	}

	/** A scope of its own beside forward, until `close`. */
	begin(name: string, phase: Phase): void {
		this.#close();
		this.#phase = phase;
		this.#open.push(this.#tape.enter(name, { phase }));
	}

	close(): void {
		this.#close();
	}

	/** What comes next changes parameters. */
	beginUpdate(about: string): void {
		this.#close();
		this.#phase = 'update';
		this.#open.push(this.#tape.enter('update', { phase: 'update', about, part: { kind: 'update' } }));
	}

	/** What is done to one parameter. */
	beginParameter(id: number): void {
		const { name, symbol } = this.values.of(id);
		this.#open.push(this.recorded ? this.#tape.enter(name) : NOTHING);
		this.#parameter = { name, symbol: symbol ?? symbolOf(name) };
		this.#recent = [];
	}

	/** What was computed for it is the parameter from now on. */
	endParameter(id: number): void {
		this.#open.pop()?.();
		const value = this.values.of(id);
		const { name, symbol } = this.#parameter;
		[value.name, value.symbol] = [name, symbol];
		if (this.recorded) this.#called.update(this.#recent, value.tensor, name, symbol);
		this.#recent = [];
	}

	/** The same, where a tensor of Python takes its value in the place of the one before; `wanted`: it is a leaf. With it come values that tensors name no more. */
	replaceParameter(id: number, before: number, wanted: boolean, trained: boolean, ...gone: number[]): void {
		this.endParameter(id);
		this.free(...gone);
		this.share(id);
		if (wanted) this.changed(before, id);
		this.free(before);
		if (wanted) this.want(id, true, trained);
	}

	endUpdate(): void {
		this.#close();
		this.#back = false;
		this.#pass++;
		if (this.#shown) return this.#begin();
		const { at, most } = this.#window;
		const full =
			this.#pass - this.#firstShown >= most.updates || this.#ops >= most.ops || this.#numbers >= most.numbers;
		if (this.#pass <= at) this.#begin();
		else if (full) this.#show();
	}

	/** A program without updates may compute more than can be shown: its beginning is. */
	#endLong(): void {
		const { ops, numbers } = this.#window.most;
		if (this.#shown || this.#leaves.size || (this.#ops < 5 * ops && this.#numbers < 2 * numbers)) return;
		this.#show();
		this.remark(
			'long',
			`Of this program the first ${this.#shownLines.length} operations are recorded: let it do less at once to see the others.`
		);
	}

	#show(): void {
		this.program.resolve(this.#lines, this.#tape);
		[this.#shown, this.#shownLines] = [this.#tape, this.#lines];
		this.#begin();
	}

	/** Whether anything was computed. */
	get steps(): number {
		return (this.#shown ?? this.#tape).steps;
	}

	/** The first update that is recorded. */
	get first(): number {
		return this.#firstShown;
	}

	/** The trace of the window, the lines of its ops, and the types of what it was given. */
	end() {
		this.#close();
		if (!this.#shown) this.program.resolve(this.#lines, this.#tape);
		const shown = this.#shown ?? this.#tape;
		const trace = shown.trace();
		const assigned = this.program.assignedIn(trace, this.#shown ? this.#shownLines : this.#lines);
		const labels = this.#called.with(assigned.map(({ tensor, name }) => [tensor, name] as const));
		const lines = this.program.told(trace, this.#shown ? this.#shownLines : this.#lines, assigned);
		return { trace, lines, types: typesIn(shown, trace), labels, first: this.#firstShown };
	}

	/** Begins forward, or an update by hand: what is computed of gradients, once they are there. */
	#forward(values: readonly Value[] = []): void {
		// What a gradient shall find its way back through is no update.
		const held = this.wants && values.some(({ id }) => this.differentiable(id));
		const byHand = (this.#byHand || this.#back) && !held && values.some((value) => this.#ofGradients(value));
		if (this.#byHand && !byHand) {
			this.#byHand = false;
			this.endUpdate();
		}
		if (this.#phase) return;
		this.#byHand = byHand;
		if (byHand) return this.beginUpdate('Parameters are changed by the lines of the program.');
		this.#endLong();
		this.#phase = 'forward';
		this.#open.push(this.#tape.enter('forward', { part: { kind: 'network' } }));
	}

	/** A gradient, or what was computed of some; not a parameter, which forward begins with. */
	#ofGradients({ tensor, tape, wanted }: Value): boolean {
		if (!tensor || tape !== this.#tape || wanted) return false;
		return tensor.role === 'gradient' || tensor.writer?.phase === 'update';
	}

	#close(): void {
		while (this.#open.length) this.#open.pop()!();
		this.#phase = null;
	}

	#begin(): void {
		this.#lines = [];
		[this.#numbers, this.#ops] = [0, 0];
		this.#leaves.clear();
		this.#revived = new Map();
		this.#recent = [];
		this.recorded = !this.#shown && this.#pass >= this.#window.at;
		// What is no longer shown is let go of.
		if (this.recorded) this.#called.clear();
		if (!this.#shown) this.#firstShown = this.#pass;
		const lines = this.#lines;
		this.#tape = new MarkedTape({
			wrote: (leaf) => {
				lines.push(leaf.mirrors ? undefined : this.program.now);
				this.#ops++;
				this.#numbers = held(this.#numbers + leaf.out.data.length);
				round(this.#tape, leaf);
				if (leaf.phase === 'backward') this.#way.push(leaf);
				else this.#recent.push(this.recorded ? this.#called.wrote(leaf) : leaf.out);
				if (this.#recent.length > 5000) this.#recent.shift();
			}
		});
	}

	#on(value: Value): Tensor {
		if (value.tensor && value.tape === this.#tape) return value.tensor;
		if (value.tensor?.differentiable && !value.wanted && this.#grad) {
			const from = value.tape!;
			value.tensor = again(
				value.tensor,
				this.#tape,
				this.#revived,
				(before, now) => this.#carry(from, before, now),
				(before, now) => this.#tape.carryMarks(from, before, now)
			);
			value.tape = this.#tape;
			return value.tensor;
		}
		const { name, label, symbol, shape, data, trained, wanted, dtype } = value;
		const naming = { ...(label && { label }), ...(symbol && { symbol }) };
		const tensor = this.#tape.carried(name, shape, data, naming, trained ? 'parameter' : 'input', wanted);
		if (dtype === 'float64') this.#tape.double.add(tensor);
		[value.tensor, value.tape] = [tensor, this.#tape];
		if (!value.computed) this.given.set(tensor, value.id);
		if (wanted) this.#leaves.add(tensor, value.id);
		return tensor;
	}

	/** What is known of a tensor of an earlier tape holds of its like on this one. */
	#carry(from: MarkedTape, before: Tensor, now: Tensor): void {
		this.#tape.carryMarks(from, before, now);
		this.#leaves.carry(before, now);
	}
}
