import { recorder } from '#src/python/recorder.ts';
import type { RequestHandler } from './$types';

export const prerender = true;

/** The recorder, to be put beside one's own program. */
export const GET: RequestHandler = () =>
	new Response(recorder, { headers: { 'content-type': 'text/x-python; charset=utf-8' } });
