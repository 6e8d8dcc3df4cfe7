/**
 * A question for a sheet of paper: the settings that it is asked with, what there is to choose from, and for the page of
 * answers what is right, found in the run of those settings.
 */
import { plain, type Edits, type Trace, size } from '#engine';
import { listed } from '#engine/lists.ts';
import { the, where } from '#engine/words.ts';
import { defaults, type Lesson } from '#lessons';
import type { Control, Params, Value } from '#lessons/lesson.ts';
import { runAside } from '#src/lesson/run.ts';
import { safe } from '#src/text/safe.ts';
import type { Parse } from '#src/tools/watch/syntax.ts';
import { begun, Judge } from './judge.ts';
import type { Question, Said } from './question.ts';
import { FEW, optionsOf, rightAnswer } from './told.ts';

export interface OnPaper {
	/** Nobody clicks on paper. */
	readonly prompt: Said;
	/** "stride: 3; input, row 1, column 1 = 60"; empty where the lesson's own settings will do. */
	readonly settings: string;
	readonly options: readonly Said[];
	readonly answer: Said;
	readonly why: Said;
}

/** `runs` keeps the traces of settings that several questions share. */
export function onPaper(lesson: Lesson, question: Question, parse: Parse, runs: Map<string, Trace>): OnPaper {
	const own = begun(lesson, question);
	const solved = question.kind === 'task' ? begun(lesson, question, question.by) : own;
	const run = ({ params, edits }: { params: Params; edits: Edits }): Trace => {
		const key = JSON.stringify([params, edits]);
		const trace = runs.get(key) ?? runAside(lesson, params, edits);
		runs.set(key, trace);
		return trace;
	};
	const judge = new Judge(run(solved), parse);
	const start = question.kind === 'task' ? run(own) : judge.trace;
	return {
		prompt: question.prompt.replace(/\bClick\b/g, 'Mark').replace(/\bclick\b/g, 'mark'),
		settings: settingsOf(lesson, { params: defaults(lesson), edits: {} }, own, start),
		options: optionsOf(question, judge),
		answer:
			question.kind === 'task'
				? `For example ${settingsOf(lesson, own, solved, judge.trace)}`
				: rightAnswer(question, judge),
		why: judge.say(question.why)
	};
}

interface Settings {
	readonly params: Params;
	readonly edits: Edits;
}

/** What is set otherwise than before, as HTML. */
function settingsOf(lesson: Lesson, before: Settings, { params, edits }: Settings, trace: Trace): string {
	const set = Object.entries(lesson.controls).flatMap(([name, control]) =>
		JSON.stringify(params[name]) === JSON.stringify(before.params[name]) || control.shown?.(params) === false
			? []
			: [`${control.label}: ${shown(control, params[name]!)}`]
	);
	const edited = Object.entries(edits).flatMap(([name, cells]) => {
		const tensor = trace.tensors.get(name);
		if (!tensor || JSON.stringify(before.edits[name]) === JSON.stringify(cells)) return [];
		const values = [...new Set(cells.map(([, value]) => value))];
		if (cells.length > FEW)
			return values.map((value) => {
				const own = cells.filter((cell) => cell[1] === value).map(([cell]) => where(tensor, cell));
				const which = own.length === size(tensor.shape) ? 'all numbers' : listed(own, FEW);
				return `${the(tensor)}, ${which} = ${plain(value)}`;
			});
		return cells.map(([cell, value]) => `${the(tensor)}, ${where(tensor, cell)} = ${plain(value)}`);
	});
	return safe([...set, ...edited].join('; '));
}

function shown(control: Control, value: Value): string {
	if (control.kind === 'switch') return value ? 'on' : 'off';
	if (control.kind === 'choice') return control.options[value as string]!;
	if (control.kind === 'several')
		return listed((value as readonly string[]).map((name) => control.options[name]!));
	return typeof value === 'number' ? plain(value) : String(value);
}
