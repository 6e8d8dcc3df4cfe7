/**
 * A session is a lesson with the student's settings: parameters, edited values, and the trace that follows from them.
 * A change that cannot be computed is refused in one sentence, and the last good trace stays on the screen.
 */
import { BackstepError, find, type Edits, type Position, type Trace } from '#engine';
import { defaults, refuse, type Lesson } from '#lessons';
import type { Params, Value } from '#lessons/lesson.ts';
import { Player } from './player.svelte.ts';
import { run, type Run } from './run.ts';
import type { Order, Report } from './run.worker.ts';

/** A run that took longer than this goes to another thread the next time. */
const SLOW_MS = 50;

export interface Refusal {
	/** The control that was changed, or "edit" for a value typed into a figure. */
	readonly control: string;
	readonly message: string;
}

export class Session {
	readonly name: string;
	readonly lesson: Lesson;
	readonly player: Player;
	params = $state.raw() as Params;
	edits = $state.raw<Edits>({});
	refusal = $state.raw<Refusal | null>(null);
	/** What a link asked for and could not be given, as sentences. */
	notices = $state.raw<readonly string[]>([]);
	/** The share done of a run that goes on in another thread; null where none does. */
	progress = $state<number | null>(null);
	#took = 0;
	#worker: Worker | null = null;
	#bar: ReturnType<typeof setTimeout> | undefined;

	constructor(name: string, lesson: Lesson) {
		this.name = name;
		this.lesson = lesson;
		this.params = defaults(lesson);
		const { trace } = this.#run(this.params, {});
		this.player = new Player(trace, opening(lesson, trace));
	}

	/** Everything a link holds at once. What it asks for and cannot be had stays as the lesson has it. */
	restore(params: Params, edits: Edits, position: Position | null, problems: readonly string[]): void {
		const notices = [...problems];
		try {
			this.#accept(this.#run(params, edits), params, edits);
		} catch (problem) {
			if (!(problem instanceof BackstepError)) throw problem;
			notices.push(`${problem.message}. The lesson opens with its own settings instead.`);
			position = null;
		}
		if (position && position.done > this.player.trace.steps) {
			notices.push(
				`This link names step ${position.done}, but the trace has ${this.player.trace.steps} steps: it opens at the last one.`
			);
		}
		const { done, grain } = position ?? opening(this.lesson, this.player.trace);
		this.player.seek(done, grain);
		this.notices = [...notices, ...this.notices];
	}

	set(control: string, value: Value): void {
		const problem = refuse(this.lesson.controls[control]!.label, this.lesson.controls[control]!, value);
		if (problem) this.refusal = { control, message: problem };
		else this.#change(control, { ...this.params, [control]: value }, this.edits);
	}

	/** Writes values into a given tensor, over those of the lesson. */
	edit(tensor: string, cells: Edits[string]): void {
		const merged = new Map([...(this.edits[tensor] ?? []), ...cells]);
		const inOrder = [...merged].sort(([a], [b]) => a - b);
		this.#change('edit', this.params, { ...this.edits, [tensor]: inOrder });
	}

	/** Takes back what was typed or drawn into a tensor. */
	unedit(tensor: string): void {
		const rest = Object.entries(this.edits).filter(([name]) => name !== tensor);
		this.#change('edit', this.params, Object.fromEntries(rest));
	}

	reset(): void {
		this.#change('edit', defaults(this.lesson), {});
		const { done, grain } = opening(this.lesson, this.player.trace);
		this.player.seek(done, grain);
	}

	cancel(): void {
		this.#worker?.terminate();
		this.#worker = null;
		clearTimeout(this.#bar);
		this.progress = null;
	}

	#change(control: string, params: Params, edits: Edits): void {
		this.cancel();
		if (this.#took > SLOW_MS && typeof Worker !== 'undefined') return this.#runBeside(control, params, edits);
		try {
			this.#accept(this.#run(params, edits), params, edits);
		} catch (problem) {
			if (!(problem instanceof BackstepError)) throw problem;
			this.refusal = { control, message: `${problem.message}.` };
		}
	}

	#run(params: Params, edits: Edits): Run {
		const from = performance.now();
		const result = run(this.lesson, params, edits);
		this.#took = performance.now() - from;
		return result;
	}

	#runBeside(control: string, params: Params, edits: Edits): void {
		const worker = new Worker(new URL('./run.worker.ts', import.meta.url), { type: 'module' });
		const from = performance.now();
		this.#worker = worker;
		// What is done at once needs no progress bar.
		this.#bar = setTimeout(() => (this.progress = 0), 100);
		worker.onmessage = ({ data }: MessageEvent<Report>) => {
			if (data.kind === 'progress') {
				if (this.progress !== null) this.progress = Math.min(0.99, data.steps / this.player.trace.steps);
				return;
			}
			this.cancel();
			if (data.kind === 'failed') {
				this.refusal = { control, message: `${data.message}.` };
				return;
			}
			this.#took = performance.now() - from;
			this.#accept(run(this.lesson, params, edits, data.arrays), params, edits);
		};
		worker.onerror = () => {
			this.cancel();
			this.refusal = { control, message: 'This run stopped before it was done: try a smaller setting.' };
		};
		const order: Order = { lesson: this.name, params, edits };
		worker.postMessage(order);
	}

	#accept({ trace, unused }: Run, params: Params, edits: Edits): void {
		this.params = params;
		this.edits = edits;
		this.refusal = null;
		this.notices = unused;
		if (this.player) this.player.take(trace);
	}
}

/** Where a lesson opens. */
function opening(lesson: Lesson, trace: Trace): Position {
	const node = find(trace.root, lesson.open.scope);
	if (!node) return { done: 0, grain: lesson.open.grain };
	let leaf = node;
	while (leaf.kind === 'scope') leaf = leaf.children[0]!;
	const cell = Math.min(lesson.open.cell ?? Infinity, leaf.out.data.length - 1);
	const done =
		lesson.open.grain === 'cell' ? leaf.start + (cell + 1) * leaf.perCell : node.start + node.steps;
	return { done, grain: lesson.open.grain };
}
