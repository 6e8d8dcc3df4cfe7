/** What can be measured on the way back: sizes, shares, a product of Jacobians, and what truncation and clipping do. */
import { num, type Tensor, type Trace } from '#engine';
import { jacobianNorms } from '#engine/layers/jacobian.ts';
import type { Fact } from '../lesson.ts';
import { norm, rounded } from '../numbers.ts';
import { spectralNorm, spectralRadius } from './matrix.ts';

const rowOf = (x: Tensor) => `\\left[${Array.from(x.data, num).join(',\\; ')}\\right]`;

/** Time steps worth a row: the last ones, then in wider and wider strides, then the first. */
function landmarks(T: number): number[] {
	const back = [0, 1, 2, 5, 10, 20, 40, 60, 80, 100, 150].filter((n) => n < T - 1);
	return [...back.map((n) => T - n), 1];
}

const largest = (values: ArrayLike<number>) => Math.max(...Array.from(values, Math.abs));

/** What these ask of the settings. */
interface Settings {
	readonly T: number;
	readonly nonlinearity: 'tanh' | 'relu';
	readonly clipping: 'none' | 'value' | 'norm';
	readonly learningRate: number;
}

export function facts(trace: Trace, p: Settings): Readonly<Record<string, Fact>> {
	const of = (name: string) => trace.tensors.get(name)!;
	const T = p.T;
	const hs = Array.from({ length: T }, (_, k) => of(`h${k + 1}`));
	const at = landmarks(T);
	const sizes = hs.map(({ grad }) => (grad ? norm(grad.data) : 0));
	const products = jacobianNorms(hs);
	/** The first step that the gradient reaches. */
	const first = hs.findIndex(({ grad }) => grad) + 1;
	const W = of('W_hh');
	/** Contributions to ∂L/∂W_hh in the order of backward, the last step first. */
	const parts =
		first === T ? [W.grad!] : Array.from({ length: T - first + 1 }, (_, k) => of(`W_hh.grad:${k + 1}`));
	const partOf = (t: number) => parts[T - t];
	const whole = norm(W.grad!.data);
	const recent = Math.min(10, parts.length);
	const lately = W.grad!.data.map((_, k) =>
		parts.slice(0, recent).reduce((sum, part) => sum + part.data[k]!, 0)
	);
	const weights = ['W_xh', 'W_hh', 'W_hy'].map(of);
	const joined = (of: (w: Tensor) => ArrayLike<number>) => weights.flatMap((w) => Array.from(of(w)));
	const before = norm(joined(({ grad }) => grad!.data));
	const after = p.clipping === 'none' ? before : norm(joined(({ name }) => of(`${name}.clipped`).data));
	const shift = norm(Array.from(of('W_hh.new').data, (value, k) => value - W.data[k]!));
	const slopes = hs
		.slice(1)
		.map(({ data }) =>
			largest(p.nonlinearity === 'relu' ? data.map((h) => +(h > 0)) : data.map((h) => 1 - h * h))
		);
	const spectral = spectralNorm(W.data);
	const ratio = sizes[first - 1]! / sizes[T - 1]!;
	const steps = T - first;
	return {
		norm: {
			label: 'The spectral norm of the memory weights on this page',
			tex: '\\lVert W_{hh} \\rVert = \\max_{v \\neq 0} \\frac{\\lVert v\\, W_{hh} \\rVert}{\\lVert v \\rVert}',
			numbers: `\\lVert \\htmlData{tensor=W_hh}{W_{hh}} \\rVert = ${num(spectral)}`
		},
		eigenvalue: {
			label: 'The size of the largest eigenvalue of the same weights',
			tex: '\\rho(W_{hh}) = \\max_i |\\lambda_i| = \\lim_{k \\to \\infty} \\lVert W_{hh}^k \\rVert^{1/k}',
			numbers: `\\rho(\\htmlData{tensor=W_hh}{W_{hh}}) = ${num(spectralRadius(W.data))}`
		},
		journey: {
			label: `From step ${T} back to step ${first}, the first that the gradient reaches`,
			tex: `\\frac{\\lVert \\partial L / \\partial h_{${first}} \\rVert}{\\lVert \\partial L / \\partial h_{${T}} \\rVert}`,
			numbers: `\\frac{${num(sizes[first - 1]!)}}{${num(sizes[T - 1]!)}} = ${num(ratio)}${steps ? ` = ${num(ratio ** (1 / steps))}^{${steps}}` : ''}`
		},
		bound: {
			label: 'The most by which any single step of this run can lengthen the gradient',
			tex: "\\lVert W_{hh} \\rVert \\cdot \\max_{t,\\, i} f\\,'(z_{t,i})",
			numbers: `${num(spectral)} \\cdot ${num(largest(slopes))} = ${num(spectral * largest(slopes))}`
		},
		sizes: {
			label: 'Sizes of the gradient and of the product of Jacobians from hₜ to the last state',
			columns: ['‖∂L/∂hₜ‖', `‖∂h${T}/∂hₜ‖`],
			names: at.map((t) => `t = ${t}`),
			rows: at.map((t) => [rounded(sizes[t - 1]!), rounded(products[t - 1]!)])
		},
		product: productFact(trace, T),
		shares: {
			label: 'What the use of W_hh at step k adds to its gradient (length), and its share of the sum (%)',
			columns: ['length', '%'],
			names: [...at.slice(0, -1), 2, 1].map((k) => `k = ${k}`),
			rows: [...at.slice(0, -1), 2, 1].map((t) => {
				const part = partOf(t);
				const long = part ? norm(part.data) : 0;
				return [rounded(long), rounded(whole ? (100 * long) / whole : 0)];
			})
		},
		recent: {
			label: `The sum of the contributions of the last ${recent} steps, against that of all ${parts.length}`,
			tex: `\\frac{\\left\\lVert \\sum_{k > ${T - recent}} \\cdots \\right\\rVert}{\\lVert \\partial L / \\partial W_{hh} \\rVert}`,
			numbers: `\\frac{${num(norm(lately))}}{${num(whole)}}${whole ? ` = ${num(norm(lately) / whole)}` : ''}`
		},
		truncation: {
			label: 'How many time steps the gradient reaches',
			tex: '\\text{reached} \\;/\\; T',
			numbers: `${T - first + 1} \\;/\\; ${T}${first > 1 ? ` \\qquad \\text{cut before } t = ${first}` : ''}`
		},
		clipping: {
			label: 'The norm of all gradients together, before clipping and after',
			tex: '\\lVert g \\rVert \\;\\to\\; \\lVert \\bar{g} \\rVert',
			numbers: `${num(before)} \\;\\to\\; ${num(after)}`
		},
		step: {
			label: `How far the step with η = ${p.learningRate} moves the memory weights, against their own length`,
			tex: "\\frac{\\lVert W_{hh}' - W_{hh} \\rVert}{\\lVert W_{hh} \\rVert_F}",
			numbers: `\\frac{${num(shift)}}{${num(norm(W.data))}} = ${num(shift / norm(W.data))}`
		}
	};
}

