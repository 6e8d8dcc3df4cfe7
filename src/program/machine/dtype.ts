/** Types of numbers, as PyTorch names them. */
export const DTYPES = ['bool', 'uint8', 'int8', 'int16', 'int32', 'int64', 'float32', 'float64'] as const;
export type Dtype = (typeof DTYPES)[number];

/** Whether it holds whole numbers alone, and no gradient. */
export const isWhole = (dtype: Dtype): boolean => !dtype.startsWith('float');

/** What whole numbers that are too large for few bits become. */
const WRAPPED: Readonly<Partial<Record<Dtype, (x: number) => number>>> = {
	uint8: (x) => x & 0xff,
	int8: (x) => (x << 24) >> 24,
	int16: (x) => (x << 16) >> 16,
	int32: (x) => x | 0
};

/** As storing in this type leaves them; the same array. */
export function roundTo(data: Float64Array, dtype: Dtype): Float64Array {
	const stored = dtype === 'float32' ? Math.fround : WRAPPED[dtype];
	if (stored) for (let k = 0; k < data.length; k++) data[k] = stored(data[k]!);
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
