/** The trace file of a lesson, as the command prints it and the page saves it: JSON on one line, without a line end. */
import { toJSON } from '#engine';
import type { Built } from './settings.ts';

export function traceFile(lesson: string, { trace, params }: Built): string {
	const seed = typeof params.seed === 'number' ? params.seed : null;
	return JSON.stringify(toJSON(trace, { lesson, params, seed }));
}
