/**
 * A lesson in PyTorch: `listing.py` in its folder, which really runs. `given` and `settings` hold what the page holds, and
 * `keep(name, tensor)` gives a value the name that it has in the trace. A line may end in `#: scope`, the part of the trace
 * that it computes; there `*` stands for anything within a name, as in `forward/rnn/t = *`, and `**` for any names or none.
 * Lines that begin with `#?` name further settings under which `check.py` compares the listing with the trace; one that
 * begins with `#!` names a setting that the listing is for, where it is not for all: `#! shape = many to one`.
 */
import type { Tensor, Trace } from '#engine';
import type { Params } from './lesson.ts';

const texts = import.meta.glob<string>('./*/listing.py', { query: '?raw', import: 'default' });
const checks = import.meta.glob<Checked>('./*/checked.json', { import: 'default' });

/** What `check.py` found: how many values and gradients it compared, and the largest difference. */
export interface Checked {
	readonly torch: string;
	readonly runs: number;
	readonly values: number;
	readonly largest: number;
	/** SHA-256 of the listing that was checked. */
	readonly listing: string;
	/** What the trace of each run holds, by the settings of the run: `npm run trace -- <lesson> <settings> --hash`. */
	readonly traces: Readonly<Record<string, string>>;
}

export interface Line {
	readonly text: string;
	/** The part of the trace that the line computes; null where it computes none. */
	readonly scope: string | null;
}

export interface Listing {
	readonly lines: readonly Line[];
	/** Settings that it is for, by their names. */
	readonly only: Params;
	/** Null where nobody has run it with a PyTorch yet. */
	readonly checked: Checked | null;
}

export const hasListing = (lesson: string): boolean => `./${lesson}/listing.py` in texts;

/** `listing.py` as it is written; null where a lesson has none. */
export const textOf = async (lesson: string): Promise<string | null> =>
	(await texts[`./${lesson}/listing.py`]?.()) ?? null;

/** Null where a lesson has none. */
export async function loadListing(lesson: string): Promise<Listing | null> {
	const [text, checked] = await Promise.all([textOf(lesson), checks[`./${lesson}/checked.json`]?.()]);
	return text === null ? null : { lines: linesOf(text), only: onlyOf(text), checked: checked ?? null };
}

export const linesOf = (text: string): Line[] =>
	text
		.trimEnd()
		.split('\n')
		.filter((line) => !/^#[?!]/.test(line))
		.map((line) => {
			const [, code, scope] = /^(.*?)\s*#: (.+)$/.exec(line) ?? [];
			return { text: code ?? line, scope: scope ?? null };
		});

/** The settings of each run that `check.py` compares, as `name=value`: the lesson's own first. */
export const runsOf = (text: string): { line: string; settings: string[] }[] => [
	{ line: '', settings: [] },
	...[...text.matchAll(/^#\? (.+)$/gm)].map(([, line]) => ({
		line: line!.trim(),
		settings: [...line!.matchAll(/--set (?:"([^"]*)"|(\S+))/g)].map(([, quoted, bare]) => (quoted ?? bare)!)
	}))
];

const onlyOf = (text: string): Params =>
	Object.fromEntries(
		[...text.matchAll(/^#! (\w+) = (.+)$/gm)].map(([, name, value]) => [name!, valueOf(value!)])
	);

const valueOf = (text: string) =>
	text === 'true' ? true : text === 'false' ? false : /^-?\d/.test(text) ? Number(text) : text;

const escaped = (text: string) => text.replace(/[.+?^${}()|[\]\\]/g, '\\$&');

const patterns = new Map<string, RegExp>();

function patternOf(scope: string): RegExp {
	const known = patterns.get(scope);
	if (known) return known;
	const stars = { '/**/': '/(?:.*/)?', '*': '[^/]*' } as const;
	const source = escaped(scope).replace(/\/\*\*\/|\*/g, (star) => stars[star as keyof typeof stars]);
	const made = new RegExp(`^${source}(?=/|$)`);
	patterns.set(scope, made);
	return made;
}

/** How much of a path a line's scope names, in characters; 0 where the path is not that scope or within it. */
export const reach = (scope: string, path: string): number => patternOf(scope).exec(path)?.[0].length ?? 0;

/** Whether a line's scope is a node of this path, or holds it. */
export const covers = (scope: string, path: string): boolean => reach(scope, path) > 0;

/** The listing as a script of its own, with the inputs, weights and settings of a trace. */
export function script(title: string, lines: readonly Line[], trace: Trace, params: Params): string {
	const given = [...trace.tensors.values()].filter(({ writer }) => writer === null);
	return [
		`# ${title}, in PyTorch: prints every value and gradient that Backstep shows.`,
		'import torch',
		'',
		'torch.set_default_dtype(torch.float64)',
		'inf, nan = float("inf"), float("nan")',
		'settings = {',
		...Object.entries(params).map(([name, value]) => `    ${text(name)}: ${python(value)},`),
		'}',
		'given = {',
		...given.map((tensor) => `    ${text(tensor.name)}: ${tensorCode(tensor)},`),
		'}',
		'values = {}',
		'',
		'',
		'def keep(name, tensor):',
		'    """Gives a value its name, and asks for its gradient."""',
		'    values[name] = tensor',
		'    if tensor.requires_grad:',
		'        tensor.retain_grad()',
		'    return tensor',
		'',
		'',
		...lines.map((line) => line.text),
		'',
		'if __name__ == "__main__":',
		'    for name, tensor in [*given.items(), *values.items()]:',
		'        print(name, tensor.detach().tolist())',
		'        if tensor.grad is not None:',
		'            print(name + ".grad", tensor.grad.tolist())',
		''
	].join('\n');
}

/** A string of JSON is one of Python. */
const text = (value: string): string => JSON.stringify(value);

function python(value: Params[string]): string {
	if (typeof value === 'boolean') return value ? 'True' : 'False';
	return Array.isArray(value) ? `[${value.map(text).join(', ')}]` : JSON.stringify(value);
}

function tensorCode({ shape, data, differentiable }: Tensor): string {
	return `torch.tensor(${nested(shape, data, 0)}${differentiable ? ', requires_grad=True' : ''})`;
}

function nested(shape: readonly number[], data: Float64Array, from: number): string {
	if (!shape.length) return number(data[from]!);
	const [n, ...rest] = shape as [number, ...number[]];
	const step = rest.reduce((a, b) => a * b, 1);
	return `[${Array.from({ length: n }, (_, k) => nested(rest, data, from + k * step)).join(', ')}]`;
}

function number(value: number): string {
	if (Number.isNaN(value)) return 'nan';
	if (!Number.isFinite(value)) return value < 0 ? '-inf' : 'inf';
	const digits = Object.is(value, -0) ? '-0' : String(value);
	return /[.e]/.test(digits) ? digits : `${digits}.0`;
}
