/**
 * A session is a lesson with the student's settings: parameters, edited values, and the trace that follows from them.
 * A change that cannot be computed is refused in one sentence, and the last good trace stays on the screen.
 */
import { BackstepError, type Edits, type Position, type Trace } from '#engine';
import { capital } from '#engine/words.ts';
import type { Point } from '#lessons/points.ts';
import { defaults, refuse, type Lesson } from '#lessons';
import type { Params, Value } from '#lessons/lesson.ts';
import { canWorkBeside } from '#src/ui/beside.ts';
import { nearest } from '#src/workbench/nearest.ts';
import { asDeepAs, Player, type Beyond } from '#src/workbench/player.svelte.ts';
import { run, runAside, type Run } from './run.ts';
import type { Order, Report } from './run.worker.ts';

/** A run that took longer than this goes to another thread the next time. */
const SLOW_MS = 50;

/** What a control was set to and could not be used, and why. It stays in the control, and is tried again. */
export interface Draft {
	readonly value: Value;
	readonly message: string;
}

export interface Setting {
	readonly params: Params;
	readonly edits: Edits;
}

/** "conv2d: the kernel is …" as a sentence for the page. */
function sentence(message: string): string {
	const text = message.replace(/^\w+: /, '');
	return `${capital(text)}${text.endsWith('.') ? '' : '.'}`;
}

export class Session {
	readonly name: string;
	readonly lesson: Lesson;
	readonly player: Player;
	params = $state.raw() as Params;
	edits = $state.raw<Edits>({});
	/** Refused settings, by control. */
	drafts = $state.raw<Readonly<Record<string, Draft>>>({});
	/** Why the last value typed into a figure was refused. */
	editProblem = $state.raw<string | null>(null);
	/** The course of somebody's own that the lesson was opened from, as its link has it (teach/syllabus.ts). */
	course = $state.raw<string | null>(null);
	/** What a link asked for and could not be given, as sentences. */
	notices = $state.raw<readonly string[]>([]);
	/** The share done of a run that goes on in another thread; null where none does. */
	progress = $state<number | null>(null);
	/** The settings before the first change, to compare with; null where nothing has been changed. */
	before = $state.raw<Setting | null>(null);
	/** The run of those settings, while somebody compares. */
	ghost = $state.raw<Trace | null>(null);
	#took = 0;
	#worker: Worker | null = null;
	/** What the run in another thread is of: a change that comes before its end builds on it. */
	#pending: Setting | null = null;
	#bar: ReturnType<typeof setTimeout> | undefined;

	constructor(name: string, lesson: Lesson) {
		this.name = name;
		this.lesson = lesson;
		this.params = defaults(lesson);
		const { trace } = this.#run(this.params, {});
		this.player = new Player(trace, opening(lesson, trace));
		this.player.overview = lesson.open.overview ?? false;
		this.player.beyond = beyond(this);
	}

