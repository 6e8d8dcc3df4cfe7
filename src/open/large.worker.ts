/**
 * Works beside the page on a trace that is too large for memory: says what is in the file, then computes its ops again, one
 * after the other, those that were looked at first.
 */
import { BackstepError, type Leaf } from '#engine';
import { Checks, type Check } from '#engine/file/checks.ts';
import type { OpFile } from '#engine/file/json.ts';
import { leaveInFile, type Late } from '#engine/file/replay.ts';
import { wholly } from '#engine/slices.ts';
import { opNamed } from '#src/ops/all.ts';
import { textOf, type Breakpoint } from '#src/tools/breakpoints/breakpoint.ts';
import { search } from '#src/tools/breakpoints/search.ts';
import { toldFound, type ToldFound } from '#src/tools/breakpoints/told.ts';
import { healthOf } from '#src/tools/health/health.ts';
import { toldHealth, type ToldHealth } from '#src/tools/health/told.ts';
import { loadParser, treeOrProblem } from '#src/tools/watch/syntax.ts';
import { nextTask } from '#src/ui/beside.ts';
import { checkLeaf } from './checkLeaf.ts';
import { checkedHeader } from './file.ts';
import { inParts, type Part } from './parts.ts';
import { piecesOf, type Where } from './pieces.ts';
import { inSentences } from './read.ts';

export type Ask =
	| { readonly kind: 'open'; readonly where: Where }
	/** An op is looked at: it is checked before the others. */
	| { readonly kind: 'visit'; readonly id: number }
	| { readonly kind: 'check'; readonly on: boolean }
	/** Where a breakpoint stops; until it is left. */
	| { readonly kind: 'find'; readonly breakpoint: Breakpoint }
	| { readonly kind: 'leave'; readonly breakpoint: Breakpoint }
	| { readonly kind: 'health' };

export type Told =
	| Part
	| {
			readonly kind: 'checked';
			/** Ops, and how many of them there are. */
			readonly done: number;
			readonly of: number;
			readonly checks: readonly Check[];
	  }
	| { readonly kind: 'strange'; readonly message: string }
	| { readonly kind: 'looked'; readonly breakpoint: Breakpoint; readonly share: number }
	| { readonly kind: 'found'; readonly found: ToldFound }
	| { readonly kind: 'health'; readonly health: ToldHealth };

/** Bytes of numbers that are held here at once. */
const ROOM = 256 * 2 ** 20;

/** Milliseconds between two reports. */
const PAUSE = 200;

const tell = (told: Told) => self.postMessage(told);

function opened(where: Where): Late {
	const source = piecesOf(where);
	const { file, types, notices } = checkedHeader(source);
	const { version, training, scopes, lesson, params, seed } = file;
	({ ops } = file);
	const tensors = new Map(Object.entries(file.tensors));
	inParts([...tensors], (some) => tell({ kind: 'tensors', some }));
	inParts(ops, (some) => tell({ kind: 'ops', some }));
	const nothing = { checks: [], unknown: [], unused: [] };
	tell({
		kind: 'read',
		opened: { file: { lesson, params, seed }, types, notices, ...nothing },
		program: { version, training, scopes }
	});
	return wholly(leaveInFile({ version, training, scopes, ops }, tensors, opNamed, { source, room: ROOM }));
}

class Checking {
	readonly #late: Late;
	readonly #checks = new Checks();
	/** Ops that were looked at and are not checked yet. */
	readonly #visited: number[] = [];
	readonly #done = new Set<number>();
	#next = 0;
	#goes = false;

	constructor(late: Late) {
		this.#late = late;
	}

	visit(id: number): void {
		this.#visited.push(id);
	}

	async go(on: boolean): Promise<void> {
		if (on === this.#goes) return;
		this.#goes = on;
		let told = 0;
		for (let leaf = this.#take(); leaf && this.#goes; leaf = this.#take()) {
			try {
				checkLeaf(leaf, this.#late, this.#checks);
			} catch (problem) {
				if (!(problem instanceof BackstepError)) throw problem;
				tell({ kind: 'strange', message: problem.message });
			}
			this.#done.add(leaf.id);
			if (performance.now() - told > PAUSE) {
				this.#tell();
				told = performance.now();
			}
			await nextTask();
		}
		this.#goes = false;
		this.#tell();
	}

	#take(): Leaf | undefined {
		const { leaves } = this.#late.trace;
		for (let id = this.#visited.pop(); id !== undefined; id = this.#visited.pop())
			if (!this.#done.has(id)) return leaves[id];
		while (this.#done.has(this.#next)) this.#next++;
		return leaves[this.#next];
	}

	#tell(): void {
		tell({
			kind: 'checked',
			done: this.#done.size,
			of: this.#late.trace.leaves.length,
			checks: this.#checks.list
		});
	}
}

/** Looks for the stops of breakpoints, one after the other. */
class Searching {
	readonly #late: Late;
	readonly #left = new Set<string>();
	#last: Promise<void> = Promise.resolve();

	constructor(late: Late) {
		this.#late = late;
	}

	find(breakpoint: Breakpoint): void {
		this.#left.delete(textOf(breakpoint));
		this.#last = this.#last.then(() => this.#search(breakpoint));
	}

	leave(breakpoint: Breakpoint): void {
		this.#left.add(textOf(breakpoint));
	}

	async #search(breakpoint: Breakpoint): Promise<void> {
		const tree =
			breakpoint.kind === 'if' ? treeOrProblem(await loadParser(), breakpoint.condition) : undefined;
		const looking = search(this.#late.trace, breakpoint, tree);
		let told = performance.now();
		for (let at = looking.next(); ; at = looking.next()) {
			if (at.done) return tell({ kind: 'found', found: toldFound(at.value) });
			if (performance.now() - told < PAUSE) continue;
			tell({ kind: 'looked', breakpoint, share: at.value });
			await nextTask();
			if (this.#left.has(textOf(breakpoint))) return;
			told = performance.now();
		}
	}
}

let late: Late | null = null;
let ops: readonly OpFile[] = [];
let checking: Checking | null = null;
let searching: Searching | null = null;

self.onmessage = ({ data }: MessageEvent<Ask>) => {
	switch (data.kind) {
		case 'open':
			try {
				late = inSentences(() => opened(data.where));
				checking = new Checking(late);
				searching = new Searching(late);
			} catch (problem) {
				if (!(problem instanceof BackstepError)) throw problem;
				tell({ kind: 'refused', message: problem.message });
			}
			break;
		case 'visit':
			checking?.visit(data.id);
			break;
		case 'check':
			void checking?.go(data.on);
			break;
		case 'find':
			searching?.find(data.breakpoint);
			break;
		case 'leave':
			searching?.leave(data.breakpoint);
			break;
		case 'health':
			if (late) tell({ kind: 'health', health: toldHealth(healthOf(late.trace, ops)) });
	}
};
