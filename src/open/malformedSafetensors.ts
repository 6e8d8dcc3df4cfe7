/** Safetensors files that are no traces, each with a name that says what is wrong with it. */
import { toSafetensors } from '#engine/file/safetensors/trace.ts';
import { network } from './example.ts';
import { read } from './read.ts';

export interface MalformedBytes {
	readonly name: string;
	readonly bytes: Uint8Array;
}

// A file is broken in ways that its type forbids.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = any;

export const good: Uint8Array = (() => {
	const { trace, file } = read(JSON.stringify(network()));
	return toSafetensors(trace, file);
})();

const view = new DataView(good.buffer);
const length = Number(view.getBigUint64(0, true));
const numbers = good.subarray(8 + length);
const header = (): Loose => JSON.parse(new TextDecoder().decode(good.subarray(8, 8 + length)));

/** A file of this header; its length is the header's own where none is given. */
function fileOf(text: string | Uint8Array, behind: Uint8Array = numbers, says?: bigint): Uint8Array {
	const said = typeof text === 'string' ? new TextEncoder().encode(text) : text;
	const bytes = new Uint8Array(8 + said.length + behind.length);
	new DataView(bytes.buffer).setBigUint64(0, says ?? BigInt(said.length), true);
	bytes.set(said, 8);
	bytes.set(behind, 8 + said.length);
	return bytes;
}

const broken = (name: string, breaks: (header: Loose) => void, behind?: Uint8Array): MalformedBytes => {
	const file = header();
	breaks(file);
	return { name, bytes: fileOf(JSON.stringify(file), behind) };
};

/** With another structure under "backstep". */
const restructured = (name: string, breaks: (structure: Loose) => unknown): MalformedBytes =>
	broken(name, (file) => {
		const structure = JSON.parse(file.__metadata__.backstep);
		const other = breaks(structure);
		file.__metadata__.backstep = JSON.stringify(other === undefined ? structure : other);
	});

const text = JSON.stringify(header());
const longer = (n: number) => {
	const bytes = new Uint8Array(numbers.length + n);
	bytes.set(numbers);
	return bytes;
};

const lengths: MalformedBytes[] = [
	{ name: 'a header that is longer than the format allows', bytes: fileOf(text, numbers, 100_000_001n) },
	{ name: 'a header of 2⁵⁵ bytes', bytes: fileOf(text, numbers, 2n ** 55n) },
	{
		name: 'a header that is longer than the file',
		bytes: fileOf(text, numbers, BigInt(text.length + numbers.length + 1))
	},
	{ name: 'a header that reaches into the numbers', bytes: fileOf(text, numbers, BigInt(text.length + 16)) },
	{ name: 'a header that ends too early', bytes: fileOf(text, numbers, BigInt(text.length - 1)) },
	{ name: 'a header of no bytes', bytes: fileOf(text, numbers, 0n) },
	{ name: 'a header of one byte', bytes: fileOf(text, numbers, 1n) },
	{ name: 'a header alone', bytes: fileOf(text, new Uint8Array()) },
	{ name: 'a length alone', bytes: fileOf('{', new Uint8Array(), 2n) },
	{ name: 'one byte too few', bytes: fileOf(text, numbers.subarray(0, -1)) },
	{ name: 'half of the numbers', bytes: fileOf(text, numbers.subarray(0, numbers.length >> 1)) },
	{ name: 'one byte too many', bytes: fileOf(text, longer(1)) },
	{ name: 'a thousand bytes too many', bytes: fileOf(text, longer(1000)) },
	{
		name: 'two files in one',
		bytes: fileOf(
			text,
			(() => {
				const twice = longer(good.length);
				twice.set(good, numbers.length);
				return twice;
			})()
		)
	},
	...Array.from({ length: 9 }, (_, k) => ({
		name: `a file of which ${10 * (k + 1)} % arrived`,
		bytes: good.slice(0, Math.round((good.length * (k + 1)) / 10))
	}))
];