/** The gradient that the product carries over two steps, and the one that backward recorded. */
function productFact({ tensors }: Trace, T: number): Fact {
	const [carried, difference] = [tensors.get('carried'), tensors.get('difference')];
	const tex = `\\frac{\\partial L}{\\partial h_{${T}}}\\, J_{${T}}\\, J_{${T - 1}} \\;\\text{ against }\\; \\frac{\\partial L}{\\partial h_{${T - 2}}}`;
	if (!carried || !difference)
		return {
			label: 'Two steps by one product of Jacobians, and as backward took them',
			tex,
			numbers: `\\text{A cut lies between the last steps: no gradient reaches } h_{${T - 2}}.`
		};
	const recorded = tensors.get(`h${T - 2}.grad`)!;
	const [most, off] = [largest(recorded.data), largest(difference.data)];
	return {
		label: 'Two steps by one product of Jacobians, as backward took them, and the largest difference',
		tex,
		numbers: `\\begin{aligned} &\\htmlData{tensor=carried}{${rowOf(carried)}} \\\\ &\\htmlData{tensor=${recorded.name}}{${rowOf(recorded)}} \\\\ &\\max |\\Delta| = ${num(off)}${most ? ` \\\\ &\\frac{\\max |\\Delta|}{\\max |g|} = ${num(off / most)}` : ''} \\end{aligned}`
	};
}
