/** The SHA-256 of every lesson's trace file, with the settings that it opens with. */
import { createHash } from 'node:crypto';
import { lessonNames, loadLesson } from '../index.ts';
import { traceFile } from './file.ts';
import { build } from './settings.ts';

export const hashes: Record<string, string> = {};

for (const name of lessonNames) {
	const file = traceFile(name, build((await loadLesson(name))!, []));
	hashes[name] = createHash('sha256').update(file).digest('hex');
}
