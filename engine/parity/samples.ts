/** What samples.mjs prints. Inputs that no gradient goes to are `fixed`. */
import { opsIn, random, size, Tape, type Op, type Sample } from '../index.ts';

const SAMPLES = 12;

const ops = opsIn(import.meta.glob('../ops/*.ts', { eager: true }));

function caseOf(op: Op, { xs, attrs }: Sample<unknown>, draw: (n: number) => ArrayLike<number>) {
	const tape = new Tape();
	const inputs = xs.map(({ shape, values }, k) => tape.input(`x${k}`, shape, values ?? draw(size(shape))));
	return {
		attrs: attrs ?? {},
		xs: inputs.map(({ shape, data }) => ({ shape, data: [...data] })),
		fixed: inputs.flatMap((_, k) => (op.backward(k, { xs: inputs, attrs }) ? [] : [k]))
	};
}

const known = ops
	.filter(({ torch }) => torch)
	.map((op) => {
		const source = random(1);
		const draw = (n: number) => source.array(n, 2);
		const samples = [op.example(), ...Array.from({ length: SAMPLES }, () => op.sample(source))];
		const { name, torch, inputs, variadic } = op;
		return {
			name,
			torch,
			inputs: variadic ? [] : inputs,
			cases: samples.map((sample) => caseOf(op, sample, draw))
		};
	});

process.stdout.write(JSON.stringify(known));
