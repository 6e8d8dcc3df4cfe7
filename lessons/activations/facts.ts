/** What the ops say of themselves and what is measured of them; what is left of a gradient; the life of a unit. */
import { keptParameter, num, seriesOf, Tape, type Trace } from '#engine';
import { sum } from '#engine/ops/sum.ts';
import type { Fact, TableFact } from '../lesson.ts';
import { norm, rounded } from '../numbers.ts';
import { FUNCTIONS, TITLES, type FunctionName } from './functions.ts';

interface Settings {
	readonly stacks: readonly FunctionName[];
	readonly layers: number;
}

/** Far enough that what saturates is flat there. */
const END = 40;
/** So fine that the least of a curve is met to three digits. */
const FINE = 100;
const GRID = Array.from({ length: 2 * FINE * END + 1 }, (_, k) => -END + k / FINE);

/** Outputs and slopes of an activation on the grid. */
function measured(name: FunctionName) {
	const tape = new Tape();
	const x = tape.input('x', [GRID.length], GRID);
	const y = tape.apply(FUNCTIONS[name], [x], undefined);
	tape.backward(tape.apply(sum, [y], {}));
	return { y: y.data, slope: x.grad!.data };
}

const NAMES = Object.keys(TITLES) as FunctionName[];

interface Tables {
	readonly ranges: TableFact;
	readonly slopes: TableFact;
}

/** The same for every trace: found once. */
let tables: Tables | null = null;

/** A function that still rises at the end of the grid has no bound on that side. */
function functions(): Tables {
	if (tables) return tables;
	const names = NAMES.map((name) => TITLES[name]);
	const all = NAMES.map((name) => ({ ...measured(name), range: FUNCTIONS[name].range }));
	const at = (x: number) => GRID.indexOf(x);
	return (tables = {
		ranges: {
			label: 'The least and the largest value of each, and its mean over the numbers from −4 to 4',
			columns: ['least', 'most', 'mean'],
			names,
			rows: all.map(({ y, slope, range }) => {
				const flat = (k: number) => Math.abs(slope[k]!) < 1e-9;
				const inner = y.slice(at(-4), at(4) + 1);
				const mean = inner.reduce((sum, value) => sum + value, 0) / inner.length;
				return [
					range?.[0] ?? (flat(0) ? rounded(Math.min(...y)) : -Infinity),
					range?.[1] ?? (flat(GRID.length - 1) ? rounded(Math.max(...y)) : Infinity),
					// What is left of numbers that cancel is rounding.
					Math.abs(mean) < 1e-12 ? 0 : rounded(mean)
				];
			})
		},
		slopes: {
			label: 'How steep each is, at three places and at most',
			columns: ['at −4', 'at 0', 'at 4', 'most'],
			names,
			rows: all.map(({ slope }) =>
				[slope[at(-4)]!, slope[at(0)]!, slope[at(4)]!, Math.max(...slope)].map(rounded)
			)
		}
	});
}

export function facts(trace: Trace, { stacks, layers: depth }: Settings): Readonly<Record<string, Fact>> {
	const of = (name: string) => trace.tensors.get(name)!;
	const at = Array.from({ length: depth + 1 }, (_, k) => k);
	const sizes = (stack: FunctionName) => at.map((k) => norm(of(`${stack}.h${k}`).grad!.data));
	const lines = stacks.map((stack) => ({ name: TITLES[stack], values: sizes(stack) }));
	const run = trace.training!;
	const firing = Array.from(seriesOf(run, 'firing')!.values);
	const dead = firing.indexOf(0);
	const back = firing.findIndex((share, u) => dead >= 0 && u > dead && share > 0);
	const shown = [1, 2, 3, 4, 5, 6, 50, 100, 200, 300, 400, 500].filter((u) => u <= run.updates);
	return {
		...functions(),
		gradients: {
			label:
				'The length of the gradient at the output of each layer, from the last (right) back to the input (0)',
			x: { name: 'layer', values: at },
			at: depth,
			control: 'layers',
			plots: [{ name: 'length of the gradient', lines }]
		},
		left: {
			label: 'What is left of the gradient at the input, and what that is for a layer',
			columns: ['at the last layer', 'at the input', 'factor of a layer'],
			names: lines.map(({ name }) => name),
			rows: lines.map(({ values }) => {
				const [first, last] = [values[0]!, values.at(-1)!];
				return [rounded(last), rounded(first), rounded((first / last) ** (1 / depth))];
			})
		},
		life: {
			label:
				'Updates of the unit: its weight and bias, the share of the points for which it fires, and the length of its gradient',
			columns: ['weight', 'bias', 'firing', 'gradient'],
			names: shown.map((u) => `update ${u}`),
			rows: shown.map((u) => [
				rounded(keptParameter(run, 'w', u - 1)![0]!),
				rounded(keptParameter(run, 'b', u - 1)![0]!),
				firing[u - 1]!,
				rounded(seriesOf(run, 'norm')!.values[u - 1]!)
			])
		},
		dead: {
			label: 'The first update in which the unit fires for no point, and the first in which it fires again',
			tex: '\\text{silent from} \\;\\ldots\\; \\text{until}',
			numbers:
				dead < 0
					? '\\text{never}'
					: `${num(dead + 1)} \\;\\ldots\\; ${back < 0 ? '\\text{the end}' : num(back + 1)}`
		}
	};
}
