/** A page in Firefox, in the few words that the tests need of one. */

/** Keys by their names in a page: https://w3c.github.io/webdriver/#keyboard-actions */
const KEYS = { ArrowLeft: '\uE012', ArrowUp: '\uE013', ArrowRight: '\uE014', ArrowDown: '\uE015' };

/** How long something may take to come, in milliseconds. */
const PATIENCE = 30_000;

/** A new page of a desk's size. `problems` are the errors and warnings that its console has had. */
export async function newPage(firefox) {
	const { context } = await firefox.send('browsingContext.create', { type: 'tab' });
	await firefox.send('browsingContext.setViewport', { context, viewport: { width: 1440, height: 900 } });
	const problems = [];
	firefox.listen(({ method, params }) => {
		if (method !== 'log.entryAdded' || params.source.context !== context) return;
		if (params.level === 'error' || params.level === 'warn') problems.push(params.text);
	});

	const open = (url) => firefox.send('browsingContext.navigate', { context, url, wait: 'complete' });

	/** What a function returns there as JSON, or promises. It sees nothing of here. */
	async function ask(question) {
		const { result, exceptionDetails } = await firefox.send('script.callFunction', {
			functionDeclaration: `async () => JSON.stringify((await (${question})()) ?? null)`,
			target: { context },
			awaitPromise: true
		});
		if (exceptionDetails) throw new Error(`In the page: ${exceptionDetails.text}`);
		return JSON.parse(result.value);
	}

	/**
	 * What a function returns there as soon as that `holds`; it is asked before each frame.
	 *
	 * @param {string} what
	 * @param {() => unknown} question
	 * @param {(answer: any) => boolean} holds
	 */
	async function until(what, question, holds = Boolean) {
		const end = Date.now() + PATIENCE;
		for (;;) {
			const answer = await ask(question);
			if (holds(answer)) return answer;
			if (Date.now() > end) throw new Error(`${what}: not within ${PATIENCE / 1000} s.`);
			await ask(() => new Promise(requestAnimationFrame));
		}
	}

	const press = (key) =>
		firefox.send('input.performActions', {
			context,
			actions: [
				{ type: 'key', id: 'keys', actions: ['keyDown', 'keyUp'].map((type) => ({ type, value: KEYS[key] })) }
			]
		});

	const close = () => firefox.send('browsingContext.close', { context });

	return { open, ask, until, press, close, problems };
}
