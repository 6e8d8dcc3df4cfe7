/**
 * Files that are no traces, each with a name that says what is wrong with it. Some are written out; the others follow
 * from the format: every field left out, and every field with a value of each wrong kind.
 */
import type { TraceFile } from '#engine';
import { convolution, network } from './example.ts';

// A file is broken in ways that its type forbids.
// eslint-disable-next-line @typescript-eslint/no-explicit-any
type Loose = any;

export interface Malformed {
	readonly name: string;
	readonly text: string;
}

const broken = (name: string, breaks: (file: Loose) => unknown, of: () => TraceFile = network): Malformed => {
	const file = of();
	breaks(file);
	return { name, text: JSON.stringify(file) };
};

const good = JSON.stringify(network());

/** What no file of any kind should be. */
const texts: Malformed[] = Object.entries({
	'an empty file': '',
	'only spaces': '  \n ',
	'a byte that is no text': '\0\0\0\0',
	'a picture': '\x89PNG\r\n\x1a\n\0\0\0\rIHDR',
	'a zip file': 'PK\x03\x04\x14\0\0\0',
	'a NumPy file': '\x93NUMPY\x01\0',
	'a page of HTML': '<!doctype html><title>404</title>',
	'a Python dictionary': "{'format': 'backstep-trace'}",
	'JSON with a comment': `// a trace\n${good}`,
	'a comma too many': good.replace('"params":{', '"params":{,'),
	'a missing comma': good.replace(',"params"', '"params"'),
	'a missing colon': good.replace('"params":', '"params" '),
	'a missing quote': good.replace('"params"', '"params'),
	'a bracket of the wrong kind': good.replace('"shape":[2]', '"shape":[2}'),
	'two traces in one file': good + good,
	'something after the trace': `${good} and more`,
	'a bare NaN': good.replace('"-0"', 'NaN'),
	'a bare Infinity': good.replace('"-0"', 'Infinity'),
	'a bare -Infinity': good.replace('"-0"', '-Infinity'),
	'a number with a leading zero': good.replace('"-0"', '01'),
	'a hexadecimal number': good.replace('"-0"', '0x10'),
	'undefined for a value': good.replace('"-0"', 'undefined'),
	'a key twice in one object': good.replace('"params":{', '"params":{"learningRate":1,'),
	'a tensor twice, once with an escape': good.replace('"tensors":{', '"tensors":{"\\u0078":{},'),
	'a line break inside a text': good.replace('"-0"', '"-\n0"'),
	'a broken escape': good.replace('"-0"', '"\\q"'),
	null: 'null',
	'a number': '3',
	'a text': '"backstep-trace"',
	'a list': '[]',
	'a list of traces': `[${good}]`,
	'an empty object': '{}',
	'another JSON file': '{"name":"backstep","version":"0.1.0"}',
	'brackets ten thousand deep': '['.repeat(10_000) + ']'.repeat(10_000),
	'brackets a million deep that never close': '['.repeat(1_000_000),
	'objects a hundred deep': '{"a":'.repeat(100) + '1' + '}'.repeat(100),
	'closing brackets only': ']]]]}}}}',
	'a file of 33 MB': ' '.repeat(33 * 2 ** 20)
}).map(([name, text]) => ({ name, text }));

/** Cut off at every twentieth of its length. */
const truncated: Malformed[] = Array.from({ length: 19 }, (_, k) => ({
	name: `a file of which ${5 * (k + 1)} % arrived`,
	text: good.slice(0, Math.round((good.length * (k + 1)) / 20))
}));

/** A place in the file: how to reach the object, and its fields. */
const objects: readonly (readonly [
	string,
	(file: Loose) => Loose,
	required: string[],
	optional: string[]
])[] = [
	[
		'the file',
		(f) => f,
		['format', 'version', 'lesson', 'params', 'seed', 'tensors', 'ops', 'scopes'],
		['steps']
	],
	[
		'tensor a',
		(f) => f.tensors.a,
		['shape', 'dtype', 'role', 'data'],
		['label', 'symbol', 'names', 'differentiable']
	],
	[
		'op 1',
		(f) => f.ops[1],
		['id', 'op', 'phase', 'attrs', 'writes'],
		['inputs', 'reads', 'cells', 'stepsPerCell', 'gradients', 'at', 'seconds']
	],
	['the scope of forward', (f) => f.scopes.children[0], ['name', 'children'], ['phase', 'about', 'loss']]
];

const leftOut = objects.flatMap(([where, at, required]) =>
	required.map((field) => broken(`${where} without ${field}`, (f) => Reflect.deleteProperty(at(f), field)))
);

const WRONG: Readonly<Record<string, unknown>> = {
	null: null,
	true: true,
	'a negative number': -1,
	'half a number': 0.5,
	'an empty text': '',
	'a text of two lines': 'a\nb',
	'a list of lists': [[]],
	'an object of objects': { a: {} }
};

