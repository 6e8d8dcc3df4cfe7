/** `npm run --silent trace -- <lesson>`, or `-- program.py`: the launcher. */
import { imported } from './imported.mjs';

const program = process.argv.slice(2).some((argument) => argument.endsWith('.py'));
await imported(program ? 'src/program/cli.ts' : 'lessons/cli/trace.ts');
