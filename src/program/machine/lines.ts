/** Lines of the program: which one is running, and what is called as the variable that it assigns. */
import type { Line, Tensor, Trace } from '#engine';

/** What is said of a value while nobody has given it a name. */
const NAMELESS = new Set(['tensor', 'constant', 'range', 'random']);

export class Lines {
	#now: Line | undefined;
	readonly #places = new WeakMap<Line, number>();
	readonly #assigned = new Map<number, { readonly name: string; readonly makes: boolean }>();

	/** The line that is running; another object each time that it begins. */
	get now(): Line | undefined {
		return this.#now;
	}

	/** `place` says how far in the code of its function it is: it falls where a loop comes round. */
	at(file: string, line: number, inside: string, place: number): void {
		this.#now = { file, line, ...(inside && { function: inside }) };
		this.#places.set(this.#now, place);
	}

	/** What a line assigns, and whether it makes what it assigns. */
	assigns(line: number, name: string, makes: boolean): void {
		this.#assigned.set(line, { name, makes });
	}

	/** What a value that is made now is called. */
	made(name: string): string {
		const assigned = this.#now && this.#assigned.get(this.#now.line);
		return assigned?.makes && NAMELESS.has(name) ? assigned.name : name;
	}

	/** What the ops of a trace write under the name of a variable: the last one of its line. */
	*assignedIn(trace: Trace, lines: readonly (Line | undefined)[]): Generator<[Tensor, string]> {
		for (const [k, { out, phase }] of trace.leaves.entries()) {
			const line = lines[k];
			const assigned = line && this.#assigned.get(line.line);
			const last = trace.leaves[k + 1]?.phase !== phase || lines[k + 1] !== line;
			if (assigned && last && phase === 'forward' && !this.#goesOn(line, lines, k + 1))
				yield [out, assigned.name];
		}
	}

	/** Whether a line goes on, once what it calls has returned. */
	#goesOn(line: Line, lines: readonly (Line | undefined)[], from: number): boolean {
		for (let k = from; k < lines.length && lines[k]; k++) {
			const next = lines[k]!;
			if (next.function === line.function)
				return next.line === line.line && this.#places.get(next)! > this.#places.get(line)!;
		}
		return false;
	}
}
