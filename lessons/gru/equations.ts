/** The equations that depend on the chosen conventions, with the numbers of column 0 of step 2. */
import { num, type Trace } from '#engine';
import type { GruOptions } from '#engine/layers/gru.ts';
import type { FormulaFact } from '../lesson.ts';

const STEP = 2;

/** In a product a negative number is put in brackets. */
const factor = (value: number) => (value < 0 ? `(${num(value)})` : num(value));

export function equations(trace: Trace, p: Required<GruOptions>): Readonly<Record<string, FormulaFact>> {
	const value = (name: string) => trace.tensors.get(name)!.data[0]!;
	const at = (name: string) => factor(value(name));
	const keeps = p.update === 'keep';
	const [n, z, r] = [`n${STEP}`, `z${STEP}`, `r${STEP}`];
	const [rest, gate, old, candidate] = [at(`${z}.rest`), at(z), at(`h${STEP - 1}`), at(n)];
	const share = (which: boolean) => (which ? gate : rest);
	const after = p.reset === 'after';
	const kept = trace.leaves.find(
		({ out, call }) => out.gradientOf?.name === `h${STEP - 1}` && call.y.name === `h${STEP}.kept`
	)!;
	return {
		'direct way': {
			label: `The direct way back; below, column 0 of step ${STEP}`,
			tex: `\\frac{\\partial L}{\\partial h_{t-1}} = \\frac{\\partial L}{\\partial h_t} \\odot ${keeps ? 'z_t' : '(1 - z_t)'} + \\ldots`,
			numbers: `${num(value(`h${STEP}.grad`))} \\cdot ${share(keeps)} = ${num(kept.out.data[0]!)}`
		},
		candidate: {
			label: `The candidate, with the reset gate ${after ? 'after' : 'before'} the product; below, column 0 of step ${STEP}`,
			tex: after
				? '\\begin{aligned} m_t &= h_{t-1} W_{hn} + b_{hn} \\\\ n_t &= \\tanh\\left(x_t W_{xn} + b_n + r_t \\odot m_t\\right) \\end{aligned}'
				: 'n_t = \\tanh\\left(x_t W_{xn} + (r_t \\odot h_{t-1})\\, W_{hn} + b_n\\right)',
			numbers: after
				? `\\tanh\\left(${num(value(`${n}.xb`))} + ${at(r)} \\cdot ${at(`${n}.hb`)}\\right) = ${num(value(n))}`
				: `r_t \\odot h_{t-1} = ${at(r)} \\cdot ${old} = ${num(value(`${n}.reset`))}, \\quad \\tanh(${num(value(`${n}.net`))}) = ${num(value(n))}`
		},
		update: {
			label: `The new state, where z ${keeps ? 'keeps the old one' : 'writes the new one'}; below, column 0 of step ${STEP}`,
			tex: keeps
				? 'h_t = (1 - z_t) \\odot n_t + z_t \\odot h_{t-1}'
				: 'h_t = z_t \\odot n_t + (1 - z_t) \\odot h_{t-1}',
			numbers: `${share(!keeps)} \\cdot ${candidate} + ${share(keeps)} \\cdot ${old} = ${num(value(`h${STEP}`))}`
		}
	};
}
