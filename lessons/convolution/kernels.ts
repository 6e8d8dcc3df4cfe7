/** Kernels with a name, in any odd or even size. */
import type { Random } from '#engine';

export const kernels = {
	'vertical edge': 'vertical edge: bright on the left, dark on the right',
	'horizontal edge': 'horizontal edge: bright above, dark below',
	blur: 'blur: the mean of the window',
	sharpen: 'sharpen: the middle against its neighbours',
	own: 'your own: random numbers to type over'
};

/** The weights of one channel, row by row. */
export function kernel(name: string, size: number, random: Random): number[] {
	const middle = Math.floor(size / 2);
	const edge = (at: number) => (size === 1 ? 1 : at === 0 ? 1 : at === size - 1 ? -1 : 0);
	return Array.from({ length: size * size }, (_, k) => {
		const [r, c] = [Math.floor(k / size), k % size];
		switch (name) {
			case 'vertical edge':
				return edge(c);
			case 'horizontal edge':
				return edge(r);
			case 'blur':
				return 1 / (size * size);
			case 'sharpen': {
				const distance = Math.abs(r - middle) + Math.abs(c - middle);
				return size === 1 ? 1 : distance === 0 ? 5 : distance === 1 ? -1 : 0;
			}
			default:
				return random.integer(-10, 10) / 10;
		}
	});
}
