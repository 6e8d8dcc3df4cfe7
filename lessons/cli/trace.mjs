/** `npm run --silent trace -- <lesson>`: the launcher. */
import { imported } from './imported.mjs';

await imported('lessons/cli/trace.ts');
