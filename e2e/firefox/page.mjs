/** A page in Firefox, in the few words that the tests need of one. */
import { pressing } from './walk.mjs';

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

	const press = (key) => firefox.send('input.performActions', { context, actions: pressing(key) });

	const close = () => firefox.send('browsingContext.close', { context });

	return { open, ask, press, close, problems };
}
