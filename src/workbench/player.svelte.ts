/**
 * The player is a place in a trace. Its state is how many steps have been taken, how finely one looks, whether it
 * plays, and what is pointed at; everything else on the screen is derived from these and the trace.
 */
import {
	ancestry,
	clamp,
	find,
	into,
	intoBack,
	isRepetition,
	known,
	out,
	outBack,
	over,
	overBack,
	pathName,
	placeOf,
	why,
	type Grain,
	type Node,
	type Position,
	type Tensor,
	type Trace
} from '#engine';
import type { Breakpoint } from '#src/tools/breakpoints/breakpoint.ts';
import { Breakpoints } from '#src/tools/breakpoints/breakpoints.svelte.ts';
import { Lecture } from '#src/tools/lecture/lecture.svelte.ts';
import { Now } from './now.svelte.ts';
import { nearest } from './nearest.ts';

/** What is pointed at: a cell, or a tensor as a whole. Tensors go by name, so that a new run keeps the light on. */
export interface Pointed {
	readonly tensor: string;
	readonly cell: number | null;
}

export type Move = 'over' | 'overBack' | 'into' | 'intoBack' | 'out' | 'outBack' | 'home' | 'end';

const moves = { over, overBack, into, intoBack, out, outBack };

/** Units a second. */
export const SPEEDS = [0.5, 1, 2, 4, 8, 16, 32] as const;

/** What somebody predicted of a cell. */
export interface Answer {
	readonly done: number;
	readonly prompt: string;
	readonly given: string;
	readonly right: boolean;
	readonly value: number;
}

/** A question that is answered by a cell of the picture. */
export interface Choosing {
	/** Its name. */
	readonly question: string;
	readonly tensor: string;
	/** What is asked, as HTML of the site. */
	readonly prompt: string;
	/** The tensor that was clicked in its place; absent where none was. */
	readonly missed?: string;
	take(cell: number): void;
}

/** What was said of an answer, as HTML. */
export interface Verdict {
	/** Null where it was shown without an answer. */
	readonly right: boolean | null;
	readonly text: string;
}

/** A longer run, of which the trace is a window: the windows after and before it. */
export interface Beyond {
	can(direction: 1 | -1): boolean;
	go(direction: 1 | -1): void;
}

export class Player extends Now {
	trace = $state.raw() as Trace;
	#position = $state.raw() as Position;
	/** The last step that may be reached, where it is not the last of the trace. */
	until = $state(Infinity);
	playing = $state(false);
	speed = $state<number>(2);
	/** Whether the whole network is shown in the place of what one looks at. */
	overview = $state(false);
	pointed = $state.raw<Pointed | null>(null);
	readonly breakpoints: Breakpoints;
	readonly lecture: Lecture;
	/** Whether each cell is asked about before it is written. */
	predicting = $state(false);
	#asking = $state(false);
	/** The last answer, and the number of steps after which it was known. */
	answered = $state.raw<Answer | null>(null);
	/** The question whose answer is a cell: a click on one answers it, in the place of what it else does. */
	choosing = $state.raw<Choosing | null>(null);
	/** What is asked about the part that has not begun, as HTML of the site; nothing where it is not asked in words. */
	prompt = $state.raw<string | null>(null);
	/** What was said of the answer to a question, while its proof is shown. */
	verdict = $state.raw<Verdict | null>(null);
	/** Where the last run looked and found nothing to stop at. */
	ranOut = $state<1 | -1 | null>(null);
	/** What lies beyond both ends of the trace, where it is a window on a longer run. */
	beyond = $state.raw<Beyond | null>(null);
	/** Whether the last breakpoint was not set, because there are as many as there may be. */
	full = $state(false);
	/** Expressions that are shown at every step. */
	watches = $state.raw<readonly string[]>([]);
	/** Fetches what is shown at a place, where numbers are not all there; null where nothing has to be fetched. */
	fetch: ((place: Position) => Promise<void> | null) | null = null;
	/** Where a move leads that waits for numbers. */
	#heading: Position | null = null;
	/** The cell that was asked about last. */
	asked = $state.raw<Pointed | null>(null);
	/** Whether that was found by a search: what is told of it is brought into view. */
	sought = $state(false);

	constructor(trace: Trace, position: Position) {
		super();
		this.trace = trace;
		this.#take(clamp(trace.root, position), false);
		this.breakpoints = new Breakpoints(() => this.trace);
		this.lecture = new Lecture(this);
	}

	readonly root = $derived.by(() => this.trace.root);
	readonly last = $derived.by(() => Math.min(this.trace.steps, this.until));

	get position(): Position {
		return this.#position;
	}

