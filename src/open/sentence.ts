/** What the schema refuses, as one sentence: where, what should stand there, and what does. */
import { descriptions, type SchemaError } from 'virtual:trace-schema';

interface Described {
	readonly description?: string;
	readonly $ref?: string;
	readonly properties?: Readonly<Record<string, Described>>;
}

export function sentenceOf(error: SchemaError): string {
	const place = placeOf(error.instancePath);
	const { params, parentSchema } = error;
	switch (error.keyword) {
		case 'required': {
			const missing = String(params['missingProperty']);
			const what = describe((parentSchema as Described).properties?.[missing]);
			return `${place} has no "${missing}": add ${what}`;
		}
		case 'additionalProperties':
			return `${place} has "${short(String(params['additionalProperty']))}", which this format does not know: leave it out`;
	}
	const what = describe(parentSchema);
	return error.propertyName === undefined
		? `${place} must be ${what}, but it is ${shown(error.data)}`
		: `${place} has a key that must be ${what}, but it is "${short(error.propertyName)}"`;
}

const describe = (schema: Described | undefined): string =>
	schema?.description ?? descriptions[schema?.$ref ?? ''] ?? 'it';

/** "/ops/3/inputs/0" as one would write it: `ops[3].inputs[0]`. */
function placeOf(pointer: string): string {
	const parts = pointer
		.split('/')
		.slice(1)
		.map((part) => part.replaceAll('~1', '/').replaceAll('~0', '~'));
	if (!parts.length) return 'This file';
	return `In this file, ${parts
		.map((part, k) => {
			if (/^\d+$/.test(part)) return `[${part}]`;
			if (!/^[A-Za-z_]\w*$/.test(part)) return `["${short(part)}"]`;
			return k ? `.${part}` : part;
		})
		.join('')}`;
}

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text).replace(/\s+/g, ' ');

function shown(value: unknown): string {
	if (Array.isArray(value)) return `a list of ${value.length}`;
	if (typeof value === 'object' && value !== null) return `an object of ${Object.keys(value).length}`;
	return short(JSON.stringify(value) ?? String(value));
}
