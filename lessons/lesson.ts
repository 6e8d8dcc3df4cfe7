/**
 * A lesson is a program on a tape: parameters in, a trace out. Everything that its page shows is computed from that
 * trace; the lesson adds the controls, where to open, the formulas worth evaluating, and the words (text.md).
 */
import type { Grain, Tape, Trace } from '#engine';
import type { FamilyTitle } from './course.ts';

export type Value = number | string | boolean | readonly string[];
export type Params = Readonly<Record<string, Value>>;

interface Described {
	readonly label: string;
	/** What it does, in a sentence a student can read before trying it. */
	readonly help: string;
	/** Whether it matters for these parameters; shown always where left out. */
	shown?(params: Params): boolean;
	/** Only facts depend on it: the trace stays as it is. */
	readonly factsOnly?: true;
}

export interface IntegerControl extends Described {
	readonly kind: 'integer';
	readonly value: number;
	readonly min: number;
	readonly max: number;
}

export interface NumberControl extends Described {
	readonly kind: 'number';
	readonly value: number;
	readonly min: number;
	readonly max: number;
	readonly step: number;
}

export interface ChoiceControl extends Described {
	readonly kind: 'choice';
	readonly value: string;
	readonly options: Readonly<Record<string, string>>;
}

/** Any number of the options, at least one, in the order in which they were chosen. */
export interface SeveralControl extends Described {
	readonly kind: 'several';
	readonly value: readonly string[];
	readonly options: Readonly<Record<string, string>>;
}

export interface SwitchControl extends Described {
	readonly kind: 'switch';
	readonly value: boolean;
}

/** Words that the student types. */
export interface TextControl extends Described {
	readonly kind: 'text';
	readonly value: string;
	/** The most characters it may have. */
	readonly longest: number;
	/** It is written in so many rows, of which more are scrolled to; as a value they stand in one line, with bars between. */
	readonly rows?: number;
	/** Why a text cannot be used, as what to do instead: "give one to 40 words"; null where it can. */
	check?(value: string): string | null;
	/** What there is to know of a text that is used, as a sentence; null where there is nothing. */
	note?(value: string): string | null;
}

export type Control =
	IntegerControl | NumberControl | ChoiceControl | SeveralControl | SwitchControl | TextControl;

/** What a control holds: of a choice, one of the names of its options. */
export type ValueOf<C> = C extends { kind: 'integer' | 'number' }
	? number
	: C extends { kind: 'switch' }
		? boolean
		: C extends { kind: 'text' }
			? string
			: C extends { kind: 'choice'; options: infer O }
				? keyof O & string
				: C extends { kind: 'several'; options: infer O }
					? readonly (keyof O & string)[]
					: never;

/** What a lesson's controls hold, by their names. */
export type ParamsOf<C> = { readonly [Name in keyof C]: ValueOf<C[Name]> };

/** A formula evaluated for the current settings: "⌊(5 + 2·0 − 3)/1⌋ + 1 = 3". */
export interface FormulaFact {
	readonly label: string;
	/** The formula in general, and with the numbers of this trace, in TeX. */
	readonly tex: string;
	readonly numbers: string;
}

/** A small table of numbers found by asking the trace, such as how often each pixel is read. */
export interface TableFact {
	readonly label: string;
	/** What its columns and its rows are called, where they have names. */
	readonly columns?: readonly string[];
	readonly names?: readonly string[];
	readonly rows: readonly (readonly number[])[];
}

/** What is measured along an axis: lines over the same values of x, with the numbers at the current one. */
export interface PlotFact {
	readonly label: string;
	/** The axis that all plots share, with its values from left to right. */
	readonly x: { readonly name: string; readonly values: readonly number[]; readonly logarithmic?: boolean };
	/** Where one is: among the values. */
	readonly at: number;
	/** The control that moves it. */
	readonly control?: string;
	/** One under the other; each begins at 0. */
	readonly plots: readonly Plot[];
}

export interface Plot {
	readonly name: string;
	readonly lines: readonly { readonly name: string; readonly values: readonly number[] }[];
	/** A height that no line exceeds, and why. */
	readonly most?: { readonly name: string; readonly value: number };
}

/** Shares, 0 to 1, as heat: matrices beside each other. */
export interface HeatFact {
	readonly label: string;
	readonly heats: readonly Heat[];
}

export interface Heat extends Pick<Required<TableFact>, 'columns' | 'names' | 'rows'> {
	readonly name: string;
}

export type Fact = FormulaFact | TableFact | PlotFact | HeatFact;

/** A tensor that the student may draw on or load an image into: rows × columns, one channel, values 0 to 1. */
export interface Picture {
	readonly tensor: string;
	readonly label: string;
	readonly help: string;
}

export interface Lesson {
	readonly title: string;
	readonly family: FamilyTitle;
	/** Its place among the lessons, from 1. */
	readonly order: number;
	readonly summary: string;
	/** The sections of the lecture notes that it answers to. */
	readonly notes: readonly string[];
	/** Lessons, by the names of their folders, that are best taken before. */
	readonly needs: readonly string[];
	/** What one is able to do afterwards, each in a sentence that begins with a verb. */
	readonly afterwards: readonly [string, string, string];
	readonly controls: Readonly<Record<string, Control>>;
	readonly picture?: Picture;
	/** The control, a text, that keeps points of a plane as `points.ts` writes them: the plane may change them then. */
	readonly points?: string;
	build(tape: Tape, params: Params): void;
	/** Where the page opens: this cell (or part) of the scope or op of this name has just been done. */
	readonly open: {
		readonly scope: string;
		readonly grain: Grain;
		readonly cell?: number;
		/** Whether the whole network is shown, in the place of that scope. */
		readonly overview?: true;
	};
	/** Named facts, which text.md places. */
	facts?(trace: Trace, params: Params): Readonly<Record<string, Fact>>;
}

type Controls = Lesson['controls'];

/** A lesson as its file writes it: what `p` holds follows from the controls. */
export interface Written<C extends Controls> extends Omit<Lesson, 'controls' | 'build' | 'facts'> {
	readonly controls: C;
	/** When a control matters; always where left out. */
	readonly shown?: { readonly [Name in keyof C]?: (p: NoInfer<ParamsOf<C>>) => boolean };
	build(tape: Tape, p: NoInfer<ParamsOf<C>>): void;
	facts?(trace: Trace, p: NoInfer<ParamsOf<C>>): Readonly<Record<string, Fact>>;
}

/** Params are checked against the controls wherever they come from, so those that arrive are those of the controls. */
export function lesson<const C extends Controls>({ controls, shown, ...rest }: Written<C>): Lesson {
	const when = (shown ?? {}) as Readonly<Record<string, Control['shown']>>;
	const whole = Object.entries(controls).map(([name, control]) => [
		name,
		when[name] ? { ...control, shown: when[name] } : control
	]);
	return { ...rest, controls: Object.fromEntries(whole) } as Lesson;
}
