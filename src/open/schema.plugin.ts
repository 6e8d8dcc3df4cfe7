/**
 * `virtual:trace-schema` is the published JSON Schema of a trace, compiled into a function when the site is built: what
 * is documented is what is checked, and the page loads no schema library.
 */
import { Ajv2020 } from 'ajv/dist/2020.js';
import standalone from 'ajv/dist/standalone/index.js';
import schema from '../../static/schema/trace-1.json' with { type: 'json' };

const NAME = 'virtual:trace-schema';

function code(): string {
	const ajv = new Ajv2020({
		code: { source: true, esm: true },
		allowUnionTypes: true,
		// An error says what the schema expects there, in the schema's own words.
		verbose: true
	});
	const written = standalone(ajv, ajv.compile(schema));
	if (/\brequire\(/.test(written))
		throw new Error('trace-1.json uses a keyword that needs a library when it runs: say it with others.');
	const descriptions = Object.fromEntries(
		Object.entries(schema.$defs).map(([name, { description }]) => [`#/$defs/${name}`, description])
	);
	return `${written}\nexport const descriptions = ${JSON.stringify(descriptions)};`;
}

export const traceSchema = () => ({
	name: 'trace-schema',
	resolveId: (id: string) => (id === NAME ? `\0${NAME}` : null),
	load: (id: string) => (id === `\0${NAME}` ? code() : null)
});
