/** A program of somebody's own: it runs in a worker, and what it computed is a trace like any other. */
import { resolve } from '$app/paths';
import type { Trace } from '#engine';
import { canWorkBeside } from '#src/ui/beside.ts';
import type { Shown } from '#src/open/shown.ts';
import { MOST_BREAKPOINTS, type Breakpoint } from '#src/tools/breakpoints/breakpoint.ts';
import { PROGRAM, ProgramTrace } from './programTrace.svelte.ts';
import { attachedOf } from './attached.ts';
import type { Attached, Edit, Failure, Run, Said, Told } from './messages.ts';

/** So long a program may take before it is asked about, in milliseconds. */
const LONGEST = 120_000;
/** Bytes of an attached file. */
const MOST_BYTES = 20_000_000;
/** What is printed beyond this is not shown. */
const MOST_OUTPUT = 200_000;

export class ProgramSession {
	program = $state('');
	/** Files that the program reads by their names. */
	files = $state.raw<readonly Attached[]>([]);
	output = $state('');
	/** Why there is not the program that was asked for. */
	problem = $state('');
	failure = $state.raw<Failure | null>(null);
	told = $state.raw<Told | null>(null);
	open = $state.raw<ProgramTrace | null>(null);
	/** What goes on: nothing, CPython that is fetched, a program that runs, or a trace that is read. */
	doing = $state<'nothing' | 'loading' | 'running' | 'reading'>('nothing');
	/** The program that the trace is of. */
	ran = $state('');
	/** Numbers that were written in the place of the program's own: by the ids of its values. */
	edits = $state.raw<readonly Edit[]>([]);
	/** The update from which on the last run recorded, from 0; and the trace that an unchanged run recorded from one. */
	#at = 0;
	#unchanged: { readonly at: number; readonly trace: Trace } | null = null;
	/** Breakpoints that were set before there is a trace to stop in. */
	#waiting = $state.raw<readonly Breakpoint[]>([]);
	#worker: Worker | null = null;
	#ready: Promise<void> | null = null;
	#timer: ReturnType<typeof setTimeout> | undefined;
	/** Told when a run has ended, however it did. */
	#ended: () => void = () => undefined;

