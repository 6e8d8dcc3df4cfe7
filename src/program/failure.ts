/** What a program raised, as Python prints it, with the line of the program. */
import type { Failure } from './messages.ts';

const RAISED = /_runner\.ProgramError: (\d+)\n([\s\S]*)/;

export function failureOf(problem: unknown): Failure {
	const text = String((problem as Error).message ?? problem);
	const [, line, said] = RAISED.exec(text) ?? [];
	return { line: Number(line ?? 0), text: (said ?? text).trim() };
}
