import { json } from '@sveltejs/kit';
import { course } from '#src/course/course.server.ts';
import type { RequestHandler } from './$types';

export const prerender = true;

export const GET: RequestHandler = async () => json(await course());