	/** While it is asked about, the cell that comes next is what one looks at, and its number is hidden. */
	get asking(): boolean {
		return this.#asking;
	}

	/** What was said of an answer is left behind by every move. Of two moves that wait, the last one is made. */
	#go(position: Position): void {
		this.verdict = null;
		const coming = this.fetch?.(position);
		if (!coming) return this.#take(position, this.#asking);
		this.#heading = position;
		const arrive = () => {
			if (this.#heading === position) this.#take(position, this.#asking);
		};
		// What could not be fetched is said by whoever draws it.
		void coming.then(arrive, arrive);
	}

	#take(position: Position, asking: boolean): void {
		this.#heading = null;
		this.#position = { ...position, done: Math.min(position.done, this.last) };
		this.#asking = asking;
		this.be(this.root, this.#position, asking);
	}

	readonly #ended = $derived.by(() => this.done >= this.last);
	readonly atEnd = $derived.by(() => this.#ended && !this.beyond?.can(1));
	/** Whether one can look closer, or less closely. */
	readonly canInto = $derived.by(() => into(this.root, this.position) !== this.position);
	readonly canOut = $derived.by(() => out(this.root, this.position) !== this.position);

	/** Whether a move leads anywhere. */
	can(move: Move): boolean {
		if (move === 'over') return !this.atEnd;
		if (move === 'end') return !this.#ended;
		if (move === 'into') return this.canInto;
		if (move === 'out') return this.canOut;
		return this.done > 0 || (move === 'overBack' && !!this.beyond?.can(-1));
	}

	move(move: Move): void {
		this.ranOut = null;
		this.full = false;
		if (move === 'over' && this.#ended && this.beyond?.can(1)) return this.beyond.go(1);
		if (move === 'overBack' && this.done === 0 && this.beyond?.can(-1)) return this.beyond.go(-1);
		// One who predicts is asked before a cell is written, and goes on to it then.
		if (this.predicting && move === 'over' && !this.asking && !this.atEnd) return this.ask();
		// Into a part that has not begun: to its first part, which has not begun either.
		const waiting = this.prompt !== null && move === 'into' ? this.unit.node : null;
		if (waiting?.kind === 'scope') return this.await(waiting.children[0]!, this.prompt!);
		this.#askNoMore();
		if (move === 'home') this.seek(0);
		else if (move === 'end') this.seek(this.trace.steps);
		else this.#go(moves[move](this.root, this.#heading ?? this.position));
	}

	/** Asks about the next cell, from its start. */
	ask(): void {
		this.predicting = true;
		if (this.atEnd) return;
		const { leaf, cell } = placeOf(this.root, this.done);
		// In the whole network the cell is not in view, or nothing that it hangs on.
		this.overview = false;
		this.#lookAhead(leaf.start + cell * leaf.perCell, 'cell');
	}

	/** Takes an answer, and writes the cell. */
	answer(given: Omit<Answer, 'done'>): void {
		this.move('over');
		this.answered = { ...given, done: this.done };
	}

	/** To a part that has not begun: what it will compute is empty, and something is asked about it. */
	await(node: { start: number; kind: 'scope' | 'leaf' }, prompt: string): void {
		const depth = node.kind === 'leaf' ? 'op' : ancestry(node as never).length - 1;
		this.overview = false;
		this.#lookAhead(node.start, depth);
		this.prompt = prompt;
	}

	/**
	 * A cell that is clicked while a question waits for one answers it, and so does the place of its gradient. One of another
	 * tensor is no answer: the question goes on.
	 */
	choose(tensor: Tensor, cell: number): boolean {
		const { choosing } = this;
		if (!choosing) return false;
		if (choosing.tensor === tensor.name || choosing.tensor === tensor.gradientOf?.name) choosing.take(cell);
		else this.choosing = { ...choosing, missed: tensor.name };
		return true;
	}

	#askNoMore(): void {
		if (this.#asking) this.#take(this.#position, false);
		this.choosing = null;
		this.prompt = null;
	}

	stopPredicting(): void {
		this.predicting = false;
		if (this.#asking) this.#take(this.#position, false);
	}

	/** The op that B sets and clears a breakpoint on. */
	get breakpointHere(): Breakpoint {
		return { kind: 'at', path: pathName(this.leaf) };
	}

	toggleBreakpoint(): void {
		const here = this.breakpointHere;
		if (this.breakpoints.has(here)) this.breakpoints.remove(here);
		else this.full = !this.breakpoints.add(here);
	}

	/** To the nearest breakpoint ahead, or behind. Where that is not known yet, one who stays is taken there then. */
	run(direction: 1 | -1): void {
		if (this.breakpoints.known) return this.#run(direction);
		const { position } = this;
		void this.breakpoints.whenKnown().then(() => {
			if (this.position === position) this.#run(direction);
		});
	}

	#run(direction: 1 | -1): void {
		const step = this.breakpoints.next(this.done, direction);
		if (step === undefined || step > this.last) {
			this.ranOut = direction;
			return;
		}
		this.#stopAt(step);
	}

	/** A scope or an op is about to begin; a cell has just been written or read, and is shown. */
	#stopAt(done: number): void {
		const { breakpoint, stop } = this.breakpoints.at(done)!;
		const before = breakpoint.kind === 'at' || breakpoint.kind === 'op';
		this.seek(
			done,
			before ? this.grain : breakpoint.kind === 'read' ? 'step' : stop.cell === undefined ? 'op' : 'cell'
		);
	}

	/** One move of play; false where it should stop. */
	tick(): boolean {
		if (this.#heading) return true;
		const { done } = this;
		this.move('over');
		// Nobody answers for the one who was asked.
		if (this.asking) return false;
		const stop = this.breakpoints.next(done, 1);
		if (stop === undefined || stop > this.done) return !this.atEnd;
		this.#stopAt(stop);
		return false;
	}

	/** To just after so many steps. */
	seek(done: number, grain: Grain = this.grain): void {
		this.#leave();
		this.#go(clamp(this.root, { done, grain }));
	}

	/** To what comes after so many steps, whose number is hidden. */
	#lookAhead(done: number, grain: Grain): void {
		this.#leave();
		this.#take(clamp(this.root, { done, grain }), true);
	}

	#leave(): void {
		this.ranOut = this.verdict = null;
		this.full = false;
		this.#askNoMore();
	}

