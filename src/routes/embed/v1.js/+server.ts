import { elementScript } from '#src/embed/script.server.ts';
import type { RequestHandler } from './$types';

export const prerender = true;

/** The custom element, for other people's pages. */
export const GET: RequestHandler = async () =>
	new Response(await elementScript(), { headers: { 'content-type': 'text/javascript' } });
