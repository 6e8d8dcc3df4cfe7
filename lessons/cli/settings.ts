/** Settings as a command line gives them, `name=value`: values are JSON; a bare word stands for itself. */
import { type Edits, Tape, type Trace } from '#engine';
import { withParams, type Lesson } from '../index.ts';
import type { Params } from '../lesson.ts';

const EDIT = 'edit.';

/** Something the caller got wrong, said in one sentence. */
export class Refusal extends Error {}

type Given = Record<string, unknown>;

export interface Built {
	readonly trace: Trace;
	readonly params: Params;
}

/** A lesson's trace with these settings; `wrote` hears of each op. */
export function build(
	lesson: Lesson,
	pairs: readonly string[],
	wrote?: (leaf: { start: number; steps: number }) => void
): Built {
	const { given, edits } = readSettings(lesson, pairs);
	const { params, problems } = withParams(lesson, given);
	if (problems[0]) throw new Refusal(problems[0]);
	const tape = new Tape({ edits, ...(wrote && { wrote }) });
	lesson.build(tape, params);
	const trace = tape.trace();
	if (tape.unused[0]) throw new Refusal(tape.unused[0]);
	return { trace, params };
}

/** A bare word is what choices take. */
function readSettings(lesson: Lesson, pairs: readonly string[]): { given: Given; edits: Edits } {
	const given = Object.create(null) as Given;
	const edits: Record<string, Edits[string]> = {};
	for (const pair of pairs) {
		const [, name, text] = /^([^=]+)=(.*)$/s.exec(pair) ?? [];
		if (name === undefined || text === undefined)
			throw new Refusal(`--set ${pair} sets nothing: write --set name=value.`);
		if (name.startsWith(EDIT)) edits[name.slice(EDIT.length)] = readEdits(name, parse(text));
		else given[name] = readValue(lesson, name, text);
	}
	return { given, edits };
}

function readValue(lesson: Lesson, name: string, text: string): unknown {
	const control = Object.hasOwn(lesson.controls, name) ? lesson.controls[name]! : null;
	if (control?.kind === 'choice' && Object.hasOwn(control.options, text)) return text;
	if (control?.kind === 'text') return text;
	if (control?.kind === 'several' && Object.hasOwn(control.options, text)) return [text];
	return parse(text);
}

function readEdits(name: string, value: unknown): Edits[string] {
	const isEdit = (pair: unknown): pair is [number, number] =>
		Array.isArray(pair) &&
		pair.length === 2 &&
		Number.isInteger(pair[0]) &&
		pair[0] >= 0 &&
		Number.isFinite(pair[1]);
	if (Array.isArray(value) && value.every(isEdit)) return value;
	throw new Refusal(
		`${name} is ${JSON.stringify(value)}: give a list of cells and values, such as [[0, 2.5], [3, -1]].`
	);
}

function parse(text: string): unknown {
	try {
		return JSON.parse(text) as unknown;
	} catch {
		return text;
	}
}