	/**
	 * Moves the window of a run of updates, whose setting is `update`: to the one of this number, from 1. One stays at the
	 * same place in it, or goes to its start or end.
	 */
	toUpdate(update: number, place: 'same' | 'start' | 'end' = 'same'): void {
		const { params, edits } = this.#pending ?? this;
		const wanted = { ...params, update };
		this.#attempt(wanted, edits, (result) => {
			if (typeof result === 'string') return this.#refuse('update', update, result);
			// To look elsewhere is no change that one would compare.
			const before = this.before && { ...this.before, params: { ...this.before.params, update } };
			this.#accept(result, wanted, edits);
			this.before = before;
			this.ghost = null;
			if (place !== 'same') this.player.seek(place === 'start' ? 0 : result.trace.steps);
		});
	}

	/** Everything a link holds at once. What it asks for and cannot be had stays as the lesson has it. */
	restore(
		params: Params,
		edits: Edits,
		positionIn: (trace: Trace) => Position | null,
		problems: readonly string[]
	): void {
		let asked = true;
		const notices = [...problems];
		try {
			const result = this.#run(params, edits);
			// Edits of what is not given were named in a notice; the link goes on without them.
			const fitting = Object.entries(edits).filter(
				([name]) => result.trace.tensors.get(name)?.writer === null
			);
			this.#accept(result, params, Object.fromEntries(fitting));
		} catch (problem) {
			if (!(problem instanceof BackstepError)) throw problem;
			notices.push(`${sentence(problem.message)} The lesson opens with its own settings instead.`);
			asked = false;
		}
		const position = asked ? positionIn(this.player.trace) : null;
		const { done, grain } = position ?? opening(this.lesson, this.player.trace);
		this.player.seek(done, grain);
		if (!position) this.player.overview = this.lesson.open.overview ?? false;
		this.dropBefore();
		this.notices = [...notices, ...this.notices];
	}

	set(control: string, value: Value): void {
		const description = this.lesson.controls[control]!;
		const problem = refuse(description.label, description, value);
		if (problem) return this.#refuse(control, value, problem);
		if (description.factsOnly && !this.#pending) {
			this.params = { ...this.params, [control]: value };
			this.drafts = Object.fromEntries(Object.entries(this.drafts).filter(([name]) => name !== control));
			return;
		}
		const others = Object.fromEntries(Object.entries(this.drafts).filter(([name]) => name !== control));
		// What was refused before may suit the new setting: a large kernel, once there is padding.
		const waiting = Object.entries(others).filter(
			([name, { value }]) => !refuse(name, this.lesson.controls[name]!, value)
		);
		const drafts = Object.fromEntries(waiting.map(([name, { value }]) => [name, value]));
		const before = this.#pending;
		const { params, edits } = before ?? this;
		const refused = (message: string) => {
			this.#refuse(control, value, message);
			// The change before this one was not yet computed, and still holds.
			if (before)
				this.#attempt(params, edits, (result) => {
					if (typeof result !== 'string') this.#accept(result, params, edits);
				});
		};
		this.#attempt({ ...params, ...drafts, [control]: value }, edits, (result, wanted) => {
			if (typeof result !== 'string') {
				this.#accept(result, wanted, edits);
				this.drafts = Object.fromEntries(Object.entries(others).filter(([name]) => !(name in drafts)));
			} else if (waiting.length) {
				this.#attempt({ ...params, [control]: value }, edits, (result, wanted) => {
					if (typeof result === 'string') return refused(result);
					this.#accept(result, wanted, edits);
					this.drafts = others;
				});
			} else refused(result);
		});
	}

	/** Writes values into a given tensor, over those of the lesson. */
	edit(tensor: string, cells: Edits[string]): void {
		const { training } = this.player.trace;
		if (training && training.at > 0 && training.kept.places.has(tensor)) {
			this.editProblem = `This is what ${training.at} updates made of ${tensor}: go to update 1 to change what training begins with.`;
			return;
		}
		const { edits } = this.#pending ?? this;
		const merged = new Map([...(edits[tensor] ?? []), ...cells]);
		const inOrder = [...merged].sort(([a], [b]) => a - b);
		this.#edited({ ...edits, [tensor]: inOrder });
	}

	/** Takes other points into the control that keeps them; what was typed into their tensor goes with the old ones. */
	get setPoints(): ((all: readonly Point[]) => void) | undefined {
		const { points } = this.lesson;
		if (!points) return undefined;
		return (all) =>
			void import('#lessons/points.ts').then(({ writePoints }) => this.set(points, writePoints(all)));
	}

	/** Takes back what was typed or drawn into a tensor. */
	unedit(tensor: string): void {
		const { edits } = this.#pending ?? this;
		const rest = Object.entries(edits).filter(([name]) => name !== tensor);
		this.#edited(Object.fromEntries(rest));
	}

	/** Settings and edits that a question is about. What was there before stays to compare with, and to go back to. */
	setUp(params: Params, edits: Edits, then: () => void): void {
		this.#attempt(params, edits, (result) => {
			if (typeof result === 'string') return;
			this.#accept(result, params, edits);
			this.drafts = {};
			then();
		});
	}

	reset(): void {
		const edits = {};
		this.#attempt(defaults(this.lesson), edits, (result, params) => {
			if (typeof result === 'string') return;
			this.#accept(result, params, edits);
			this.drafts = {};
			const { done, grain } = opening(this.lesson, this.player.trace);
			this.player.seek(done, grain);
		});
	}

	/** Runs the settings that are kept to compare with. */
	raise(): void {
		if (this.before && !this.ghost) this.ghost = runAside(this.lesson, this.before.params, this.before.edits);
	}

	dropBefore(): void {
		this.before = this.ghost = null;
	}

	/** Goes back to the kept settings; those of now are kept instead. */
	swap(): void {
		const { before } = this;
		if (!before) return;
		const { params, edits } = this;
		this.#attempt(before.params, before.edits, (result) => {
			if (typeof result === 'string') return;
			// To accept the kept settings drops them, and with them the ghost.
			const raised = this.ghost !== null;
			this.#accept(result, before.params, before.edits);
			this.before = { params, edits };
			this.ghost = null;
			if (raised) this.raise();
			this.drafts = {};
		});
	}

	cancel(): void {
		// One that is idle remembers what it ran.
		if (this.#pending) this.#worker?.terminate();
		if (this.#pending) this.#worker = null;
		this.#pending = null;
		clearTimeout(this.#bar);
		this.progress = null;
	}

	#edited(edits: Edits): void {
		this.#attempt((this.#pending ?? this).params, edits, (result, params) => {
			if (typeof result === 'string') this.editProblem = result;
			else this.#accept(result, params, edits);
		});
	}

	#refuse(control: string, value: Value, message: string): void {
		this.drafts = { ...this.drafts, [control]: { value, message } };
	}

	/** Runs here, or in another thread where runs are slow; then hands on the run, or the sentence that says why not. */
	#attempt(params: Params, edits: Edits, then: (result: Run | string, params: Params) => void): void {
		this.cancel();
		if (this.#took > SLOW_MS && canWorkBeside()) return this.#attemptBeside(params, edits, then);
		let result: Run | string;
		try {
			result = this.#run(params, edits);
		} catch (problem) {
			if (!(problem instanceof BackstepError)) throw problem;
			result = sentence(problem.message);
		}
		then(result, params);
	}

	#run(params: Params, edits: Edits): Run {
		const from = performance.now();
		const result = run(this.lesson, params, edits);
		this.#took = performance.now() - from;
		return result;
	}

	#attemptBeside(params: Params, edits: Edits, then: (result: Run | string, params: Params) => void): void {
		const worker =
			this.#worker ?? new Worker(new URL('./run.worker.ts', import.meta.url), { type: 'module' });
		const from = performance.now();
		this.#worker = worker;
		this.#pending = { params, edits };
		// What is done at once needs no progress bar.
		this.#bar = setTimeout(() => (this.progress = 0), 100);
		worker.onmessage = ({ data }: MessageEvent<Report>) => {
			if (data.kind === 'progress') {
				if (this.progress !== null) this.progress = Math.min(0.99, data.steps / this.player.trace.steps);
				return;
			}
			this.#pending = null;
			this.cancel();
			if (data.kind === 'failed') return then(sentence(data.message), params);
			this.#took = performance.now() - from;
			then(run(this.lesson, params, edits, data.arrays), params);
		};
		worker.onerror = () => {
			this.cancel();
			then('This run stopped before it was done: try a smaller setting.', params);
		};
		const order: Order = { lesson: this.name, params, edits };
		worker.postMessage(order);
	}

	#accept({ trace, unused }: Run, params: Params, edits: Edits): void {
		if (this.player && !this.before) this.before = { params: this.params, edits: this.edits };
		else if (this.before && same(this.before, { params, edits })) this.dropBefore();
		this.params = params;
		this.edits = edits;
		this.editProblem = null;
		this.notices = unused;
		if (this.player) this.player.take(trace);
	}
}

