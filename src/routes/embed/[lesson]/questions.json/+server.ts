import { json } from '@sveltejs/kit';
import { lessonNames } from '#lessons';
import { blocks } from '#src/text/notes.server.ts';
import type { RequestHandler } from './$types';

export const prerender = true;

export const entries = () => lessonNames.map((lesson) => ({ lesson }));

const texts = import.meta.glob<string>('/lessons/*/text.md', { query: '?raw', import: 'default' });

/** What a lesson asks, for an embed that asks it. */
export const GET: RequestHandler = async ({ params: { lesson } }) => {
	const text = (await texts[`/lessons/${lesson}/text.md`]?.()) ?? '';
	return json(blocks(text).flatMap((block) => (block.kind === 'question' ? [block.question] : [])));
};
