import { json } from '@sveltejs/kit';
import { namesHere } from '#src/program/here.server.ts';
import type { RequestHandler } from './$types';

export const prerender = true;

/** What a program can use, for the editor that completes names. */
export const GET: RequestHandler = async () => json(await namesHere());
