/**
 * The trace of a program. Another window of its updates, and another number in the place of one of its own, is another run of
 * it.
 */
import { updatesIn, type Trace } from '#engine';
import { OpenTrace } from '#src/open/open.svelte.ts';
import type { Shown } from '#src/open/shown.ts';
import type { Edit } from './messages.ts';

/** What the program's file is called. */
export const PROGRAM = 'program.py';

/** What runs the program. */
interface Runs {
	readonly ran: string;
	/** Records from this update on, counted from 0. */
	run(at: number, program: string): Promise<void>;
	valueOf(tensor: string): number | undefined;
	edit(id: number, cells: Edit['cells']): Promise<void>;
}

export class ProgramTrace extends OpenTrace {
	/** Why the last number that was typed into the picture was refused. */
	override editProblem = $state<string | null>(null);
	/** The unchanged run, while there are changes. */
	ghost = $state.raw<Trace | null>(null);
	readonly #runs: Runs;

	constructor(opened: Shown, runs: Runs) {
		super(opened, PROGRAM);
		this.#runs = runs;
		this.player.beyond = {
			can: (direction) => {
				const update = this.#next(direction);
				return update >= 0 && update < (this.player.trace.training?.updates ?? 0);
			},
			go: (direction) => this.#run(this.#next(direction))
		};
	}

	/** The editor shows it. */
	override get onLine(): null {
		return null;
	}

	/** To an update, from 1: what is recorded is gone to, and for another the program runs again. */
	toUpdate(update: number): void {
		const { training } = this.player.trace;
		if (!training || update - 1 < training.at || update > training.at + training.window)
			this.#run(update - 1);
		else this.player.visit(updatesIn(this.player.root)[update - 1 - training.at]!);
	}

	edit(tensor: string, cells: Edit['cells']): void {
		const id = this.#runs.valueOf(tensor);
		const at = this.player.trace.training?.at;
		this.editProblem =
			id !== undefined
				? null
				: at
					? `This is what ${at} updates made of ${tensor}: go to update 1 to change what training begins with.`
					: `${tensor} is no number of the program: change what it was computed from.`;
		if (id !== undefined) void this.#runs.edit(id, cells);
	}

	/** `ghost`: the unchanged run of the same updates. */
	take(opened: Shown, ghost: Trace | null): void {
		this.opened = opened;
		this.notices = opened.notices;
		this.ghost = ghost;
		this.player.take(opened.trace);
	}

	#run(update: number): void {
		void this.#runs.run(update, this.#runs.ran);
	}

	#next(direction: 1 | -1): number {
		const { at, window } = this.player.trace.training ?? { at: 0, window: 0 };
		return direction > 0 ? at + window : at - 1;
	}
}
