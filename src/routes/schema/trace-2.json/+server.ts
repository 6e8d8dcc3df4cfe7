import { json } from '@sveltejs/kit';
import { second } from '#src/open/second.ts';
import type { RequestHandler } from './$types';

export const prerender = true;

export const GET: RequestHandler = () => json(second);
