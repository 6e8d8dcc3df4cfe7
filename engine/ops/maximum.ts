import { binary } from '../rules/binary.ts';

const share = (a: number, b: number) => (a < b ? 0 : a === b ? 0.5 : 1);

/** As in PyTorch, each of two equal numbers gets half of the gradient, and beside a NaN each gets all of it. */
export const maximum = binary({
	name: 'maximum',
	summary: 'The larger of two numbers, with broadcasting; of equal ones each gets half of the gradient.',
	torch: 'torch.maximum(*xs)',
	verb: 'against',
	f: (a, b) => Math.max(a, b),
	tex: (a, b) => `\\max\\left(${a},\\, ${b}\\right)`,
	df: [(a, b) => share(a, b), (a, b) => share(b, a)],
	stops: true,
	dtex: [(a, b) => `\\left[${a} > ${b}\\right]`, (a, b) => `\\left[${b} > ${a}\\right]`],
	from: [
		[0, 1],
		[0, 1]
	]
});
