/** Prints the fingerprints of all lessons' traces as Node computes them. */
import { imported } from '../lessons/cli/imported.mjs';

const { fingerprints } = await imported('lessons/cli/fingerprints.ts');
console.log(JSON.stringify(fingerprints));
