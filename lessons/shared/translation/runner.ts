/** Runs a recurrent translator's lesson, for its tests. */
import { Tape, type Edits } from '#engine';
import { defaults } from '../../index.ts';
import type { Lesson, TableFact, Value } from '../../lesson.ts';
import { writtenIn } from './recurrentFacts.ts';

export const runner =
	(lesson: Lesson) =>
	(given: Record<string, Value> = {}, edits: Edits = {}) => {
		const tape = new Tape({ edits });
		const params = { ...defaults(lesson), ...given };
		lesson.build(tape, params);
		const trace = tape.trace();
		const facts = lesson.facts!(trace, params);
		return {
			trace,
			facts,
			data: (name: string) => Array.from(trace.tensors.get(name)!.data),
			table: (name: string) => facts[name] as TableFact,
			written: writtenIn(trace)
		};
	};
