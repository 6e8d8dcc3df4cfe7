import type { Leaf, Trace } from '#engine';
import type { Point } from '#lessons/points.ts';
import type { Turn } from '#src/open/turns.ts';
import type { Player } from './player.svelte.ts';

/** What a workbench shows: a trace that is stepped through, be it a lesson's or one that was opened from a file. */
export interface Workbench {
	readonly player: Player;
	/** What there is to know before one starts, as sentences. */
	notices: readonly string[];
	/** Why the last value typed into a figure was refused. */
	readonly editProblem: string | null;
	/** The share done of a run that goes on in another thread; null where none does. */
	readonly progress: number | null;
	/** Another run to compare with, whose numbers the figures mark where they differ. */
	readonly ghost?: Trace | null;
	cancel(): void;
	/** The line of a program that an op comes from, as "train.py:12, in forward"; absent where no program is known. */
	lineOf?(leaf: Leaf): string | undefined;
	/** What stands on the line of the program that one looks at; absent where that is shown beside the program. */
	readonly onLine?: Turn | null;
	/** Moves the window of a run of updates to another one, counted from 1; absent where the run cannot be done again. */
	toUpdate?(update: number): void;
	/** Takes other points of a plane; absent where no control keeps them. */
	setPoints?(points: readonly Point[]): void;
	/** Writes values into a given tensor; absent where nothing can be changed. */
	edit?(tensor: string, cells: readonly (readonly [cell: number, value: number])[]): void;
}
