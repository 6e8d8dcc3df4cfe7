/**
 * The script of a SCORM package: it stands between a learning platform and a lesson. It frames the embed that its page names,
 * brings it back to where the learner left it, and hands on to the platform's API what the embed says of how far the learner
 * is. It runs on the platform's own host, so it imports nothing, believes only the frame that it made, and speaks only to it.
 */
import type { Results } from '#src/embed/results.ts';

type Edition = '1.2' | '2004';
/** As SCORM's API has them: texts in, texts out. */
type Api = Readonly<Record<string, (...given: string[]) => unknown>>;

const VERSION = 1;
/** A frame that says nothing for so long will not. */
const PATIENCE_MS = 20_000;
/** Steps alone are handed on after so long, together. */
const SOON_MS = 5000;
/** How far up a platform may nest its frames; the standards' own example looks through 500. */
const MOST_FRAMES = 500;

const script = document.currentScript as HTMLScriptElement;
const { edition, address, pass } = script.dataset as { edition: Edition; address: string; pass?: string };
const site = new URL(address);
/** The least score in percent to pass; null where nobody asks for one. */
const least = pass ? Number(pass) : null;
const from = Date.now();

/** What one edition calls things. */
const names =
	edition === '1.2'
		? {
				api: 'API',
				begin: 'LMSInitialize',
				end: 'LMSFinish',
				get: 'LMSGetValue',
				set: 'LMSSetValue',
				commit: 'LMSCommit',
				error: 'LMSGetLastError',
				said: 'LMSGetErrorString',
				exit: 'cmi.core.exit',
				time: 'cmi.core.session_time',
				score: 'cmi.core.score'
			}
		: {
				api: 'API_1484_11',
				begin: 'Initialize',
				end: 'Terminate',
				get: 'GetValue',
				set: 'SetValue',
				commit: 'Commit',
				error: 'GetLastError',
				said: 'GetErrorString',
				exit: 'cmi.exit',
				time: 'cmi.session_time',
				score: 'cmi.score'
			};

const said = document.getElementById('said')!;
function say(sentence: string): void {
	said.textContent = sentence;
	said.hidden = !sentence;
}

/** The platform's API, in the windows around this one or around the one that opened it. */
function find(): Api | null {
	for (const start of [window.parent, window.opener as Window | null]) {
		let at = start;
		for (let k = 0; at && k < MOST_FRAMES; k++) {
			try {
				const api = (at as unknown as Record<string, Api | undefined>)[names.api];
				if (api) return api;
			} catch {
				// A window of another host hides what it has.
			}
			if (at === at.parent) break;
			at = at.parent;
		}
	}
	return null;
}

const api = window.parent === window && !window.opener ? null : find();
const call = (name: string, ...given: string[]): string => String(api?.[name]?.(...given) ?? '');
const running = api !== null && call(names.begin, '') === 'true';
if (!running)
	say(
		'No learning platform was found around this page: nothing of what you do here is kept. Open it from its course.'
	);

const get = (element: string): string => (running ? call(names.get, element) : '');
function set(element: string, value: string): void {
	if (!running || call(names.set, element, value) === 'true') return;
	const number = call(names.error);
	say(`The learning platform did not take ${element} (error ${number}: ${call(names.said, number)}).`);
}

/** So long has this visit been, as each edition writes it. */
function time(): string {
	const seconds = Math.round((Date.now() - from) / 1000);
	if (edition === '2004') return `PT${seconds}S`;
	const two = (n: number) => String(Math.floor(n)).padStart(2, '0');
	return `${two(seconds / 3600).padStart(4, '0')}:${two((seconds / 60) % 60)}:${two(seconds % 60)}`;
}

/** What was so when the learner came back: a platform may look at what is done in its own way, and it stays done. */
const wasDone =
	edition === '1.2'
		? /^(completed|passed|failed)$/.test(get('cmi.core.lesson_status'))
		: get('cmi.completion_status') === 'completed';

function report({ score, progress, completed, state }: Results): void {
	set('cmi.suspend_data', state);
	if (score !== null) {
		set(`${names.score}.min`, '0');
		set(`${names.score}.max`, '100');
		set(`${names.score}.raw`, String(Math.round(score * 100)));
	}
	const passed = least !== null && score !== null && completed ? Math.round(score * 100) >= least : null;
	if (edition === '1.2') {
		const done = passed === null ? 'completed' : passed ? 'passed' : 'failed';
		if (completed || !wasDone) set('cmi.core.lesson_status', completed ? done : 'incomplete');
		return;
	}
	if (score !== null) set('cmi.score.scaled', String(Math.round(score * 100) / 100));
	set('cmi.progress_measure', String(Math.round(progress * 1000) / 1000));
	set('cmi.completion_status', completed || wasDone ? 'completed' : 'incomplete');
	if (passed !== null) set('cmi.success_status', passed ? 'passed' : 'failed');
}

const frame = document.querySelector('iframe')!;
/** The last word of the embed, and whether the platform has it. */
let last: Results | null = null;
let kept = true;
let ended = false;
let late: ReturnType<typeof setTimeout> | undefined;

/** Hands on what is new. Steps come by the hundred: they are handed on together, and before the page goes. */
function keep(): void {
	clearTimeout(late);
	late = undefined;
	if (kept || !last || ended) return;
	kept = true;
	report(last);
	if (running) call(names.commit, '');
}

function end(): void {
	if (ended) return;
	keep();
	ended = true;
	if (!running) return;
	// What was answered is there again the next time.
	set(names.exit, 'suspend');
	set(names.time, time());
	call(names.commit, '');
	call(names.end, '');
}

let alive = false;
addEventListener('message', ({ source, origin, data }: MessageEvent<Record<string, unknown> | null>) => {
	if (source !== frame.contentWindow || origin !== site.origin || data?.backstep !== VERSION) return;
	if (data.type === 'ready') alive = true;
	if (data.type !== 'progress') return;
	const results = read(data);
	if (!results) return;
	const before = last;
	last = results;
	kept = false;
	const done = ({ answered, seen, completed }: Results) => `${answered + seen} ${completed}`;
	if (!before || done(before) !== done(results)) keep();
	else late ??= setTimeout(keep, SOON_MS);
});

/** What a message says of how far somebody is; null where it is not what an embed sends. */
function read(data: Record<string, unknown>): Results | null {
	const { answered, right, seen, of, score, progress, completed, state } = data;
	const share = (value: unknown): value is number => typeof value === 'number' && value >= 0 && value <= 1;
	const whole = [answered, right, seen, of].every((n) => Number.isInteger(n) && (n as number) >= 0);
	if (!whole || !share(progress) || !(score === null || share(score)) || typeof completed !== 'boolean')
		return null;
	if (typeof state !== 'string' || state.length > 4000) return null;
	return { answered, right, seen, of, score, progress, completed, state } as Results;
}

// Some platforms take the page away with the one, some with the other.
addEventListener('pagehide', end);
addEventListener('beforeunload', end);
addEventListener('visibilitychange', keep);

// A page without an origin of its own, such as a file, cannot be named.
if (location.origin !== 'null') site.searchParams.set('host', location.origin);
site.hash = get('cmi.suspend_data');
frame.onload = () =>
	setTimeout(() => {
		if (!alive)
			say(
				`The lesson does not answer: ${site.origin} may be out of reach, or this platform may not show frames of that site.`
			);
	}, PATIENCE_MS);
frame.src = site.href;
