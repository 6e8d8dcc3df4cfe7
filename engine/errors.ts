export type Problem = 'shape' | 'attribute' | 'value' | 'name';

/** Bad input from whoever uses the engine. The message says what was given, what was expected and what to change. */
export class BackstepError extends Error {
	override readonly name = 'BackstepError';
	constructor(
		readonly problem: Problem,
		message: string
	) {
		super(message);
	}
}

export function fail(problem: Problem, message: string): never {
	throw new BackstepError(problem, message);
}
