import { num, type Trace } from '#engine';
import type { Fact } from '../lesson.ts';

/** What the text tells of a trace: how many parameters there are, and what one layer in the place of all would say. */
export function facts({ tensors }: Trace): Record<string, Fact> {
	const layers: { ins: number; outs: number; w: Float64Array; b: Float64Array }[] = [];
	for (let k = 1; tensors.has(`W${k}`); k++) {
		const w = tensors.get(`W${k}`)!;
		layers.push({ ins: w.shape[0]!, outs: w.shape[1]!, w: w.data, b: tensors.get(`b${k}`)!.data });
	}
	const counts = layers.map(({ w, b }) => w.length + b.length);
	const single = layers.reduce((one, next) => ({
		ins: one.ins,
		outs: next.outs,
		w: product(one.w, next.w, next.ins, next.outs),
		b: product(one.b, next.w, next.ins, next.outs).map((value, k) => value + next.b[k]!)
	}));
	const x = tensors.get('X')!;
	const sums = product(x.data, single.w, single.ins, 1).map((value) => value + single.b[0]!);
	const apart = sums.map((value, k) => Math.abs(value - tensors.get(`z${layers.length}`)!.data[k]!));
	return {
		parameters: {
			label: 'Parameters',
			tex: '\\sum_l (n_{l-1} \\cdot n_l + n_l)',
			numbers: `${layers
				.map(({ ins, outs }) => `(${ins} \\cdot ${outs} + ${outs})`)
				.join(' + ')} = ${counts.join(' + ')} = ${counts.reduce((a, b) => a + b)}`
		},
		'one layer': {
			label: 'One layer in the place of all',
			tex: `W = ${layers.map((_, k) => `W_${k + 1}`).join('\\,')} \\qquad \\max_i\\, \\left|z_{\\text{all layers}} - (XW + b)\\right|`,
			numbers: `W = ${matrix(single.w)} \\qquad ${num(Math.max(...apart))}`
		}
	};
}

/** Rows of a times b, which is ins × outs. */
const product = (a: Float64Array, b: Float64Array, ins: number, outs: number): Float64Array =>
	Float64Array.from({ length: (a.length / ins) * outs }, (_, at) => {
		const [row, column] = [Math.floor(at / outs), at % outs];
		let sum = 0;
		for (let k = 0; k < ins; k++) sum += a[row * ins + k]! * b[k * outs + column]!;
		return sum;
	});

const matrix = (column: Float64Array): string =>
	`\\begin{pmatrix} ${Array.from(column, (value) => num(value)).join(' \\\\ ')} \\end{pmatrix}`;
