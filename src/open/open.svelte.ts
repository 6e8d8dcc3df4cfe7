/** A trace that was opened from a file, as the workbench shows it. */
import { unitUnder, type Leaf } from '#engine';
import { healthOf, type Health } from '#src/tools/health/health.ts';
import type { Workbench } from '#src/workbench/workbench.ts';
import { Player } from '#src/workbench/player.svelte.ts';
import type { Look } from '#src/lesson/link.ts';
import type { Shown } from './shown.ts';
import { Turns, type Turn } from './turns.ts';

export class OpenTrace implements Workbench {
	readonly player: Player;
	notices = $state.raw<readonly string[]>([]);
	readonly editProblem: string | null = null;
	readonly progress = null;

	opened = $state.raw() as Shown;
	/** What the file is called. */
	readonly from: string;
	readonly turns = $derived.by(() => new Turns(this.opened));

	constructor(opened: Shown, from: string) {
		this.from = from;
		this.opened = opened;
		// Before the first step, an op at a time: what a foreign trace calls its scopes is not known.
		this.player = new Player(opened.trace, { done: 0, grain: 'op' });
		this.player.breakpoints.turns = (file, line) => this.turns.of(file, line);
		this.player.breakpoints.lineOf = (leaf) => {
			const { file, line } = this.turns.lineOf(leaf) ?? {};
			return file && line ? { file, line } : null;
		};
		this.notices = opened.notices;
		const { large } = opened;
		if (!large) return;
		this.player.fetch = (position) => large.fetch(unitUnder(opened.trace.root, position).node);
		this.player.breakpoints.beside = large;
	}

	health = (): Health | Promise<Health> =>
		this.opened.large?.health() ?? healthOf(this.opened.trace, this.opened.ops);

	/** Ends what goes on beside the page. */
	end(): void {
		this.opened.large?.end();
	}

	/** On the way back it is that of the op of forward; inside of a layer that was one op, that of what the layer gives. */
	lineOf(leaf: Leaf): string | undefined {
		const line = this.turns.lineOf(leaf);
		return line && `${line.file}:${line.line}${line.function ? `, in ${line.function}` : ''}`;
	}

	/** What one looks at, as lines of the program go: null before the first step, and where no line is known. */
	get turn(): Turn | null {
		return (this.player.done && this.turns.turnOf(this.player.leaf)) || null;
	}

	get onLine(): Turn | null {
		return this.turn;
	}

	look(
		{ position, watches, breakpoints, overview, lecture, scenes }: Look,
		problems: readonly string[]
	): void {
		this.player.watches = watches;
		this.player.breakpoints.set(breakpoints);
		this.player.overview = overview;
		this.player.lecture.scenes = scenes;
		this.player.lecture.on = lecture;
		const { steps } = this.player.trace;
		const beyond = position && position.done > steps;
		if (position) this.player.seek(position.done, position.grain);
		this.notices = [
			...this.notices,
			...problems,
			...(beyond
				? [
						`This link names step ${position.done}, but the trace has ${steps} steps: it opens at the last one.`
					]
				: [])
		];
	}

	cancel(): void {
		// Nothing goes on beside a trace that is read.
	}
}