	/** Fetches CPython, where that has not been done. */
	start(): Promise<void> {
		const base = new URL(`${resolve('/')}cpython/`, location.href).href;
		return (this.#ready ??= new Promise((come, fail) => {
			const worker = (this.#worker = new Worker(new URL('./run.worker.ts', import.meta.url), {
				type: 'module'
			}));
			worker.onmessage = ({ data }: MessageEvent<Said>) => {
				if (data.kind === 'ready') come();
				else if (data.kind === 'absent') fail(new Error(data.why));
				else void this.#hear(data);
			};
			worker.onerror = ({ message }) => {
				fail(new Error(message));
				if (this.doing === 'running')
					this.stop(
						'Python broke down, most likely for want of memory: let the program hold fewer numbers at once.'
					);
			};
			worker.postMessage({ base });
		}));
	}

	/**
	 * Runs the program from its start, until its trace is there; updates are recorded from `at` on, counted from 0. Of another
	 * program the values are others: it runs without the numbers that were changed in the last one.
	 */
	async run(at = 0, program = this.program, edits = program === this.ran ? this.edits : []): Promise<void> {
		if (this.doing !== 'nothing') return;
		if (!canWorkBeside())
			return this.#end({
				line: 0,
				text: 'No program can run in a frame with this sandbox: open it in Backstep, or let the page around allow allow-same-origin.'
			});
		[this.output, this.failure, this.problem] = ['', null, ''];
		this.doing = 'loading';
		try {
			await this.start();
		} catch {
			this.#ready = null;
			return this.#end({
				line: 0,
				text: 'Python could not be fetched: look whether this site can be reached, and run again.'
			});
		}
		// Stopped while it was fetched.
		if (!this.#worker) return;
		this.doing = 'running';
		if (program !== this.ran) this.#unchanged = null;
		[this.ran, this.#at, this.edits] = [program, at, edits];
		this.#timer = setTimeout(
			() =>
				this.stop(`The program ran for ${LONGEST / 1000} seconds and was stopped: let it do fewer updates.`),
			LONGEST
		);
		this.#worker.postMessage({ program, at, files: this.files, edits } satisfies Run);
		await new Promise<void>((ended) => (this.#ended = ended));
	}

	/** The value of the program that a tensor is which nothing computed; undefined for others. */
	valueOf(tensor: string): number | undefined {
		return this.told?.given.find(([name]) => name === tensor)?.[1];
	}

	/** Writes numbers into a value that the program makes, and runs it again. Taken back where `cells` is empty. */
	async edit(id: number, cells: Edit['cells']): Promise<void> {
		if (this.doing !== 'nothing') return;
		const before = this.edits.find((one) => one.id === id)?.cells ?? [];
		const merged = [...new Map(cells.length ? [...before, ...cells] : [])].sort(([a], [b]) => a - b);
		await this.change([
			...this.edits.filter((one) => one.id !== id),
			...(merged.length ? [{ id, cells: merged }] : [])
		]);
	}

	/** The program runs with these changes in the place of those that it has. */
	async change(edits: readonly Edit[]): Promise<void> {
		await this.run(this.#at, this.ran, edits);
	}

	/** Runs the program without its changes, and then with them again, to see where the two part. */
	async compare(): Promise<void> {
		const { edits } = this;
		await this.change([]);
		if (!this.failure) await this.change(edits);
	}

	get breakpoints(): readonly Breakpoint[] {
		return this.open?.player.breakpoints.list ?? this.#waiting;
	}

	set breakpoints(list: readonly Breakpoint[]) {
		if (this.open) this.open.player.breakpoints.set(list);
		else this.#waiting = list;
	}

	/** The lines of the program that have one, in order. */
	get stops(): readonly number[] {
		return this.breakpoints
			.flatMap((one) => (one.kind === 'line' && one.file === PROGRAM ? [one.line] : []))
			.sort((a, b) => a - b);
	}

	/** Breakpoints on these lines take the place of those on others; as many as there may be. */
	set stops(lines: readonly number[]) {
		const others = this.breakpoints.filter(({ kind }) => kind !== 'line');
		const onLines = lines.map((line) => ({ kind: 'line', file: PROGRAM, line }) as const);
		this.breakpoints = [...others, ...onLines].slice(0, MOST_BREAKPOINTS);
	}

	/** Files of other names stay; says what is too large. */
	async attach(chosen: Iterable<File>): Promise<void> {
		this.problem = '';
		for (const file of chosen) {
			if (file.size > MOST_BYTES) {
				this.problem = `${file.name} holds ${file.size} bytes, and ${MOST_BYTES} are the most: attach a part of it.`;
				continue;
			}
			const attached = await attachedOf(file);
			this.files = [...this.files.filter(({ name }) => name !== file.name), attached];
		}
	}

	detach(name: string): void {
		this.files = this.files.filter((file) => file.name !== name);
	}

	/** Ends what goes on; a fresh Python is made ready. */
	stop(why = 'Stopped.'): void {
		this.#worker?.terminate();
		this.#worker = this.#ready = null;
		this.#end({ line: 0, text: why });
		void this.start().catch(() => undefined);
	}

	/** The page is left. */
	leave(): void {
		this.#worker?.terminate();
	}

	/** Of a program that ran before, one stays at the same place. */
	#show(opened: Shown): void {
		const { trace } = opened;
		if (!this.edits.length) this.#unchanged = { at: this.#at, trace };
		const ghost = this.edits.length && this.#unchanged?.at === this.#at ? this.#unchanged.trace : null;
		if (this.open) return this.open.take(opened, ghost);
		const open = new ProgramTrace(opened, this);
		open.player.breakpoints.set(this.#waiting);
		this.open = open;
		// As in a debugger, a program with breakpoints is shown at the first.
		if (this.#waiting.length) open.player.run(1);
	}

	#end(failure: Failure | null): void {
		clearTimeout(this.#timer);
		this.failure = failure;
		this.doing = 'nothing';
		this.#ended();
	}

	async #hear(said: Said): Promise<void> {
		if (said.kind === 'printed' && this.output.length < MOST_OUTPUT) {
			this.output += said.text;
			if (this.output.length >= MOST_OUTPUT) this.output += '… more was printed than is shown here.\n';
		}
		if (said.kind !== 'ended') return;
		this.told = said.told;
		if (said.trace) {
			this.doing = 'reading';
			const { readBeside } = await import('#src/open/reading.ts');
			try {
				const opened = await readBeside(said.trace, new AbortController().signal);
				this.#show(opened);
				if (!said.failure) return this.#end(null);
			} catch (problem) {
				return this.#end(said.failure ?? { line: 0, text: (problem as Error).message });
			}
		}
		this.#end(
			said.failure ??
				(said.trace
					? null
					: {
							line: 0,
							text: 'This program computed nothing with tensors, so there is nothing to step through.'
						})
		);
	}
}
