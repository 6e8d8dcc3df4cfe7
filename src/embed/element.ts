/**
 * <backstep-lesson lesson="convolution" step="7">: a lesson in any page. It is a frame around /embed/<lesson>/ that takes
 * the height of its content, and a face for the messages of src/embed/messages.ts. Served as one small script,
 * /embed/v1.js, so it imports nothing; what stands inside the element is shown until the lesson is ready.
 */
import type { BackstepLesson as Lesson } from './v1.d.ts';

const VERSION = 1;
/** A frame that has loaded and says nothing for so long will not. */
const PATIENCE_MS = 10_000;
const TALLEST = 10_000;

/** What goes into the address of the frame as it is; `params` holds a lesson's parameters, as in its link. */
const SETTINGS = [
	'step',
	'depth',
	'until',
	'controls',
	'hide',
	'predict',
	'questions',
	'report',
	'host',
	'theme'
];

const script =
	(document.currentScript as HTMLScriptElement | null) ??
	document.querySelector<HTMLScriptElement>('script[src*="embed/v1.js"]');
const home = new URL('.', script?.src || location.href).href;

type Answer = readonly [resolve: (value: unknown) => void, reject: (reason: Error) => void];
type Message = Readonly<Record<string, unknown>>;

const whole = (value: unknown): number =>
	typeof value === 'number' && value > 0 ? Math.min(1e15, Math.floor(value)) : 0;

class BackstepLesson extends HTMLElement implements Lesson {
	static readonly observedAttributes = ['lesson', 'params', 'state', 'base', 'sandbox', ...SETTINGS];

	#frame = document.createElement('iframe');
	#inside = document.createElement('slot');
	#link = document.createElement('a');
	/** Why there is no lesson. */
	#said = document.createElement('p');
	#step = 0;
	#steps = 0;
	#ready = false;
	/** Said before the lesson could hear it. */
	#early: Message[] = [];
	#asked = new Map<string, Answer>();
	#questions = 0;
	#late: ReturnType<typeof setTimeout> | undefined;
	#stale = false;

	constructor() {
		super();
		const frame = this.#frame;
		frame.loading = 'lazy';
		frame.part.add('frame');
		frame.style.cssText = 'display:block;width:100%;height:35rem;border:0';
		frame.onload = () => {
			clearTimeout(this.#late);
			if (frame.src && !this.#ready)
				this.#late = setTimeout(
					() =>
						this.#lose(
							'The lesson does not answer: its name or its address may be misspelt, or this page may not show frames of that site.'
						),
					PATIENCE_MS
				);
		};
		this.#link.textContent = 'Open in Backstep';
		this.#inside.append(this.#link);
		this.attachShadow({ mode: 'open' }).append(this.#inside, this.#said, frame);
	}

	/** Steps taken. To set it is to go there. */
	get step(): number {
		return this.#step;
	}

	set step(step: number) {
		this.goto(step);
	}

	/** The last step that can be reached. */
	get steps(): number {
		return this.#steps;
	}

	get ready(): boolean {
		return this.#ready;
	}

	goto(step: number, depth?: string | number): void {
		this.#say({ type: 'goto', step: Number(step), depth });
	}

	next(): void {
		this.#say({ type: 'next' });
	}

	back(): void {
		this.#say({ type: 'back' });
	}

	/** Parts a second may be given. */
	play(speed?: number): void {
		this.#say({ type: 'play', speed });
	}

	pause(): void {
		this.#say({ type: 'pause' });
	}

	/** As the element opened. */
	reset(): void {
		this.#say({ type: 'reset' });
	}

	/** The whole trace, as an object of the published format. */
	exportTrace(): Promise<unknown> {
		return this.#ask('exportTrace');
	}

	/** The current figure, as a data URL of an image. */
	snapshot(): Promise<unknown> {
		return this.#ask('snapshot');
	}

	connectedCallback(): void {
		if (getComputedStyle(this).display === 'inline') this.style.display = 'block';
		addEventListener('message', this.#hear);
		this.#load();
	}

	disconnectedCallback(): void {
		removeEventListener('message', this.#hear);
		this.#forget('The lesson was taken off the page.');
	}

	attributeChangedCallback(name: string, before: string | null, now: string | null): void {
		if (!this.isConnected || before === now) return;
		if (name === 'step' && this.#ready && now !== null) return this.goto(parseFloat(now));
		// Several attributes that change together load the lesson once.
		if (!this.#stale) queueMicrotask(() => this.#stale && this.#load());
		this.#stale = true;
	}

	#load(): void {
		this.#stale = false;
		if (!this.isConnected) return;
		this.#forget('Another lesson was opened.');
		const lesson = this.getAttribute('lesson');
		if (!lesson) return this.#lose('Say which lesson: <backstep-lesson lesson="convolution">.');
		const site = this.getAttribute('base') ?? home;
		const base = URL.canParse(site, location.href) ? new URL(site, location.href) : null;
		// Others, such as javascript:, have no folders, and no lesson.
		if (!/^(https?|file):$/.test(base?.protocol ?? ''))
			return this.#lose(
				`base="${site.slice(0, 80)}" is no folder of a site: give base="https://example.org/embed/".`
			);
		const query = new URLSearchParams(this.getAttribute('params') ?? '');
		for (const name of SETTINGS) {
			const value = this.getAttribute(name);
			if (value !== null) query.set(name, value);
		}
		const place = `${encodeURIComponent(lesson)}/?${query}`;
		const frame = this.#frame;
		// Programs and traces of one's own have a page for all of them.
		this.#link.href = new URL(`../${/^(code|trace)$/.test(lesson) ? '' : 'lessons/'}${place}`, base!).href;
		frame.title = this.textContent.trim() || `Backstep: ${lesson}`;
		if (this.hasAttribute('sandbox'))
			frame.setAttribute('sandbox', 'allow-scripts allow-popups allow-popups-to-escape-sandbox');
		else frame.removeAttribute('sandbox');
		const src = new URL(place, base!);
		// What a page has kept of an earlier visit.
		src.hash = this.getAttribute('state') ?? '';
		frame.src = src.href;
	}

	#forget(why: string): void {
		this.#ready = false;
		this.#inside.hidden = false;
		this.#said.hidden = true;
		// What a browser shows of a frame that it refuses is no part of the page.
		this.#frame.style.visibility = 'hidden';
		this.#frame.style.display = 'block';
		this.#early = [];
		clearTimeout(this.#late);
		for (const [, reject] of this.#asked.values()) reject(new Error(why));
		this.#asked.clear();
	}

	#say(message: Message): void {
		if (!this.#ready) {
			// Who speaks to it does not wait until it is scrolled to.
			this.#frame.loading = 'eager';
			this.#early.push(message);
			return;
		}
		this.#frame.contentWindow!.postMessage({ backstep: VERSION, ...message }, '*');
	}

	#ask(type: string): Promise<unknown> {
		const id = String(++this.#questions);
		return new Promise((resolve, reject) => {
			this.#asked.set(id, [resolve, reject]);
			this.#say({ type, id });
		});
	}

	#fail(message: string): void {
		this.#tell('error', { message });
	}

	/** There is no lesson, and none will come: the page says why, and what stands inside the element stays. */
	#lose(message: string): void {
		this.#frame.style.display = 'none';
		this.#said.textContent = message;
		this.#said.hidden = false;
		this.#fail(message);
	}

	#tell(type: string, detail: Message): void {
		this.dispatchEvent(new CustomEvent(type, { detail }));
	}

