/** `npm run --silent trace -- <lesson>`, `-- program.py` or `-- --check FILE`: the launcher. */
import { imported } from './imported.mjs';

const arguments_ = process.argv.slice(2);
if (arguments_.includes('--check')) {
	const { traceSchema } = await imported('src/open/schema.plugin.ts');
	const { check } = await imported('src/open/cli.ts', [traceSchema()]);
	check(arguments_);
} else {
	const program = arguments_.some((argument) => argument.endsWith('.py'));
	await imported(program ? 'src/program/cli.ts' : 'lessons/cli/trace.ts');
}
