/** What is typed into the form of a model, and what a link carries of it. */
import type { Shape } from '#engine';
import { FILLS, type Given, type Settings } from './inputs.ts';
import type { Questions } from './questions.ts';

/** "1 × 3 × 8 × 8", "1x3x8x8" or "1, 3, 8, 8"; null where it is something else. */
export function shapeIn(text: string): Shape | null {
	const parts = text.split(/[\s,×x*]+/i).filter(Boolean);
	const sizes = parts.map(Number);
	return sizes.every((n) => Number.isInteger(n) && n >= 0) ? sizes : null;
}

/** Numbers between spaces, commas, semicolons or brackets; null where something else stands among them. */
export function numbersIn(text: string): number[] | null {
	const parts = text.split(/[\s,;[\]()]+/).filter(Boolean);
	const numbers = parts.map(Number);
	return numbers.some(Number.isNaN) ? null : numbers;
}

/** A link holds what was answered. */
export const textOf = (settings: Settings): string => JSON.stringify(settings);

/** What a link says; null where it does not fit the questions. */
export function settingsIn(text: string, { inputs, settings }: Questions): Settings | null {
	let data: unknown;
	try {
		data = JSON.parse(text);
	} catch {
		return null;
	}
	if (!isObject(data) || !Number.isInteger(data['seed']) || !isObject(data['inputs'])) return null;
	const { goal } = data;
	const given: Record<string, Given> = {};
	for (const { name } of inputs) {
		const answer = Object.hasOwn(data['inputs'], name)
			? givenIn(data['inputs'][name])
			: settings.inputs[name]!;
		if (!answer) return null;
		given[name] = answer;
	}
	if (goal === null) return { seed: data['seed'] as number, inputs: given, goal };
	if (!isObject(goal) || typeof goal['output'] !== 'string') return null;
	const { output, of } = goal;
	if (of !== 'sum' && of !== 'largest' && !isNumbers(of)) return null;
	return { seed: data['seed'] as number, inputs: given, goal: { output, of } };
}

function givenIn(data: unknown): Given | null {
	if (!isObject(data) || !isNumbers(data['shape']) || data['shape'].length > 8) return null;
	const fill = FILLS.find((name) => name === data['fill']);
	const { below, values } = data;
	if (
		!fill ||
		(below !== undefined && typeof below !== 'number') ||
		(values !== undefined && !isNumbers(values))
	)
		return null;
	return { shape: data['shape'], fill, ...(below !== undefined && { below }), ...(values && { values }) };
}

const isObject = (data: unknown): data is Record<string, unknown> =>
	typeof data === 'object' && data !== null && !Array.isArray(data);

const isNumbers = (data: unknown): data is number[] => Array.isArray(data) && data.every(Number.isFinite);
