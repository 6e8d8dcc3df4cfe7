/**
 * Works beside the page on a trace that is too large for memory: says what is in the file, then computes its ops again, one
 * after the other, those that were looked at first.
 */
import { BackstepError, type Leaf, size } from '#engine';
import { Checks, type Check } from '#engine/file/checks.ts';
import { compare } from '#engine/file/noted.ts';
import { leaveInFile, type Late } from '#engine/file/replay.ts';
import { wholly } from '#engine/slices.ts';
import { opNamed } from '#src/ops/all.ts';
import { nextTask } from '#src/ui/beside.ts';
import { checkedHeader } from './file.ts';
import { inParts, type Part } from './parts.ts';
import { piecesOf, type Where } from './pieces.ts';
import { inSentences, tryLeaf } from './read.ts';

export type Ask =
	| { readonly kind: 'open'; readonly where: Where }
	/** An op is looked at: it is checked before the others. */
	| { readonly kind: 'visit'; readonly id: number }
	| { readonly kind: 'check'; readonly on: boolean };

export type Told =
	| Part
	| {
			readonly kind: 'checked';
			/** Ops, and how many of them there are. */
			readonly done: number;
			readonly of: number;
			readonly checks: readonly Check[];
	  }
	| { readonly kind: 'strange'; readonly message: string };

/** Bytes of numbers that are held here at once. */
const ROOM = 256 * 2 ** 20;

/** Milliseconds between two reports. */
const PAUSE = 200;

const tell = (told: Told) => self.postMessage(told);

function opened(where: Where): Late {
	const source = piecesOf(where);
	const { file, types, notices } = checkedHeader(source);
	const { version, training, scopes, lesson, params, seed, ops } = file;
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

/** Computes one op again, and holds what comes out against the file. */
function checkLeaf(leaf: Leaf, { numbers }: Late, checks: Checks): void {
	tryLeaf(leaf);
	const noted = numbers.noted.get(leaf)!;
	if (!noted.file || leaf.call.op.unknown) return;
	const computed = new Float64Array(size(leaf.out.shape));
	leaf.rule.run(leaf.call, computed);
	compare(checks, leaf, noted, { stored: leaf.out.data, computed });
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

let checking: Checking | null = null;
/** Whether checking was asked for before there was anything to check. */
let wanted = false;

self.onmessage = ({ data }: MessageEvent<Ask>) => {
	if (data.kind === 'visit') checking?.visit(data.id);
	else if (data.kind === 'check') void ((wanted = data.on), checking?.go(data.on));
	else
		try {
			const late = inSentences(() => opened(data.where));
			checking = new Checking(late);
			void checking.go(wanted);
		} catch (problem) {
			if (!(problem instanceof BackstepError)) throw problem;
			tell({ kind: 'refused', message: problem.message });
		}
};