const headers: MalformedBytes[] = [
	...Object.entries({
		'a header that is no JSON': `{${'x'.repeat(60)}}`,
		'a header with a comma too many': text.replace('{"', '{,"'),
		'a header with a key twice': text.replace(
			'{"',
			'{"x":{"dtype":"F64","shape":[],"data_offsets":[0,8]},"x":{},"'
		),
		'a header a hundred deep': '{"a":'.repeat(100) + '1' + '}'.repeat(100),
		'a header with __proto__': text.replace('{"', '{"__proto__":{},"'),
		'a header that is an empty object': '{}',
		'a header with metadata alone': '{"__metadata__":{"format":"pt"}}',
		'brackets that never close': '{"a":'.repeat(20)
	}).map(([name, header]) => ({ name, bytes: fileOf(header) })),
	{ name: 'a header that is no text', bytes: fileOf(Uint8Array.from([0x7b, 0xff, 0xfe, 0x7d])) },
	broken('no metadata', (file) => delete file.__metadata__),
	...[null, 3, 'backstep', [], [1]].map((value) =>
		broken(`the metadata ${JSON.stringify(value)}`, (file) => (file.__metadata__ = value))
	),
	...[null, 3, {}, [], true].map((value) =>
		broken(`${JSON.stringify(value)} in the metadata`, (file) => (file.__metadata__.more = value))
	),
	broken('weights and no trace', (file) => (file.__metadata__ = { format: 'pt' }))
];

const tensors: MalformedBytes[] = [
	...[null, 3, 'x', [], true].map((value) =>
		broken(`a tensor that is ${JSON.stringify(value)}`, (file) => (file.W_xh = value))
	),
	...['dtype', 'shape', 'data_offsets'].map((field) =>
		broken(`a tensor without ${field}`, (file) => void Reflect.deleteProperty(file.W_xh, field))
	),
	...[null, 64, '', 'f64', 'F65', 'F8_E4M3', 'C64', 'toString', ['F64']].map((value) =>
		broken(`the dtype ${JSON.stringify(value)}`, (file) => (file.W_xh.dtype = value))
	),
	...[null, 4, '2×2', {}, [2, -2], [2, 0.5], [2, '2'], [2, null], [[2, 2]], [1e300], [2, 3], [4, 2]].map(
		(value) => broken(`the shape ${JSON.stringify(value)}`, (file) => (file.W_xh.shape = value))
	),
	...[null, 3, '0', {}, [], [0], [0, 8, 16], [0, 'x'], [-8, 24], [8.5, 40.5], [32, 0], [0, 1e300]].map(
		(value) => broken(`the data_offsets ${JSON.stringify(value)}`, (file) => (file.W_xh.data_offsets = value))
	),
	broken('the dtype of half the width', (file) => (file.W_xh.dtype = 'F32')),
	broken('a tensor behind the end', (file) => {
		file.W_xh.data_offsets = file.W_xh.data_offsets.map((at: number) => at + 1e6);
	}),
	broken('two tensors in one place', (file) => (file.W_xh.data_offsets = file.E.data_offsets)),
	broken('two tensors that overlap', (file) => {
		file.W_xh.data_offsets = file.E.data_offsets.map((at: number) => at + 8);
	}),
	broken('a gap between tensors', (file) => delete file.W_xh),
	broken(
		'a tensor that nothing names',
		(file) => {
			file.more = { dtype: 'F64', shape: [1], data_offsets: [numbers.length, numbers.length + 8] };
		},
		longer(8)
	),
	broken(
		'a tensor with a name of 300 letters',
		(file) => {
			file['x'.repeat(300)] = {
				dtype: 'F64',
				shape: [1],
				data_offsets: [numbers.length, numbers.length + 8]
			};
		},
		longer(8)
	),
	broken(
		'a whole number beyond 2⁵³',
		(file) => (file.W_xh.dtype = 'I64'),
		numbers.map(() => 0x7f)
	)
];

