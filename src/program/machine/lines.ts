/** Lines of the program: which one is running, what stands on it, and what is called as the variable that it assigns. */
import type { Line, Tape, Tensor, Trace } from '#engine';
import type { Value } from './values.ts';

/** What is said of a value while nobody has given it a name. */
const NAMELESS = new Set(['tensor', 'constant', 'range', 'random']);

/** What the names on a line stood for when it began, and the lines around it. */
interface Seen {
	readonly names: ReadonlyMap<string, Value | number>;
	readonly within: Line['within'];
}

/** Of a value, the tensor that it is on the tape; of one that is on none, its number. */
type Resolved = ReadonlyMap<string, Tensor | number>;

/** That an op of a trace, the so-many-eth, writes what a variable stands for. */
export interface Assigned {
	readonly op: number;
	readonly tensor: Tensor;
	readonly name: string;
}

export class Lines {
	#now: Line | undefined;
	readonly #assigned = new Map<number, { readonly name: string; readonly makes: boolean }>();
	/** Whether it has just begun. */
	#begins = false;
	/** The last turn of each line that was told. */
	readonly #turns = new Map<number, number>();
	readonly #seen = new WeakMap<Line, Seen>();
	readonly #resolved = new WeakMap<Line, Resolved>();

	/** The line that is running; another object each time that it begins, or goes on after a call. */
	get now(): Line | undefined {
		return this.#now;
	}

	/** `turn` says how many times it has begun. */
	at(file: string, line: number, inside: string, turn: number): void {
		this.#now = { file, line, ...(inside && { function: inside }), turn };
		this.#begins = this.#turns.get(line) !== turn;
		this.#turns.set(line, turn);
	}

	/** What `_lines.py` tells of the line that is running, "x#5,t=3;9:1"; of one that goes on after a call it is known. */
	sees(told: string, valueOf: (id: number) => Value | undefined): void {
		if (!this.#begins) return;
		const [names, within] = told.split(';').map((list) => list.split(',').filter(Boolean));
		const found = new Map<string, Value | number>();
		for (const one of names!) {
			const [name, number] = one.split(/[#=]/) as [string, string];
			const value = one[name.length] === '#' ? valueOf(Number(number)) : Number(number);
			if (value !== undefined) found.set(name, value);
		}
		const lines = within!.map((one) => one.split(':').map(Number) as [number, number]);
		this.#seen.set(this.#now!, { names: found, within: lines });
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

	/** What the values on lines are on a tape, before they go on to the next one. */
	resolve(lines: readonly (Line | undefined)[], tape: Tape): void {
		for (const line of new Set(lines)) {
			const seen = line && this.#seen.get(line);
			if (!seen) continue;
			const found = new Map<string, Tensor | number>();
			for (const [name, value] of seen.names) {
				if (typeof value === 'number') found.set(name, value);
				else if (value.tensor && value.tape === tape) found.set(name, value.tensor);
				else if (value.data.length === 1 && Number.isFinite(value.data[0])) found.set(name, value.data[0]!);
			}
			this.#resolved.set(line, found);
		}
	}

	/** The lines of a trace's ops, with what stood on each where it began. */
	told(
		{ tensors }: Trace,
		lines: readonly (Line | undefined)[],
		assigned: readonly Assigned[]
	): (Line | undefined)[] {
		const sets = new Map<string, [string, string]>();
		for (const { op, tensor, name } of assigned) sets.set(turnOf(lines[op]!), [name, tensor.name]);
		const told = new Set<string>();
		return lines.map((line) => {
			const resolved = line && this.#resolved.get(line);
			if (!resolved || told.has(turnOf(line))) return line;
			told.add(turnOf(line));
			const names = [...resolved].flatMap(([name, one]): [string, string | number][] =>
				typeof one === 'number' ? [[name, one]] : tensors.get(one.name) === one ? [[name, one.name]] : []
			);
			const set = sets.get(turnOf(line));
			const within = this.#seen.get(line)!.within;
			return {
				...line,
				...(within?.length && { within }),
				...(names.length && { names: Object.fromEntries(names) }),
				...(set && { sets: Object.fromEntries([set]) })
			};
		});
	}

	/** What the ops of a trace write under the name of a variable: the last one of each turn of its line. */
	assignedIn(trace: Trace, lines: readonly (Line | undefined)[]): Assigned[] {
		const last = new Map<string, Assigned>();
		for (const [op, { out: tensor, phase }] of trace.leaves.entries()) {
			const line = lines[op];
			const assigned = line && this.#assigned.get(line.line);
			if (assigned && phase === 'forward') last.set(turnOf(line), { op, tensor, name: assigned.name });
		}
		return [...last.values()];
	}
}

const turnOf = ({ line, turn }: Line): string => `${line}:${turn}`;