	/** To the end of a part of the trace, looking at it as a whole. */
	visit(node: { start: number; steps: number; kind: 'scope' | 'leaf' }): void {
		const depth = node.kind === 'leaf' ? 'op' : ancestry(node as never).length - 1;
		this.seek(node.start + node.steps, depth);
	}

	/** The same from a picture: who was shown the whole network is shown the part. */
	show(node: Node): void {
		this.overview = false;
		this.visit(node);
	}

	/** To the step that wrote a cell; a given cell has none. */
	why(tensor: Tensor, cell: number): boolean {
		const index = why(tensor, cell);
		if (index === null) return false;
		this.seek(index + 1, 'cell');
		return true;
	}

	/** How many cells of a tensor are known now. */
	known(tensor: Tensor): number {
		return known(tensor, this.done);
	}

	point(tensor: string | null, cell: number | null = null): void {
		if (tensor === null) {
			if (this.pointed) this.pointed = null;
		} else if (this.pointed?.tensor !== tensor || this.pointed.cell !== cell) {
			this.pointed = { tensor, cell };
		}
	}

	/** Takes a new run of the same lesson, and stays in the same place of the same scope where it still exists. */
	take(trace: Trace): void {
		const { path } = this;
		const names = namesOf(path);
		const { leaf, cell, step } = this.place;
		const ended = this.#ended;
		const before = this.done === 0;
		this.trace = trace;
		// What was asked was about the other run, and its place may not be in this one.
		this.#asking = false;
		if (before || ended) return this.seek(before ? 0 : trace.steps);
		const inWindow = (nodes: readonly Node[]) =>
			find(trace.root, namesOf(nodes)) ?? find(trace.root, namesOf(nodes.filter((n) => !isRepetition(n))));
		const same = inWindow(ancestry(leaf).slice(1));
		if (same?.kind === 'leaf') {
			const inside = (Math.min(cell, same.out.data.length - 1) + 1) * same.perCell;
			const exact = cell < same.out.data.length && step < same.perCell;
			const whole = typeof this.grain === 'number' || this.grain === 'op';
			const offset = whole
				? same.steps
				: exact && this.grain === 'step'
					? cell * same.perCell + step + 1
					: inside;
			const around = typeof this.grain === 'number' ? inWindow(path) : null;
			return this.seek(around ? around.start + around.steps : same.start + offset);
		}
		const around = nearest(trace.root, names);
		if (!around) return this.seek(Math.min(this.done, trace.steps));
		this.seek(around.start + around.steps, asDeepAs(around, this.grain));
	}
}

const namesOf = (nodes: readonly Node[]): string => nodes.map((node) => node.name).join('/');

/** So fine that a part is not lost in those around it. */
export const asDeepAs = (node: Node, grain: Grain): Grain =>
	typeof grain === 'number' ? Math.max(grain, ancestry(node).length - 1) : grain;
