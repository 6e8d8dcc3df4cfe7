/** A trace that was opened from a file, as the workbench shows it. */
import type { Leaf, Line } from '#engine';
import { namesOf } from '#engine/file/json.ts';
import type { Workbench } from '#src/workbench/workbench.ts';
import { Player } from '#src/workbench/player.svelte.ts';
import type { Look } from '#src/lesson/link.ts';
import type { Opened } from './read.ts';

export class OpenTrace implements Workbench {
	readonly player: Player;
	notices = $state.raw<readonly string[]>([]);
	readonly editProblem = null;
	readonly progress = null;

	/** By the name of what an op writes. */
	readonly #lines: ReadonlyMap<string, Line | undefined>;

	constructor(
		readonly opened: Opened,
		/** What the file is called. */
		readonly from: string
	) {
		// Before the first step, an op at a time: what a foreign trace calls its scopes is not known.
		this.player = new Player(opened.trace, { done: 0, grain: 'op' });
		this.notices = opened.notices;
		this.#lines = new Map(opened.file.ops.flatMap((op) => namesOf(op).map((name) => [name, op.at] as const)));
	}

	/** On the way back it is that of the op of forward; inside of a layer that was one op, that of what the layer gives. */
	lineOf(leaf: Leaf): string | undefined {
		const { leaves } = this.player.trace;
		let { id } = leaf.mirrors ?? leaf;
		while (id < leaves.length && !this.#lines.has(leaves[id]!.out.name)) id++;
		const line = this.#lines.get(leaves[id]?.out.name ?? '');
		return line && `${line.file}:${line.line}${line.function ? `, in ${line.function}` : ''}`;
	}

	look({ position, watches, breakpoints, overview }: Look, problems: readonly string[]): void {
		this.player.watches = watches;
		this.player.breakpoints.set(breakpoints);
		this.player.overview = overview;
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
