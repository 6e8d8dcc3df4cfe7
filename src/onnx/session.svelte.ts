/** A model that was opened: what it asks for, what somebody answers, and the worker that runs it. */
import { BackstepError } from '#engine';
import { takeOver } from '#src/open/handOver.ts';
import type { Shown } from '#src/open/shown.ts';
import { canWorkBeside } from '#src/ui/beside.ts';
import type { Settings } from './inputs.ts';
import type { Ask, Told } from './onnx.worker.ts';
import type { Questions } from './questions.ts';

const LOST = 'This model could not be run to its end: give smaller inputs, or go without the way back.';

export class Session {
	readonly title: string;
	readonly questions: Questions;
	/** What is asked for, as it was answered last. */
	settings = $state.raw() as Settings;
	/** Runs the model, in a worker where there can be one. */
	readonly #run: (settings: Settings, signal: AbortSignal) => Promise<Shown>;
	readonly end: () => void;

	private constructor(
		title: string,
		questions: Questions,
		run: (settings: Settings, signal: AbortSignal) => Promise<Shown>,
		end: () => void
	) {
		this.title = title;
		this.questions = questions;
		this.settings = questions.settings;
		this.#run = run;
		this.end = end;
	}

	/** Rejects with a BackstepError whose message is a sentence. */
	static async open(title: string, bytes: Uint8Array, signal: AbortSignal): Promise<Session> {
		if (!canWorkBeside()) return Session.#here(title, bytes);
		let worker = newWorker();
		const ask = (to: Worker) => asked(to, bytes, signal);
		const questions = await ask(worker).catch((problem: unknown) => {
			worker.terminate();
			throw problem;
		});
		let running = false;
		const run = async (settings: Settings, stop: AbortSignal) => {
			// Of two runs the last one counts: a worker that computes hears nothing.
			if (running) {
				worker.terminate();
				worker = newWorker();
				await asked(worker, bytes, stop);
			}
			running = true;
			const start = () => {
				worker.postMessage({ kind: 'run', settings, title } satisfies Ask);
			};
			const shown = await takeOver(worker, start, stop, LOST).catch((problem: unknown) => {
				// One that was refused is ready again; one that was stopped may go on.
				if (problem instanceof BackstepError) running = false;
				throw problem;
			});
			running = false;
			return shown;
		};
		return new Session(title, questions, run, () => worker.terminate());
	}

	/** In a frame that may fetch no worker, the page waits. */
	static async #here(title: string, bytes: Uint8Array): Promise<Session> {
		const [{ modelIn, questionsOf }, { runModel }, { inSentences }] = await Promise.all([
			import('./questions.ts'),
			import('./trace.ts'),
			import('#src/open/read.ts')
		]);
		const model = modelIn(bytes);
		const run = async (settings: Settings) => {
			const ran = inSentences(() => runModel(model, settings, title));
			return { ...ran, ops: ran.file.ops };
		};
		return new Session(title, questionsOf(model), run, () => undefined);
	}

	/** Rejects with a BackstepError whose message is a sentence, or with the signal's reason. */
	run(settings: Settings, signal: AbortSignal): Promise<Shown> {
		this.settings = settings;
		return this.#run(settings, signal);
	}
}

const newWorker = () => new Worker(new URL('./onnx.worker.ts', import.meta.url), { type: 'module' });

const asked = (worker: Worker, bytes: Uint8Array, signal: AbortSignal): Promise<Questions> =>
	new Promise((resolve, reject) => {
		signal.addEventListener('abort', () => reject(signal.reason));
		worker.onmessage = ({ data }: MessageEvent<Told>) => {
			if (data.kind === 'asks') resolve(data.questions);
			else if (data.kind === 'refused') reject(new BackstepError('value', data.message));
		};
		worker.onerror = () =>
			reject(new BackstepError('value', 'This model could not be read to its end: export a smaller one.'));
		worker.postMessage({ kind: 'open', bytes } satisfies Ask);
	});
