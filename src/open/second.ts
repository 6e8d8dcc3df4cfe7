/**
 * The schema of what a safetensors file says under "backstep": that of a trace in JSON, but that a tensor whose numbers the
 * file holds has its shape and its type from there.
 */
import first from '../../static/schema/trace-1.json' with { type: 'json' };

const { tensor } = first.$defs;

export const second = {
	...first,
	$id: 'trace-2.json',
	title: 'Backstep trace in a safetensors file',
	description:
		'a program of ops on tensors, in scopes: what a safetensors file that holds every value says in its metadata under "backstep"',
	properties: { ...first.properties, version: { description: '"2.0"', const: '2.0' } },
	$defs: {
		...first.$defs,
		tensor: {
			...tensor,
			description:
				'a tensor, which is an object with what it is called; shape and values are those of the file, unless it only shows the values of another',
			required: ['role'],
			dependentRequired: { data: ['shape', 'dtype'], shape: ['data'] }
		}
	}
} as const;
