import { existsSync, readFileSync } from 'node:fs';
import { error } from '@sveltejs/kit';
import type { RequestHandler } from './$types';

export const prerender = true;

const BUILT = 'dist/viewer/backstep_viewer.html';

/** The player of recordings, to be put beside backstep_torch.py. */
export const GET: RequestHandler = () => {
	if (!existsSync(BUILT)) error(404, 'The player is not built yet: run npm run build:viewer.');
	return new Response(readFileSync(BUILT), { headers: { 'content-type': 'text/html; charset=utf-8' } });
};
