/** A trace that is too large for memory: what is looked at is fetched from its file, and its ops are checked beside the page. */
import { BackstepError, leavesOf, size, type Node, type Tensor, type Trace } from '#engine';
import type { Check } from '#engine/file/checks.ts';
import type { OnDemand } from '#engine/file/onDemand.ts';
import { leaveInFile } from '#engine/file/replay.ts';
import { opNamed } from '#src/ops/all.ts';
import type { Ask, Told } from './large.worker.ts';
import { Parts, type Part } from './parts.ts';
import { piecesOf, type Where } from './pieces.ts';
import { unhurried } from './reading.ts';
import type { Shown } from './shown.ts';

/** Numbers of a part that are fetched before it is shown: what a picture of more of them would need is read when it is drawn. */
const MOST_FETCHED = 16e6;

export class Large {
	/** How the numbers compare that were looked at. */
	checks = $state.raw<readonly Check[]>([]);
	/** Ops that are checked, and how many there are. */
	done = $state(0);
	readonly of: number;
	/** Whether ops are being checked. */
	checking = $state(true);
	/** What was found wrong with ops, as sentences. */
	strange = $state.raw<readonly string[]>([]);
	readonly numbers: OnDemand;
	readonly #worker: Worker;

	constructor(worker: Worker, trace: Trace, numbers: OnDemand) {
		this.#worker = worker;
		this.numbers = numbers;
		this.of = trace.leaves.length;
		worker.onmessage = ({ data }: MessageEvent<Told>) => {
			if (data.kind === 'strange') this.strange = [...this.strange, data.message];
			if (data.kind !== 'checked') return;
			this.checks = data.checks;
			this.done = data.done;
			if (data.done === data.of) this.checking = false;
		};
		this.check(true);
	}

	/** Stops checking, or goes on with it. */
	check(on: boolean): void {
		this.checking = on;
		this.#ask({ kind: 'check', on });
	}

	/** Fetches what is shown at a place; null where nothing has to be fetched. */
	fetch(node: Node): Promise<void> | null {
		if (node.kind === 'leaf') this.#ask({ kind: 'visit', id: node.id });
		const wanted = numbersOf(node);
		if (this.numbers.holds(wanted)) return null;
		return this.numbers.fetch(wanted);
	}

	end(): void {
		this.#worker.terminate();
	}

	#ask(ask: Ask): void {
		this.#worker.postMessage(ask);
	}
}

/** What the picture of a node and its equation are made of, as far as there are not too many numbers. */
function numbersOf(node: Node): Tensor[] {
	const wanted = new Set<Tensor>();
	let numbers = 0;
	for (const { call, reads, out } of leavesOf(node))
		for (const x of [out, ...reads, ...call.xs, call.y]) {
			if (wanted.has(x)) continue;
			numbers += size(x.shape);
			if (node.kind === 'scope' && numbers > MOST_FETCHED) return [...wanted];
			wanted.add(x);
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
		const large = new Large(worker, trace, numbers);
		return { ...opened, ...strange, file: { ...opened.file, ops }, ops, trace, large };
	} catch (problem) {
		worker.terminate();
		throw problem;
	}
}
