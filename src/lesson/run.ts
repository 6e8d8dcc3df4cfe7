/** Runs a lesson. Another thread can do it: its arrays, replayed here, give the same trace. */
import { Buffers, Tape, type Edits, type Trace } from '#engine';
import type { Lesson, Params } from '#lessons/lesson.ts';

export interface Run {
	readonly trace: Trace;
	/** Edits that fitted no tensor, as sentences. */
	readonly unused: readonly string[];
}

const buffers = new Buffers();

export function run(lesson: Lesson, params: Params, edits: Edits, filled?: readonly Float64Array[]): Run {
	if (filled) return record(lesson, params, new Tape({ edits, filled }));
	buffers.begin();
	try {
		return record(lesson, params, new Tape({ edits, take: buffers.take }));
	} catch (problem) {
		buffers.abandon();
		throw problem;
	}
}

/** The same run in arrays of its own, which stay as they are while others are computed. */
export const runAside = (lesson: Lesson, params: Params, edits: Edits): Trace =>
	record(lesson, params, new Tape({ edits })).trace;

function record(lesson: Lesson, params: Params, tape: Tape): Run {
	lesson.build(tape, params);
	return { trace: tape.trace(), unused: tape.unused };
}