/** What happens to be right: a seed is a number, a text may be empty. */
const RIGHT = new Set([
	'the file, seed: null',
	'the file, seed: a negative number',
	'the file, seed: half a number',
	'the file, params: an object of objects',
	'op 1, attrs: an object of objects',
	'op 1, seconds: half a number',
	'tensor a, symbol: an empty text',
	// A symbol that cannot be drawn is left out, and the trace opens.
	'the scope of forward, about: an empty text'
]);

const wrongKinds = objects.flatMap(([where, at, required, optional]) =>
	[...required, ...optional].flatMap((field) =>
		Object.entries(WRONG)
			.map(([kind, value]) => ({ name: `${where}, ${field}: ${kind}`, value }))
			.filter(({ name }) => !RIGHT.has(name))
			.map(({ name, value }) => broken(name, (f) => (at(f)[field] = value)))
	)
);

const unknownFields = objects.map(([where, at]) =>
	broken(`${where} with a field that nobody knows`, (f) => (at(f).colour = 'red'))
);

const forbidden = ['__proto__', 'constructor', 'prototype'].flatMap((key) =>
	(
		[
			['the file', '"params":{'],
			['the tensors', '"tensors":{'],
			['a tensor', '"words":{'],
			['an op', '"id":0,"op"', `"${key}":{"polluted":true},"id":0,"op"`],
			['the attributes of an op', '"attrs":{"axis"', `"attrs":{"${key}":{"polluted":true},"axis"`],
			['a scope', '"scopes":{']
		] as const
	).map(([where, before, instead]) => ({
		name: `a key ${key} in ${where}`,
		text: good.replace(before, instead ?? `${before}"${key}":{"polluted":true},`)
	}))
);

const deep = (levels: number): Loose => (levels ? { name: 'deeper', children: [deep(levels - 1)] } : 0);

/** Four updates in two epochs, of which the last is recorded. */
const training = (): Loose => ({
	updates: 4,
	perEpoch: 2,
	best: 1,
	at: 3,
	window: 1,
	series: [{ name: 'val.loss', every: 2, data: [2, 1] }]
});

