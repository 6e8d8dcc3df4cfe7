import { scormScript } from '#src/embed/script.server.ts';
import type { RequestHandler } from './$types';

export const prerender = true;

/** The script of packages for learning platforms. */
export const GET: RequestHandler = async () =>
	new Response(await scormScript(), { headers: { 'content-type': 'text/javascript' } });
