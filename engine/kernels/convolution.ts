/**
 * The matrices behind a convolution, named and not copied: the numbers under every window, for forward and the
 * kernel's gradient, and the gradients of the windows over every pixel, for the input's. Where padding or a stride puts
 * zeros between or around the numbers, they are drawn on a canvas first.
 */
import { inputAt, output, pixels, positions, weight, type Geometry } from '../rules/conv.ts';
import { windowOf, type Axis } from '../rules/windows.ts';
import { places, view, type View } from './gemm.ts';

/** Planes of numbers with zeros between and around them: number p, q of a plane lies at row `top + p × gap`. */
interface Canvas {
	readonly planes: number;
	readonly rows: number;
	readonly columns: number;
	readonly top: number;
	readonly left: number;
	readonly gapY: number;
	readonly gapX: number;
}

/** Kept from call to call; a canvas that is larger than this is not. */
const LARGEST = 1 << 20;
let kept = new Float64Array(0);

function blank(size: number): Float64Array {
	if (size <= kept.length) return kept.fill(0, 0, size);
	const canvas = new Float64Array(size);
	if (size <= LARGEST) kept = canvas;
	return canvas;
}

/** Draws `planes` planes of m × n numbers. The canvas may be that of the call before. */
function draw(g: Canvas, m: number, n: number, from: Float64Array, at: number): Float64Array {
	const canvas = blank(g.planes * g.rows * g.columns);
	for (let k = 0; k < g.planes; k++) {
		for (let p = 0; p < m; p++, at += n) {
			const row = g.top + p * g.gapY;
			if (row < 0 || row >= g.rows) continue;
			let to = (k * g.rows + row) * g.columns + g.left;
			for (let q = 0, column = g.left; q < n; q++, column += g.gapX, to += g.gapX) {
				if (column >= 0 && column < g.columns) canvas[to] = from[at + q]!;
			}
		}
	}
	return canvas;
}

/** Row (c, u, v), column (i, j) of image k: the number of channel c under element u, v of window i, j. */
export function windowsOf(g: Geometry, x: Float64Array): (k: number) => View {
	const [rows, columns] = [g.y.input + 2 * g.y.padding, g.x.input + 2 * g.x.padding];
	const rowsOf = places(
		[g.channels, rows * columns],
		[g.y.kernel, g.y.dilation * columns],
		[g.x.kernel, g.x.dilation]
	);
	const columnsOf = places([g.y.output, g.y.stride * columns], [g.x.output, g.x.stride]);
	const image = g.channels * pixels(g);
	if (!g.y.padding && !g.x.padding) return (k) => view(x, k * image, rowsOf, columnsOf);
	const size = { planes: g.channels, rows, columns, top: g.y.padding, left: g.x.padding, gapY: 1, gapX: 1 };
	return (k) => view(draw(size, g.y.input, g.x.input, x, k * image), 0, rowsOf, columnsOf);
}

/**
 * Row (o, u, v), column (p, q) of image k: the gradient of the window whose element u, v lies on pixel p, q; else 0.
 * Spread by the stride and framed, the gradients are an image over which the kernel slides back to front.
 */
export function windowsOver(g: Geometry, dy: Float64Array): (k: number) => View {
	const reach = (a: Axis) => (a.kernel - 1) * a.dilation;
	const [rows, columns] = [g.y.input + reach(g.y), g.x.input + reach(g.x)];
	const offset = reach(g.y) * columns + reach(g.x);
	const rowsOf = places(
		[g.kernels, rows * columns],
		[g.y.kernel, -g.y.dilation * columns],
		[g.x.kernel, -g.x.dilation]
	);
	const columnsOf = places([g.y.input, columns], [g.x.input, 1]);
	const size = {
		planes: g.kernels,
		rows,
		columns,
		top: reach(g.y) - g.y.padding,
		left: reach(g.x) - g.x.padding,
		gapY: g.y.stride,
		gapX: g.x.stride
	};
	return (k) =>
		view(draw(size, g.y.output, g.x.output, dy, k * g.kernels * positions(g)), offset, rowsOf, columnsOf);
}

/** The input's gradient, pixel by pixel, from the windows that there are alone: for weights that are not finite. */
export function gatherWindows(g: Geometry, w: Float64Array, dy: Float64Array, out: Float64Array): void {
	for (let cell = 0; cell < out.length; cell++) {
		const { n, c, p, q } = inputAt(g, cell);
		const first = Math.floor(c / g.channels) * g.kernels;
		let sum = 0;
		for (let o = first; o < first + g.kernels; o++) {
			for (let u = 0; u < g.y.kernel; u++) {
				const i = windowOf(g.y, p, u);
				for (let v = 0; v < g.x.kernel && i >= 0; v++) {
					const j = windowOf(g.x, q, v);
					if (j >= 0) sum += w[weight(g, o, c % g.channels, u, v)]! * dy[output(g, n, o, i, j)]!;
				}
			}
		}
		out[cell] = sum;
	}
}
