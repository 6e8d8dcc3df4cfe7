/** The trace of a program: another window of its updates is another run of it. */
import { updatesIn } from '#engine';
import { OpenTrace } from '#src/open/open.svelte.ts';
import type { Shown } from '#src/open/shown.ts';

/** What the program's file is called. */
export const PROGRAM = 'program.py';

export class ProgramTrace extends OpenTrace {
	readonly #run: (update: number) => void;

	/** `run` runs the program again and records from this update on, counted from 0. */
	constructor(opened: Shown, run: (update: number) => void) {
		super(opened, PROGRAM);
		this.#run = run;
		this.player.beyond = {
			can: (direction) => {
				const update = this.#next(direction);
				return update >= 0 && update < (this.player.trace.training?.updates ?? 0);
			},
			go: (direction) => run(this.#next(direction))
		};
	}

	/** To an update, from 1: what is recorded is gone to, and for another the program runs again. */
	toUpdate(update: number): void {
		const { training } = this.player.trace;
		if (!training || update - 1 < training.at || update > training.at + training.window)
			this.#run(update - 1);
		else this.player.visit(updatesIn(this.player.root)[update - 1 - training.at]!);
	}

	take(opened: Shown): void {
		this.opened = opened;
		this.notices = opened.notices;
		this.player.take(opened.trace);
	}

	#next(direction: 1 | -1): number {
		const { at, window } = this.player.trace.training ?? { at: 0, window: 0 };
		return direction > 0 ? at + window : at - 1;
	}
}
