/** Prints the hashes of all lessons' trace files as Node writes them: one process for them all. */
import { imported } from '../lessons/cli/imported.mjs';

const { hashes } = await imported('lessons/cli/hashes.ts');
console.log(JSON.stringify(hashes));
