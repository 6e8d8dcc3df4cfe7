/** Types of numbers, as PyTorch names them. */
export const DTYPES = ['bool', 'int32', 'int64', 'float32', 'float64'] as const;
export type Dtype = (typeof DTYPES)[number];

/** Whether it holds whole numbers alone, and no gradient. */
export const isWhole = (dtype: Dtype): boolean => !dtype.startsWith('float');

/** As storing in this type leaves them; the same array. */
export function roundTo(data: Float64Array, dtype: Dtype): Float64Array {
	if (dtype === 'float32') for (let k = 0; k < data.length; k++) data[k] = Math.fround(data[k]!);
	return data;
}

/** A number as this type holds it. */
export const storedIn = (dtype: Dtype, value: number): number =>
	dtype === 'float64'
		? value
		: dtype === 'float32'
			? Math.fround(value)
			: dtype === 'bool'
				? Number(value !== 0)
				: Math.trunc(value);