const STATISTICS = { least: 0, largest: 0, mean: 0, norm: 0, zeros: 1, nans: 0, infinities: 0, peak: 0 };

const structures: MalformedBytes[] = [
	...['', ' ', 'backstep', '{', '[', 'null', '3', '[]', '{}', '"trace"', `${'['.repeat(50)}`].map((value) =>
		broken(`"${value}" under "backstep"`, (file) => (file.__metadata__.backstep = value))
	),
	...['1.0', '1.1', '3.0', 2, null, ''].map((value) =>
		restructured(`the version ${JSON.stringify(value)}`, (file) => void (file.version = value))
	),
	...[null, 3, 'x', [], {}].map((value) =>
		restructured(`the tensors ${JSON.stringify(value)}`, (file) => void (file.tensors = value))
	),
	...['format', 'version', 'lesson', 'params', 'seed', 'tensors', 'ops', 'scopes'].map((field) =>
		restructured(`no ${field} under "backstep"`, (file) => void Reflect.deleteProperty(file, field))
	),
	...[null, 3, 'x', [], true].map((value) =>
		restructured(
			`a tensor that is ${JSON.stringify(value)} under "backstep"`,
			(file) => void (file.tensors.E = value)
		)
	),
	...[null, 3, [], {}, { ...STATISTICS, more: 1 }].map((value) =>
		restructured(
			`the statistics ${JSON.stringify(value)}`,
			(file) => void (file.tensors.E.statistics = value)
		)
	),
	...Object.keys(STATISTICS).map((name) =>
		restructured(
			`statistics whose ${name} is a text`,
			(file) => void (file.tensors.E.statistics = { ...STATISTICS, [name]: '0' })
		)
	),
	...['zeros', 'nans', 'infinities', 'peak'].map((name) =>
		restructured(
			`statistics whose ${name} is −1`,
			(file) => void (file.tensors.E.statistics = { ...STATISTICS, [name]: -1 })
		)
	),
	restructured('a tensor without a role', (file) => void delete file.tensors.E.role),
	restructured('a role that there is not', (file) => void (file.tensors.E.role = 'weight')),
	restructured('a dtype that there is not', (file) => void (file.tensors.E.dtype = 'float8')),
	restructured('a shape that stands twice', (file) => void (file.tensors.E.shape = [2, 2])),
	restructured('numbers that stand twice', (file) => void (file.tensors.E.data = [1, 2, 3, 4])),
	restructured('numbers that are nowhere', (file) => void (file.tensors.more = { role: 'input' })),
	restructured('a tensor that is not named', (file) => void delete file.tensors.E),
	restructured('names for another shape', (file) => void (file.tensors.E.names = ['a'])),
	restructured('a view of nothing', (file) => {
		file.tensors.more = {
			role: 'input',
			dtype: 'float64',
			shape: [2],
			data: { of: 'none', offset: 0, strides: [1] }
		};
		file.ops[0].inputs[0] = 'more';
	}),
	restructured('a view behind the end of its tensor', (file) => {
		file.tensors.more = {
			role: 'parameter',
			dtype: 'float64',
			shape: [2, 2],
			data: { of: 'E', offset: 3, strides: [2, 1] }
		};
		file.ops[0].inputs[0] = 'more';
	}),
	restructured('an op that reads what there is not', (file) => void (file.ops[0].inputs[0] = 'none')),
	restructured('an op that writes what is given', (file) => void (file.ops[0].writes = 'E')),
	restructured('no ops', (file) => void (file.ops = [])),
	restructured('ops out of their order', (file) => void file.ops.reverse()),
	restructured('scopes that name no op', (file) => void (file.scopes.children = [])),
	restructured('a field that there is not', (file) => void (file.author = 'x')),
	restructured('constructor for a name', (file) => void (file.tensors = JSON.parse('{"constructor":{}}')))
];

export const malformedBytes: readonly MalformedBytes[] = [...lengths, ...headers, ...tensors, ...structures];
