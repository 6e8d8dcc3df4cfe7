/** What a lesson writes as a file is what comes out of the file again: every scope, op, name and number. */
import { expect, test } from 'vitest';
import { Tape, toJSON, type TraceFile } from '#engine';
import { replay } from '#engine/file/replay.ts';
import { defaults, lessonNames, loadLesson } from '#lessons';
import { opNamed } from '#src/ops/all.ts';

test.each([...lessonNames])('%s', async (name) => {
	const lesson = (await loadLesson(name))!;
	const tape = new Tape();
	lesson.build(tape, defaults(lesson));
	const origin = { lesson: name, params: defaults(lesson), seed: null };
	const file = JSON.parse(JSON.stringify(toJSON(tape.trace(), origin))) as TraceFile;
	const { trace, checks, unknown, unused } = replay(file, opNamed);
	expect(checks.filter(({ largest }) => largest !== 0)).toEqual([]);
	expect([unknown, unused]).toEqual([[], []]);
	expect(JSON.parse(JSON.stringify(toJSON(trace, origin)))).toEqual(file);
});
