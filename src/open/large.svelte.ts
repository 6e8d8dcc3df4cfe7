/** A trace that is too large for memory: what is looked at is fetched from its file, and its ops are checked beside the page. */
import { BackstepError, leavesOf, size, type Node, type Tensor, type Trace } from '#engine';
import type { Check } from '#engine/file/checks.ts';
import type { OnDemand } from '#engine/file/onDemand.ts';
import { leaveInFile } from '#engine/file/replay.ts';
import { textOf, type Breakpoint } from '#src/tools/breakpoints/breakpoint.ts';
import type { Found } from '#src/tools/breakpoints/search.ts';
import { foundAsTold } from '#src/tools/breakpoints/told.ts';
import type { Health } from '#src/tools/health/health.ts';
import { healthAsTold } from '#src/tools/health/told.ts';
import { opNamed } from '#src/ops/all.ts';
import type { Ask, Told } from './large.worker.ts';
import { Parts, type Part } from './parts.ts';
import { piecesOf, type Where } from './pieces.ts';
import { unhurried } from './unhurried.ts';
import type { Large, Shown } from './shown.ts';

/** Numbers of a part that are fetched before it is shown: what a picture of more of them would need is read when it is drawn. */
const MOST_FETCHED = 32e6;

/** What numbers all over the trace decide is found beside the page. */
const BESIDE = new Set<Breakpoint['kind']>(['if', 'nonfinite', 'saturated']);

const nothing = (breakpoint: Breakpoint): Found => ({ breakpoint, stops: [], problem: null, pending: true });

class InFile implements Large {
	checks = $state.raw<readonly Check[]>([]);
	done = $state(0);
	readonly of: number;
	checking = $state(true);
	strange = $state.raw<readonly string[]>([]);
	readonly numbers: OnDemand;
	readonly #worker: Worker;
	/** What is known of breakpoints by now. */
	#found = $state.raw<ReadonlyMap<string, Found>>(new Map());
	/** Whom to tell when a breakpoint is known. */
	readonly #known = new Map<string, () => void>();
	#health: Promise<Health> | null = null;
	#tellHealth: ((health: Health) => void) | null = null;

	constructor(worker: Worker, trace: Trace, numbers: OnDemand) {
		this.#worker = worker;
		this.numbers = numbers;
		this.of = trace.leaves.length;
		worker.onmessage = ({ data }: MessageEvent<Told>) => {
			if (data.kind === 'strange') this.strange = [...this.strange, data.message];
			else if (data.kind === 'checked') this.#checked(data);
			else if (data.kind === 'health') this.#tellHealth?.(healthAsTold(data.health, trace));
			else if (data.kind === 'looked') this.#take({ ...nothing(data.breakpoint), share: data.share });
			else if (data.kind === 'found') this.#take(foundAsTold(data.found, trace));
		};
		this.check(true);
	}

	#checked({ checks, done, of }: Extract<Told, { kind: 'checked' }>): void {
		this.checks = checks;
		this.done = done;
		if (done === of) this.checking = false;
	}

	#take(found: Found): void {
		const key = textOf(found.breakpoint);
		// It may have been removed in the meantime.
		if (!this.#found.has(key)) return;
		this.#found = new Map([...this.#found, [key, found]]);
		if (!found.pending) this.#known.get(key)?.();
	}

	health(): Promise<Health> {
		return (this.#health ??= new Promise((resolve) => {
			this.#tellHealth = resolve;
			this.#ask({ kind: 'health' });
		}));
	}

	found(breakpoint: Breakpoint): Found | undefined {
		return BESIDE.has(breakpoint.kind)
			? (this.#found.get(textOf(breakpoint)) ?? nothing(breakpoint))
			: undefined;
	}

	look(breakpoint: Breakpoint): Promise<void> | null {
		if (!BESIDE.has(breakpoint.kind)) return null;
		const key = textOf(breakpoint);
		const known = this.#found.get(key);
		if (known && !known.pending) return Promise.resolve();
		if (!known) {
			this.#found = new Map([...this.#found, [key, nothing(breakpoint)]]);
			this.#ask({ kind: 'find', breakpoint });
		}
		return new Promise((resolve) => {
			const before = this.#known.get(key);
			this.#known.set(key, () => (before?.(), resolve()));
		});
	}

	leave(breakpoint: Breakpoint): void {
		const key = textOf(breakpoint);
		if (!this.#found.has(key)) return;
		this.#found = new Map([...this.#found].filter(([other]) => other !== key));
		this.#known.delete(key);
		this.#ask({ kind: 'leave', breakpoint });
	}

	check(on: boolean): void {
		this.checking = on;
		this.#ask({ kind: 'check', on });
	}

	fetch(node: Node): Promise<void> | null {
		if (node.kind === 'leaf') this.#ask({ kind: 'visit', id: node.id });
		return this.numbers.fetch(numbersOf(node, this.numbers));
	}

	end(): void {
		this.#worker.terminate();
	}

	#ask(ask: Ask): void {
		this.#worker.postMessage(ask);
	}
}

/** What a picture of a node and an equation of its last op are made of, as far as there are not too many numbers. */
function numbersOf(node: Node, numbers: OnDemand): Tensor[] {
	const wanted = new Set<Tensor>();
	let count = 0;
	const want = (x: Tensor) => {
		if (wanted.has(x)) return;
		wanted.add(x);
		count += size(x.shape);
		// What is computed, such as a contribution to a gradient, is made of what its op reads.
		if (!numbers.has(x)) for (const y of x.writer?.reads ?? []) want(y);
	};
	for (const [k, { call, reads, out }] of leavesOf(node).reverse().entries()) {
		if (k && count > MOST_FETCHED) break;
		for (const x of [out, ...reads, ...call.xs, call.y]) want(x);
	}
	return [...wanted];
}

/** Rejects with a BackstepError whose message is a sentence; `signal` stops it, and it rejects with the signal's reason. */
export async function openLarge(where: Where, signal: AbortSignal): Promise<Shown> {
	const worker = new Worker(new URL('./large.worker.ts', import.meta.url), { type: 'module' });
	try {
		const parts = new Parts();
		const { opened, program } = await new Promise<Extract<Part, { kind: 'read' }>>((resolve, reject) => {
			signal.addEventListener('abort', () => reject(signal.reason));
			worker.onmessage = ({ data }: MessageEvent<Told>) => {
				if (data.kind === 'read') resolve(data);
				else if (data.kind === 'refused') reject(new BackstepError('value', data.message));
				else if (data.kind === 'tensors' || data.kind === 'ops') parts.take(data);
			};
			worker.onerror = () =>
				reject(new BackstepError('value', 'This file could not be read to its end: record fewer steps.'));
			worker.postMessage({ kind: 'open', where } satisfies Ask);
		});
		const { tensors, ops } = parts;
		const source = piecesOf(where);
		const late = await unhurried(leaveInFile({ ...program, ops }, tensors, opNamed, { source }), signal);
		const { trace, numbers, ...strange } = late;
		// What is seen first.
		await numbers.fetch(numbersOf(trace.leaves[0]!, numbers));
		const large = new InFile(worker, trace, numbers);
		return { ...opened, ...strange, file: { ...opened.file, ops }, ops, trace, large };
	} catch (problem) {
		worker.terminate();
		throw problem;
	}
}
