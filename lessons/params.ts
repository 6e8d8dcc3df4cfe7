/** Parameters come from a link or a command line: each is checked against its control, and refused in one sentence. */
import { listed } from '#engine/lists.ts';
import type { Control, Lesson, Params, Value } from './lesson.ts';
import { cut } from './cut.ts';

export const defaults = (lesson: Lesson): Params =>
	Object.fromEntries(Object.entries(lesson.controls).map(([name, control]) => [name, control.value]));

/** Why a value does not suit a control; null where it does. */
export function refuse(name: string, control: Control, value: unknown): string | null {
	const given =
		Number.isNaN(value) || value === '' || (Array.isArray(value) && !value.length)
			? `${name} is empty`
			: `${name} is ${shown(value)}`;
	switch (control.kind) {
		case 'integer':
			if (Number.isInteger(value) && (value as number) >= control.min && (value as number) <= control.max)
				return null;
			return `${given}: give a whole number from ${control.min} to ${control.max}.`;
		case 'number':
			if (typeof value === 'number' && value >= control.min && value <= control.max) return null;
			return `${given}: give a number from ${control.min} to ${control.max}.`;
		case 'switch':
			return typeof value === 'boolean' ? null : `${given}: give true or false.`;
		case 'choice':
			if (typeof value === 'string' && Object.hasOwn(control.options, value)) return null;
			return `${given}: give one of ${quoted(control.options)}.`;
		case 'several': {
			const list = Array.isArray(value) && value.length > 0 && value.length <= 8 ? value : null;
			if (list?.every((v) => typeof v === 'string' && Object.hasOwn(control.options, v))) return null;
			return `${given}: choose at least one of ${quoted(control.options)}.`;
		}
		case 'text': {
			if (typeof value !== 'string') return `${given}: give a text.`;
			if (value.length > control.longest)
				return `${name} has ${value.length} characters: give at most ${control.longest}.`;
			const problem = control.check?.(value);
			return problem ? `${given}: ${problem}.` : null;
		}
	}
}

/** As it was written. JSON knows no infinity, and what is no text may be long too. */
const shown = (value: unknown): string =>
	typeof value === 'string'
		? JSON.stringify(cut(value))
		: typeof value === 'number'
			? String(value)
			: cut(JSON.stringify(value));

const quoted = (options: Readonly<Record<string, string>>) =>
	Object.keys(options)
		.map((key) => `"${key}"`)
		.join(', ');

/** A lesson's parameters with some of them given; what cannot be used is left at its default and named in `problems`. */
export function withParams(
	lesson: Lesson,
	given: Readonly<Record<string, unknown>>
): { params: Params; problems: string[] } {
	const params: Record<string, Value> = { ...defaults(lesson) };
	const problems: string[] = [];
	for (const [name, value] of Object.entries(given)) {
		const control = Object.hasOwn(lesson.controls, name) ? lesson.controls[name] : undefined;
		const problem = control
			? refuse(name, control, value)
			: `There is no parameter "${name}": this lesson has ${listed(Object.keys(lesson.controls))}.`;
		if (problem) problems.push(problem);
		else params[name] = value as Value;
	}
	return { params, problems };
}
