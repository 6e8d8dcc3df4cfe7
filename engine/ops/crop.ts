import { fail } from '../errors.ts';
import { PADDING } from '../op.ts';
import { move } from '../rules/move.ts';
import { shapeName, type Shape } from '../tensor.ts';
import { sym } from '../tex.ts';
import { the } from '../words.ts';

/** A window of an image, as torchvision.transforms.functional.crop: its last two axes are rows and columns. */
export interface Crop {
	/** The first row and the first column taken. */
	top: number;
	left: number;
	/** How many rows and columns are taken. */
	height: number;
	width: number;
}

function expectInside(x: Shape, attrs: Crop): Crop {
	if (x.length < 2) fail('shape', `crop: the input has shape ${shapeName(x)}: give rows and columns`);
	const within = (name: 'top' | 'left' | 'height' | 'width', least: number, most: number) => {
		const value = attrs?.[name];
		if (!Number.isInteger(value) || value < least || value > most)
			fail(
				'attribute',
				`crop: ${name} is ${value} in an image of ${shapeName(x.slice(-2))}: give a whole number from ${least} to ${most}`
			);
	};
	const [rows, columns] = [x.at(-2)!, x.at(-1)!];
	within('top', 0, rows - 1);
	within('left', 0, columns - 1);
	within('height', 1, rows - attrs.top);
	within('width', 1, columns - attrs.left);
	return attrs;
}

export const crop = move<Crop>({
	name: 'crop',
	summary: 'Takes a window of every image: so many rows and columns from a corner on.',
	attributes: {
		top: 'the first row taken',
		left: 'the first column taken',
		height: 'how many rows are taken',
		width: 'how many columns are taken'
	},
	torch: "x[..., a['top']:a['top'] + a['height'], a['left']:a['left'] + a['width']]",
	shape: ([x], attrs) => {
		const { height, width } = expectInside(x!, attrs);
		return [...x!.slice(0, -2), height, width];
	},
	about: ({ xs: [x], attrs: { top, left, height, width } }) =>
		`Of ${the(x!)}, rows ${top} to ${top + height - 1} and columns ${left} to ${left + width - 1} are taken.`,
	tex({ xs: [x], out, attrs: { top, left } }) {
		const lead = x!.shape.slice(0, -2).map(() => '\\cdot');
		return `${sym(out, [...lead, 'i', 'j'].join(','))} = ${sym(x!, [...lead, `i + ${top}`, `j + ${left}`].join(','))}`;
	},
	from([x], { top, left, height, width }) {
		const [rows, columns] = [x!.shape.at(-2)!, x!.shape.at(-1)!];
		return (cell) => {
			const [image, place] = [Math.floor(cell / (height * width)), cell % (height * width)];
			const [i, j] = [Math.floor(place / width), place % width];
			return [0, (image * rows + i + top) * columns + j + left];
		};
	},
	to([x], { top, left, height, width }) {
		const [rows, columns] = [x!.shape.at(-2)!, x!.shape.at(-1)!];
		return (index) => {
			const [image, place] = [Math.floor(index / (rows * columns)), index % (rows * columns)];
			const [i, j] = [Math.floor(place / columns) - top, (place % columns) - left];
			return i < 0 || j < 0 || i >= height || j >= width ? PADDING : (image * height + i) * width + j;
		};
	},
	example: () => ({
		xs: [{ shape: [3, 4], values: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12] }],
		attrs: { top: 1, left: 1, height: 2, width: 2 }
	}),
	sample(random) {
		const lead = Array.from({ length: random.integer(0, 2) }, () => random.integer(1, 2));
		const [rows, columns] = [random.integer(1, 5), random.integer(1, 5)];
		const [top, left] = [random.integer(0, rows - 1), random.integer(0, columns - 1)];
		const attrs = {
			top,
			left,
			height: random.integer(1, rows - top),
			width: random.integer(1, columns - left)
		};
		return { xs: [{ shape: [...lead, rows, columns] }], attrs };
	}
});
