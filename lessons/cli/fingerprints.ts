/** The fingerprints of every lesson's traces, computed with what browsers have as well as Node. */
import type { Trace } from '#engine';
import { lessonNames, loadLesson } from '../index.ts';
import { runsOf, textOf } from '../listing.ts';
import { contents } from './contents.ts';
import { build } from './settings.ts';

async function fingerprint(trace: Trace): Promise<string> {
	const whole = await new Blob([...contents(trace)]).arrayBuffer();
	const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', whole));
	return [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

/** By "lesson settings", for the settings that a lesson opens with and those under which its listing is compared. */
export const fingerprints: Record<string, string> = {};

for (const name of lessonNames) {
	const lesson = (await loadLesson(name))!;
	for (const { line, settings } of runsOf((await textOf(name)) ?? ''))
		fingerprints[`${name} ${line}`.trim()] = await fingerprint(build(lesson, settings).trace);
}
