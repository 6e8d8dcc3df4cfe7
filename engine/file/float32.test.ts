/** Traces of float32, whose numbers are those that PyTorch 1.13 gave on a CPU. */
import { expect, test } from 'vitest';
import { stepAt } from '#engine';
import { div } from '#engine/ops/div.ts';
import { exp } from '#engine/ops/exp.ts';
import { layerNorm } from '#engine/ops/layerNorm.ts';
import { sum } from '#engine/ops/sum.ts';
import type { Op } from '#engine';
import type { TensorFile, TraceFile } from './json.ts';
import { replay } from './replay.ts';

const OPS = new Map<string, Op>([div, exp, layerNorm, sum].map((op) => [op.name, op as Op]));

const tensor = (shape: number[], data: TensorFile['data'], role: TensorFile['role'] = 'intermediate') =>
	({ shape, dtype: 'float32', role, data }) satisfies TensorFile;

function fileOf(tensors: Record<string, TensorFile>, ops: [string, unknown, string[], string][]): TraceFile {
	return {
		format: 'backstep-trace',
		version: '1.1',
		lesson: 'float32',
		params: {},
		seed: null,
		tensors,
		ops: ops.map(([op, attrs, inputs, writes], id) => ({ id, op, phase: 'forward', attrs, inputs, writes })),
		scopes: { name: 'trace', children: [{ name: 'forward', children: ops.map((_, k) => k) }] }
	};
}

const play = (file: TraceFile) => replay(file, (name) => OPS.get(name));

test('a softmax that is written as exp ÷ sum overflows at 90 as it did in float32, and nothing is wrong', () => {
	const { trace, checks } = play(
		fileOf(
			{
				x: tensor([1, 3], [90, 1, 2], 'input'),
				e: tensor([1, 3], ['Infinity', 2.7182817459106445, 7.389056205749512]),
				s: tensor([1, 1], ['Infinity']),
				p: tensor([1, 3], ['NaN', 0, 0])
			},
			[
				['exp', {}, ['x'], 'e'],
				['sum', { axes: [-1], keepdim: true }, ['e'], 's'],
				['div', {}, ['e', 's'], 'p']
			]
		)
	);
	expect(checks.map(({ mismatches, rounded }) => mismatches + rounded)).toEqual([0, 0, 0]);
	// What is shown of the step is the number that the run had.
	expect(stepAt(trace.root, 0)).toMatchObject({ value: Infinity });
	expect(stepAt(trace.root, 0).computed).toBeCloseTo(Math.exp(90), -30);
});

const FAR = [
	9999.2373046875, 9999.625, 9999.6728515625, 9999.1953125, 9999.9501953125, 9999.6953125, 9999.509765625,
	9999.1953125, 9999.6435546875, 10000.15234375, 9999.611328125, 9999.8740234375, 9999.888671875, 10000.84375,
	10000.1142578125, 10000.2333984375
];
const NORMED = [
	-1.2993309497833252, -0.3685569763183594, -0.25367555022239685, -1.4001452922821045, 0.41216781735420227,
	-0.199751615524292, -0.6452102065086365, -1.4001452922821045, -0.3240111172199249, 0.897483229637146,
	-0.4013802409172058, 0.22929534316062927, 0.2644631266593933, 2.5574026107788086, 0.8060469627380371,
	1.0920783281326294
];

test('a layer norm of a row around 10 000 was rounded differently, and is not wrong', () => {
	const norm = (y: readonly number[]) =>
		play(
			fileOf({ x: tensor([1, 16], FAR, 'input'), y: tensor([1, 16], [...y]) }, [
				['layerNorm', {}, ['x'], 'y']
			])
		).checks[0]!;
	const found = norm(NORMED);
	expect(found.mismatches).toBe(0);
	expect(found.rounded).toBeGreaterThan(0);
	// A number that rounding does not explain is wrong there, too.
	expect(norm(NORMED.with(3, -1.2)).mismatches).toBe(1);
});

test('a small number that is wrong is found among small numbers', () => {
	const { checks } = play(
		fileOf({ x: tensor([2], [1e-9, 2e-9], 'input'), s: tensor([], [2e-9]) }, [['sum', {}, ['x'], 's']])
	);
	expect(checks[0]!.mismatches).toBe(1);
});