	#hear = ({ source, data }: MessageEvent<Message | null>): void => {
		if (source !== this.#frame.contentWindow || data?.backstep !== VERSION) return;
		const { type } = data;
		if (type === 'height') {
			this.#frame.style.height = `${Math.min(TALLEST, whole(data.height))}px`;
		} else if (type === 'reply' || (type === 'error' && data.id !== undefined)) {
			const answer = this.#asked.get(data.id as string);
			this.#asked.delete(data.id as string);
			if (type === 'reply') answer?.[0](data.value);
			else answer?.[1](new Error(String(data.message)));
		} else if (type === 'error') {
			this.#fail(String(data.message));
		} else if (type === 'lost') {
			clearTimeout(this.#late);
			this.#lose(
				`There is no lesson "${this.getAttribute('lesson')}": its name is that in the address of its page.`
			);
		} else if (type === 'answer') {
			const { prompt, given, value } = data;
			this.#tell(type, { step: whole(data.step), prompt, given, value, correct: data.correct === true });
		} else if (type === 'progress' || type === 'statement') {
			const detail = { ...data };
			delete detail.backstep;
			delete detail.type;
			this.#tell(type, detail);
		} else if (type === 'key' && this.shadowRoot!.activeElement === this.#frame) {
			// A page that has a use for it, as a deck that moves on, is who the next keys are for.
			if (!press(this, data)) this.#frame.blur();
		} else if (type === 'ready' || type === 'step' || type === 'complete') {
			const step = (this.#step = whole(data.step));
			const steps = (this.#steps = whole(data.steps));
			if (type === 'ready') {
				clearTimeout(this.#late);
				this.#ready = this.#inside.hidden = this.#said.hidden = true;
				this.#frame.style.visibility = '';
				this.#frame.style.display = 'block';
				for (const message of this.#early.splice(0)) this.#say(message);
			}
			this.#tell(type, { step, steps, ...(type === 'step' && { text: String(data.text) }) });
		}
	};
}

/** As if a key had been pressed on an element: the frame keeps to itself what it can use. False where the page has a use for it. */
function press(element: Element, { key, code, keyCode, shiftKey }: Message): boolean {
	return element.dispatchEvent(
		new KeyboardEvent('keydown', {
			key: String(key),
			code: String(code),
			keyCode: whole(keyCode),
			shiftKey: shiftKey === true,
			bubbles: true,
			cancelable: true,
			composed: true
		})
	);
}

/** A plain frame of a lesson takes the height that it needs, and hands on keys, as the element does. */
function hear({ source, data }: MessageEvent<Message | null>): void {
	if (data?.backstep !== VERSION) return;
	for (const frame of document.querySelectorAll('iframe')) {
		if (frame.contentWindow !== source || !frame.src.startsWith(home)) continue;
		if (data.type === 'height') frame.style.height = `${Math.min(TALLEST, whole(data.height))}px`;
		if (data.type === 'key' && document.activeElement === frame && !press(frame, data)) frame.blur();
	}
}

if (!customElements.get('backstep-lesson')) {
	addEventListener('message', hear);
	customElements.define('backstep-lesson', BackstepLesson);
}
