/** What was found of a breakpoint goes from one thread to another, where the same trace is: tensors by their names. */
import type { Trace } from '#engine';
import { ExpressionError, type Span } from '#src/tools/watch/syntax.ts';
import type { Breakpoint } from './breakpoint.ts';
import type { Found } from './search.ts';
import type { Stop } from './stops.ts';

interface ToldStop extends Pick<Stop, 'done' | 'cell'> {
	readonly tensorNamed?: string;
	readonly compared?: Span & { readonly value: number };
}

export interface ToldFound {
	readonly breakpoint: Breakpoint;
	readonly stops: readonly ToldStop[];
	readonly problem: { readonly message: string; readonly span: Span } | null;
}

export const toldFound = ({ breakpoint, stops, problem }: Found): ToldFound => ({
	breakpoint,
	stops: stops.map(({ done, tensor, cell, compared }) => ({
		done,
		...(cell !== undefined && { cell }),
		...(tensor && { tensorNamed: tensor.name }),
		...(compared && { compared: { from: compared.from, to: compared.to, value: compared.value() } })
	})),
	problem: problem && { message: problem.message, span: problem.span }
});

export const foundAsTold = ({ breakpoint, stops, problem }: ToldFound, { tensors }: Trace): Found => ({
	breakpoint,
	stops: stops.map(({ done, cell, tensorNamed, compared }) => ({
		done,
		...(cell !== undefined && { cell }),
		...(tensorNamed !== undefined && { tensor: tensors.get(tensorNamed)! }),
		...(compared && { compared: { ...compared, value: () => compared.value } })
	})),
	problem: problem && new ExpressionError(problem.message, problem.span)
});
