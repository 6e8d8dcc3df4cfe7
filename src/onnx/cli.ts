/**
 * `npm run --silent trace -- --check FILE.onnx`: runs a model as the page does, and compares its outputs with those of the
 * test data that stand beside it, folders test_data_set_0, test_data_set_1 …, as ONNX's own cases have them. Without any it
 * runs on numbers by a seed and says so.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { plain, shapeName, size } from '#engine';
import { fail } from '#engine/errors.ts';
import { sameShape } from '#engine/tensor.ts';
import { where } from '#engine/words.ts';
import { inSentences } from '#src/open/read.ts';
import type { Model } from './graph.ts';
import { filled, standardSettings } from './inputs.ts';
import { tensorOf } from './proto.ts';
import { modelIn } from './questions.ts';
import { run, type Ran } from './run.ts';
import { numbersOf, type Numbers } from './tensors.ts';
import type { Value } from './value.ts';

/** Outputs agree within one part in a thousand or 10⁻⁷, as ONNX's own runner holds them, or a millionth of the largest number. */
const RELATIVE = 1e-3;
const ABSOLUTE = 1e-7;
const OF_LARGEST = 1e-6;

const grouped = (n: number) => n.toLocaleString('en');
const counted = (n: number, one: string) => `${grouped(n)} ${one}${n === 1 ? '' : 's'}`;

/** `path` is where the file lies, `name` what it is called in the report. */
export function reportOf(path: string, name: string, bytes: Uint8Array): { text: string; agrees: boolean } {
	return inSentences(() => {
		const model = modelIn(bytes);
		const kinds = new Set(model.nodes.map(({ opType }) => opType));
		const sets = testData(dirname(path));
		const lines: string[] = [];
		let agrees = true;
		let ran: Ran | null = null;
		for (const folder of sets) {
			ran = run(model, inputsIn(folder, model), 1, null);
			const { text, fits } = compared(folder, ran, model);
			agrees &&= fits;
			lines.push(text);
		}
		if (!ran) {
			const settings = standardSettings(model);
			ran = run(model, filled(model, settings), settings.seed, settings.goal);
			lines.push(
				'No test data stand beside it: it ran on numbers by a seed, forward and backward, and no output was compared',
				...ran.notices
			);
		}
		const { trace } = ran;
		lines.unshift(
			`${name}: an ONNX model, version ${model.opset} of the ops, ${counted(model.nodes.length, 'node')} of ${counted(kinds.size, 'kind')}, all known; ${counted(trace.leaves.length, 'op')}, ${counted(trace.tensors.size, 'tensor')}, ${counted(trace.steps, 'step')}`
		);
		return { text: `${lines.join('\n')}\n`, agrees };
	});
}

function testData(folder: string): string[] {
	return readdirSync(folder || '.')
		.filter((name) => /^test_data_set_\d+$/.test(name))
		.sort()
		.map((name) => join(folder, name));
}

const read = (folder: string, kind: 'input' | 'output', k: number): Numbers | null => {
	const path = join(folder, `${kind}_${k}.pb`);
	return existsSync(path) ? numbersOf(tensorOf(readFileSync(path)), path) : null;
};

function inputsIn(folder: string, { inputs, graph }: Model): Map<string, Numbers> {
	const asked = new Set(inputs.map(({ name }) => name));
	const found = new Map<string, Numbers>();
	for (const [k, { name }] of graph.input.entries()) {
		const numbers = read(folder, 'input', k);
		if (numbers && asked.has(name)) found.set(name, numbers);
		else if (asked.has(name))
			fail(
				'value',
				`There is no ${join(folder, `input_${k}.pb`)} for the input "${name}": the test data are not whole`
			);
	}
	return found;
}

function compared(
	folder: string,
	{ outputs }: Ran,
	{ outputs: names }: Model
): { text: string; fits: boolean } {
	let [count, wrong, largest, at] = [0, 0, 0, ''];
	for (const [k, name] of names.entries()) {
		const expected = read(folder, 'output', k);
		if (!expected) continue;
		const value = outputs.get(name)!;
		if (!sameShape(value.shape, expected.shape))
			return {
				text: `${folder}: the output ${name} has shape ${shapeName(value.shape)}, and ${shapeName(expected.shape)} in the test data`,
				fits: false
			};
		count += size(value.shape);
		const difference = differenceOf(value, expected);
		wrong += difference.wrong;
		if (difference.largest > largest || !at) [largest, at] = [difference.largest, `${name}${difference.at}`];
	}
	const said = wrong ? `${grouped(count - wrong)} agree, ${grouped(wrong)} do not` : 'all agree';
	return {
		text: `${folder}: ${counted(count, 'number')} compared, ${said}${count ? `; the largest difference is ${plain(largest)} in ${at}` : ''}`,
		fits: !wrong
	};
}

function differenceOf(
	{ data, shape }: Value,
	expected: Numbers
): { wrong: number; largest: number; at: string } {
	const top = expected.data.reduce((most, x) => (Number.isFinite(x) ? Math.max(most, Math.abs(x)) : most), 0);
	// What is stored in 16 bits is as far apart as these tell.
	const relative = expected.type === 'bfloat16' ? 2 ** -7 : expected.type === 'float16' ? 2 ** -9 : RELATIVE;
	let [wrong, largest, found] = [0, 0, -1];
	for (let k = 0; k < data.length; k++) {
		const [a, b] = [data[k]!, expected.data[k]!];
		if (Object.is(a, b) || a === b) continue;
		const off = Number.isNaN(a) !== Number.isNaN(b) ? Infinity : Number.isNaN(a) ? 0 : Math.abs(a - b);
		if (off > largest) [largest, found] = [off, k];
		if (!(off <= Math.max(relative * Math.abs(b), OF_LARGEST * top, ABSOLUTE))) wrong++;
	}
	const place = found < 0 ? '' : where({ shape }, found);
	return { wrong, largest, at: place && `, ${place}` };
}