/** The windows around the one that is recorded. */
function beyond(session: Session): Beyond {
	const next = (direction: 1 | -1) => {
		// Another setting may have no run of updates, and is asked before this is replaced.
		const { at, window } = session.player.trace.training ?? { at: 0, window: 0 };
		return direction > 0 ? at + window : at - 1;
	};
	return {
		can(direction) {
			const u = next(direction);
			return u >= 0 && u < (session.player.trace.training?.updates ?? 0);
		},
		go: (direction) => session.toUpdate(next(direction) + 1, direction > 0 ? 'start' : 'end')
	};
}

const same = (a: Setting, b: Setting): boolean =>
	JSON.stringify([a.params, a.edits]) === JSON.stringify([b.params, b.edits]);

/** Where a lesson opens. */
function opening(lesson: Lesson, trace: Trace): Position {
	// Some settings leave that part out: a shorter sequence, a gradient that is cut.
	const node = nearest(trace.root, lesson.open.scope);
	if (!node) return { done: 0, grain: lesson.open.grain };
	let leaf = node;
	while (leaf.kind === 'scope') leaf = leaf.children[0]!;
	const cell = Math.min(lesson.open.cell ?? Infinity, leaf.out.data.length - 1);
	const done =
		lesson.open.grain === 'cell' ? leaf.start + (cell + 1) * leaf.perCell : node.start + node.steps;
	return { done, grain: asDeepAs(node, lesson.open.grain) };
}
