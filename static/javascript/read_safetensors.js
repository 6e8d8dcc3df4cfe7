const half = (bits, fraction) => {
	const ones = 2 ** (15 - fraction) - 1;
	const exponent = (bits >> fraction) & ones;
	const part = (bits & (2 ** fraction - 1)) / 2 ** fraction;
	const size = exponent ? (1 + part) * 2 ** (exponent - (ones - 1) / 2) : part * 2 ** (1 - (ones - 1) / 2);
	return (bits & 0x8000 ? -1 : 1) * (exponent < ones ? size : part ? NaN : Infinity);
};
const from = (Type, number = Number) => (bytes) => Float64Array.from(new Type(bytes), number);
const TYPES = {
	F64: (bytes) => new Float64Array(bytes),
	F32: from(Float32Array),
	F16: (bytes) => from(Uint16Array)(bytes).map((bits) => half(bits, 10)),
	BF16: (bytes) => from(Uint16Array)(bytes).map((bits) => half(bits, 7)),
	I64: (bytes) => Float64Array.from(Array.from(new BigInt64Array(bytes), Number)),
	I32: from(Int32Array),
	I16: from(Int16Array),
	I8: from(Int8Array),
	U8: from(Uint8Array),
	BOOL: from(Uint8Array)
};

const view = (shape, { offset, strides }, whole) =>
	Float64Array.from(
		shape.reduce((places, n, axis) => places.flatMap((at) => Array.from({ length: n }, (_, k) => at + k * strides[axis])), [offset]),
		(at) => whole[at]
	);

export const readTrace = (buffer) => {
	const start = 8 + Number(new DataView(buffer).getBigUint64(0, true));
	const { __metadata__, ...header } = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 8, start - 8)));
	const { tensors } = JSON.parse(__metadata__.backstep);
	const stored = ({ dtype, data_offsets: [first, end] }) => TYPES[dtype](buffer.slice(start + first, start + end));
	const read = (name, { shape, data }) =>
		header[name]
			? { shape: header[name].shape, data: stored(header[name]) }
			: { shape, data: view(shape, data, stored(header[data.of])) };
	const held = Object.entries(tensors).filter(([, { data }]) => !data?.computed);
	return new Map(held.map(([name, about]) => [name, read(name, about)]));
};
