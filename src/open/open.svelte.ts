/** A trace that was opened from a file, as the workbench shows it. */
import type { Leaf, Line } from '#engine';
import { namesOf } from '#engine/file/json.ts';
import type { Workbench } from '#src/workbench/workbench.ts';
import { Player } from '#src/workbench/player.svelte.ts';
import type { Look } from '#src/lesson/link.ts';
import type { Shown } from './shown.ts';

export class OpenTrace implements Workbench {
	readonly player: Player;
	notices = $state.raw<readonly string[]>([]);
	readonly editProblem = null;
	readonly progress = null;

	opened = $state.raw() as Shown;
	/** What the file is called. */
	readonly from: string;
	/** By the name of what an op writes; empty where the file knows no line. */
	readonly #lines = $derived.by((): ReadonlyMap<string, Line | undefined> => {
		const { ops } = this.opened;
		if (!ops.some(({ at }) => at)) return new Map();
		return new Map(ops.flatMap((op) => namesOf(op).map((name) => [name, op.at] as const)));
	});

	constructor(opened: Shown, from: string) {
		this.from = from;
		this.opened = opened;
		// Before the first step, an op at a time: what a foreign trace calls its scopes is not known.
		this.player = new Player(opened.trace, { done: 0, grain: 'op' });
		this.notices = opened.notices;
	}

	/** On the way back it is that of the op of forward; inside of a layer that was one op, that of what the layer gives. */
	lineOf(leaf: Leaf): string | undefined {
		const line = this.#line(leaf);
		return line && `${line.file}:${line.line}${line.function ? `, in ${line.function}` : ''}`;
	}

	/** The line of what one looks at; 0 where none is known. */
	get lineNumber(): number {
		return this.player.done ? (this.#line(this.player.leaf)?.line ?? 0) : 0;
	}

	/** To the next op of a line; after its last one, to the first. */
	toLine(line: number): void {
		const { leaves } = this.player.trace;
		const ofLine = leaves.filter((leaf) => !leaf.mirrors && this.#line(leaf)?.line === line);
		const next = ofLine.find(({ start, steps }) => start + steps > this.player.done) ?? ofLine[0];
		if (next) this.player.visit(next);
	}

	#line(leaf: Leaf): Line | undefined {
		const lines = this.#lines;
		if (!lines.size) return undefined;
		const { leaves } = this.player.trace;
		let { id } = leaf.mirrors ?? leaf;
		while (id < leaves.length && !lines.has(leaves[id]!.out.name)) id++;
		return lines.get(leaves[id]?.out.name ?? '');
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
