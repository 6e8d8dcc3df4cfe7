import { FACTOR } from '#engine/file/checks.ts';
import { ROOM } from '#engine/file/onDemand.ts';
import { MOST_STEPS } from '#engine/file/supply.ts';
import { DEEPEST } from '#src/open/json.ts';
import { MOST_VALUES } from '#src/open/file.ts';
import { LARGE, MOST_BYTES } from '#src/open/size.ts';
import small from '#src/open/small.json?raw';
import { LONGEST_SYMBOL } from '#src/open/symbol.ts';
import schema from '../../../../static/schema/trace-1.json';
import javascript from '../../../../static/javascript/read_trace.js?raw';
import python from '../../../../static/python/read_trace.py?raw';
import javascriptOfTensors from '../../../../static/javascript/read_safetensors.js?raw';
import pythonOfTensors from '../../../../static/python/read_safetensors.py?raw';
import about from './about.ts';
import type { PageServerLoad } from './$types';

interface Described {
	readonly description?: string;
	readonly $ref?: string;
}

const definitions = schema.$defs as Readonly<Record<string, Described>>;

/** The fields of an object, in the schema's own words. */
const fieldsOf = ({
	properties,
	required = []
}: {
	properties: Readonly<Record<string, Described>>;
	required?: readonly string[];
}) =>
	Object.entries(properties)
		.filter(([name]) => name !== '$schema')
		.map(([name, { description, $ref }]) => ({
			name,
			about: description ?? definitions[$ref!.split('/').at(-1)!]!.description!,
			required: required.includes(name)
		}));

/** Every number of the page is the one that the program goes by. */
export const load: PageServerLoad = () => ({
	title: about.title,
	tables: [
		{ of: 'The file', fields: fieldsOf(schema) },
		{ of: 'A tensor', fields: fieldsOf(schema.$defs.tensor) },
		{ of: 'An axis', fields: fieldsOf(schema.$defs.axis) },
		{ of: 'An op', fields: fieldsOf(schema.$defs.op) },
		{ of: 'A scope', fields: fieldsOf(schema.$defs.node) },
		{ of: 'A part', fields: fieldsOf(schema.$defs.part) },
		{ of: 'Training', fields: fieldsOf(schema.$defs.training) },
		{ of: 'A curve', fields: fieldsOf(schema.$defs.series) },
		{ of: 'Kept parameters', fields: fieldsOf(schema.$defs.kept) }
	],
	small,
	python,
	javascript,
	pythonOfTensors,
	javascriptOfTensors,
	limits: {
		megabytes: {
			json: MOST_BYTES.json / 2 ** 20,
			whole: LARGE / 2 ** 20,
			pieces: MOST_BYTES.pieces / 2 ** 20,
			fetched: MOST_BYTES.safetensors / 2 ** 20,
			room: ROOM / 2 ** 20
		},
		values: MOST_VALUES,
		steps: MOST_STEPS,
		depth: DEEPEST,
		symbol: LONGEST_SYMBOL,
		axes: schema.$defs.tensor.properties.shape.maxItems,
		ops: schema.properties.ops.maxItems
	},
	factor: FACTOR
});
