/** Views: the numbers of a tensor that another tensor of the file has, in other places. */
import { fail } from '../errors.ts';
import { size, type Shape } from '../tensor.ts';

/** The numbers of another tensor in other places, as those of a transposed matrix: nothing is stored twice. */
export interface View {
	/** A tensor of the file that is no view itself. */
	readonly of: string;
	/** Which of its numbers comes first, and how far the next one is along each axis; whole numbers from 0 up. */
	readonly offset: number;
	readonly strides: readonly number[];
}

export const isView = (data: View | object | string): data is View =>
	typeof data === 'object' && 'of' in data;

/** The numbers of a view, in row-major order; `whole` are those of the tensor that it is a view of. */
export function readView(
	name: string,
	shape: Shape,
	{ of, offset, strides }: View,
	whole: Float64Array
): Float64Array {
	if (strides.length !== shape.length)
		fail('shape', `${name} has ${shape.length} axes, but its view of ${of} has ${strides.length} strides`);
	const last = shape.reduce((at, n, axis) => at + (n - 1) * strides[axis]!, offset);
	if (!(last < whole.length))
		fail(
			'value',
			`${name} is a view of number ${last} of ${of}, which has ${whole.length} numbers from 0 on`
		);
	const values = new Float64Array(size(shape));
	if (shape.length === 2) return turned(shape, offset, strides, whole, values);
	const place = new Array<number>(shape.length).fill(0);
	for (let k = 0, at = offset; k < values.length; k++) {
		values[k] = whole[at]!;
		for (let axis = shape.length - 1; axis >= 0; axis--) {
			at += strides[axis]!;
			if (++place[axis]! < shape[axis]!) break;
			at -= strides[axis]! * shape[axis]!;
			place[axis] = 0;
		}
	}
	return values;
}

/** Of a matrix, in squares that fit into what a processor has at hand: what lies far apart in one lies side by side in the other. */
function turned(
	[rows, columns]: readonly number[],
	offset: number,
	[down, right]: readonly number[],
	whole: Float64Array,
	values: Float64Array
): Float64Array {
	for (let top = 0; top < rows!; top += SQUARE)
		for (let left = 0; left < columns!; left += SQUARE) {
			const bottom = Math.min(rows!, top + SQUARE);
			const end = Math.min(columns!, left + SQUARE);
			for (let row = top; row < bottom; row++)
				for (
					let column = left, at = offset + row * down! + left * right!;
					column < end;
					column++, at += right!
				)
					values[row * columns! + column] = whole[at]!;
		}
	return values;
}

const SQUARE = 32;