const contradictions: Malformed[] = [
	broken('a version that is still to come', (f) => (f.version = '2.0')),
	broken('the format of another program', (f) => (f.format = 'chrome-trace')),
	broken('a lesson name of 201 characters', (f) => (f.lesson = 'x'.repeat(201))),
	broken('a label of 201 characters', (f) => (f.tensors.a.label = 'x'.repeat(201))),
	broken('a symbol of 1001 characters', (f) => (f.tensors.a.symbol = 'x'.repeat(1001))),
	broken('a place name of 201 characters', (f) => (f.tensors.E.names[0] = 'x'.repeat(201))),
	broken(
		'a sentence of 1001 characters about a scope',
		(f) => (f.scopes.children[0].about = 'x'.repeat(1001))
	),
	broken('a tensor name with a space', (f) => (f.tensors['a b'] = f.tensors.a)),
	broken('a tensor name with a bracket', (f) => (f.tensors['a}{'] = f.tensors.a)),
	broken('a tensor name that begins with a digit', (f) => (f.tensors['1a'] = f.tensors.a)),
	broken('a tensor name of 201 characters', (f) => (f.tensors['a'.repeat(201)] = f.tensors.a)),
	broken('a tensor without a name', (f) => (f.tensors[''] = f.tensors.a)),
	broken('a given tensor with a colon in its name', (f) => (f.tensors['a:b'] = f.tensors.W_xh)),
	broken('nine dimensions', (f) => (f.tensors.a.shape = [1, 1, 1, 1, 1, 1, 1, 2, 2])),
	broken('a size of 0', (f) => (f.tensors.a.shape = [0, 4])),
	broken('a size of 4000001', (f) => (f.tensors.a.shape = [4_000_001])),
	broken('a shape whose product is astronomic', (f) => (f.tensors.a.shape = Array(8).fill(4_000_000))),
	broken('five million values in all', (f) => {
		for (const name of ['u', 'v'])
			f.tensors[name] = { shape: [2_500_000], dtype: 'float64', role: 'input', data: [0] };
	}),
	broken('a value too few', (f) => f.tensors.a.data.pop()),
	broken('a value too many', (f) => f.tensors.a.data.push(1)),
	broken('training without curves', (f) => (f.training = { ...training(), series: undefined })),
	broken('training of no update', (f) => (f.training = { ...training(), updates: 0 })),
	broken('training whose window lies beyond its end', (f) => (f.training = { ...training(), at: 4 })),
	broken('training whose best epoch it never saw', (f) => (f.training = { ...training(), best: 2 })),
	broken('a curve with a number too few', (f) => {
		f.training = { ...training(), series: [{ name: 'loss', every: 1, data: [3, 2, 1] }] };
	}),
	broken('a curve with a word in it', (f) => {
		f.training = { ...training(), series: [{ name: 'loss', every: 1, data: [3, 2, 'one', 0] }] };
	}),
	broken('kept parameters of fewer updates than it says', (f) => {
		f.training = { ...training(), kept: { every: 2, parameters: { w: { shape: [2], data: [1, 2, 3, 4] } } } };
	}),
	broken('a word for a value', (f) => (f.tensors.a.data[0] = 'three')),
	broken('null for a value', (f) => (f.tensors.a.data[0] = null)),
	broken('a list for a value', (f) => (f.tensors.a.data[0] = [1])),
	broken('a number in quotes', (f) => (f.tensors.a.data[0] = '1.5')),
	broken('an infinity in another spelling', (f) => (f.tensors.a.data[0] = 'inf')),
	broken('base64 of the wrong length', (f) => (f.tensors.a.data = 'AAA')),
	broken('base64 with a foreign character', (f) => (f.tensors.a.data = 'AAA*')),
	broken('base64 with padding in the middle', (f) => (f.tensors.a.data = 'AA==AAAA')),
	broken('base64 of half a float64', (f) => (f.tensors.a.data = 'AAAAAAAA')),
	broken('base64 of one value where four belong', (f) => (f.tensors.a.data = 'AAAAAAAA8D8=')),
	broken('base64 for addresses on the web', (f) => (f.tensors.a.data = '-_'.repeat(22))),
	broken('float32 of one value where four belong', (f) => (f.tensors.a.data = { float32: 'AACAPw==' })),
	broken('data that is an empty object', (f) => (f.tensors.a.data = {})),
	broken('a view without strides', (f) => (f.tensors.a.data = { of: 'q', offset: 0 })),
	broken('strides of no tensor', (f) => (f.tensors.a.data = { offset: 0, strides: [2, 1] })),
	broken('a view of itself', (f) => (f.tensors.a.data = { of: 'a', offset: 0, strides: [2, 1] })),
	broken('a view that runs backwards', (f) => (f.tensors.a.data = { of: 'q', offset: 3, strides: [-2, -1] })),
	broken('a name too many along the first axis', (f) => f.tensors.E.names.push('c')),
	broken('an axis too many', (f) => (f.tensors.E.axes = [{}, {}, { name: 'word' }])),
	broken('a place too many along an axis', (f) => (f.tensors.E.axes = [{}, { places: ['a'] }])),
	broken('axes that are no list', (f) => (f.tensors.E.axes = { name: 'word' })),
	broken('an axis without a letter in its name', (f) => (f.tensors.E.axes = [{ name: '' }, {}])),
	broken('an axis with more than a name', (f) => (f.tensors.E.axes = [{ size: 3 }, {}])),
	broken('names of a single number', (f) => (f.tensors.L.names = ['a'])),
	broken('the dtype float8', (f) => (f.tensors.a.dtype = 'float8')),
	broken('the role output', (f) => (f.tensors.a.role = 'output')),
	broken('differentiable: true', (f) => (f.tensors.a.differentiable = true)),
	broken('the phase sideways', (f) => (f.ops[0].phase = 'sideways')),
	broken('a scope whose phase is sideways', (f) => (f.scopes.children[0].phase = 'sideways')),
	broken('an op name with a backslash', (f) => (f.ops[0].op = '\\input{x}')),
	broken('an op name with an angle bracket', (f) => (f.ops[0].op = '<b>')),
	broken('an op without ops before it in the list', (f) => f.ops.shift()),
	broken('two ops with one id', (f) => (f.ops[1].id = 0)),
	broken('ids from 1', (f) => f.ops.forEach((op: Loose) => op.id++)),
	broken('ops in another order', (f) => f.ops.reverse()),
	broken('ops in another order, numbered anew', (f) =>
		f.ops.reverse().forEach((op: Loose, k: number) => (op.id = k))
	),
	broken('no ops', (f) => ((f.ops = []), (f.scopes.children = []))),
	broken('20001 ops', (f) => (f.ops = Array.from({ length: 20_001 }, (_, id) => ({ ...f.ops[0], id })))),
	broken('an op in no scope', (f) => f.scopes.children[0].children.pop()),
	broken('an op in two scopes', (f) => f.scopes.children[0].children.push(0)),
	broken('a scope that names an op that is not there', (f) => (f.scopes.children[0].children[0] = 99)),
	broken('scopes in another order', (f) => f.scopes.children.reverse()),
	broken('scopes a hundred deep', (f) => f.scopes.children.unshift(deep(100))),
	broken('an op that reads what is not there', (f) => (f.ops[1].inputs[0] = 'nothing')),
	broken('an op that reads what comes later', (f) => (f.ops[1].inputs[0] = 'q')),
	broken('an op that reads itself', (f) => (f.ops[1].inputs[0] = 'a')),
	broken('an op that reads a gradient before the way back', (f) => (f.ops[2].inputs[0] = 'a.grad')),
	broken('an op without inputs in forward', (f) => delete f.ops[1].inputs),
	broken('an op with no inputs', (f) => (f.ops[1].inputs = [])),
	broken('an op with an input too many', (f) => f.ops[1].inputs.push('x')),
	broken('an op with an input too few', (f) => f.ops[1].inputs.pop()),
	broken('an op that writes what is not there', (f) => (f.ops[1].writes = 'nothing')),
	broken('an op that writes what is given', (f) => (f.ops[1].writes = 'E')),
	broken('an op that writes what another wrote', (f) => (f.ops[2].writes = 'a')),
	broken('an op that writes a shape that it does not give', (f) => {
		f.tensors.a.shape = [4, 1];
	}),
	broken('a product of shapes that do not fit', (f) => {
		f.tensors.W_xh.shape = [4, 1];
	}),
	broken('a class index that the table has not', (f) => (f.tensors.words.data = [2, 0])),
	broken('a class index that is not whole', (f) => (f.tensors.words.data = [0.5, 0])),
	broken('a class index that is NaN', (f) => (f.tensors.words.data = ['NaN', 0])),
	broken('a loss that is not there', (f) => (f.scopes.children[1].loss = 'cost')),
	broken('a loss of several numbers', (f) => (f.scopes.children[1].loss = 'h')),
	broken('a way back inside forward', (f) =>
		f.scopes.children[0].children.push({ name: 'backward', loss: 'L', children: [] })
	),
	broken('a way back inside a way back', (f) =>
		f.scopes.children[1].children.push({ name: 'again', loss: 'L', children: [] })
	),
	broken('a loss on the outermost scope', (f) => (f.scopes.loss = 'L')),
	broken('a result with the role of an input', (f) => (f.tensors.a.role = 'input')),
	broken('a result with the role of a parameter', (f) => (f.tensors.h.role = 'parameter')),
	broken('an op that writes one name twice', (f) =>
		Object.assign(f.ops[1], { op: 'lstm', writes: ['a', 'a'] })
	),
	broken('101 ways back', (f) => {
		f.scopes.children = [
			f.scopes.children[0],
			...Array.from({ length: 101 }, () => ({ name: 'b', phase: 'backward', loss: 'L', children: [] }))
		];
		f.ops.length = 6;
	}),
	broken('a way back whose ops are not those of forward', (f) => (f.ops[8].op = 'relu')),
	broken('a way back that writes something else', (f) => (f.ops[8].writes = 'E.grad')),
	broken('a way back that misses an op', (f) => {
		const back = f.scopes.children[1];
		back.children = back.children.slice(0, -1);
	}),
	broken('a stored gradient of another shape', (f) => (f.tensors['a.grad'].shape = [1, 4])),
	broken('an unknown op whose gradient has another shape', (f) => {
		Object.assign(f.ops[2], { op: 'mystery', gradients: ['L'] });
	}),
	broken(
		'a million million steps',
		(f) => {
			const wide = { shape: [1, 1, 1000, 1000], data: btoa('\0'.repeat(8e6)) };
			Object.assign(f.tensors.x, wide);
			Object.assign(f.tensors.w, wide);
			Object.assign(f.tensors.y, wide);
			Object.assign(f.ops[0].attrs, { padding: [500, 500] });
		},
		convolution
	)
];

const ATTRIBUTES: Readonly<Record<string, unknown>> = {
	'a text': 'two',
	null: null,
	'a list': [1, 2, 3],
	'an object': { x: 1 },
	'a negative number': -3,
	'half a number': 0.5,
	'a billion': 1e9
};

/** Fields of the attributes of a convolution and of a pooling. */
const attributes = (
	[
		['conv2d', 0, ['stride', 'padding', 'dilation']],
		['maxPool2d', 1, ['kernel', 'stride']]
	] as const
).flatMap(([op, id, fields]) =>
	fields.flatMap((field) =>
		Object.entries(ATTRIBUTES)
			.filter(([kind]) => kind !== 'null')
			.map(([kind, value]) =>
				broken(`${op} whose ${field} is ${kind}`, (f) => (f.ops[id].attrs[field] = value), convolution)
			)
	)
);

export const malformed: readonly Malformed[] = [
	...texts,
	...truncated,
	...leftOut,
	...wrongKinds,
	...unknownFields,
	...forbidden,
	...contradictions,
	...attributes
];
