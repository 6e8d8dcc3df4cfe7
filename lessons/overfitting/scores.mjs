/** Trains with each remedy from each seed, prints the scores on the points that were held out, and writes scores.json. */
import { writeFileSync } from 'node:fs';
import { imported } from '../cli/imported.mjs';

const { NONE, REMEDIES, SEEDS, scoreOf } = await imported('lessons/overfitting/scores.ts');

const scores = Object.fromEntries(
	Object.entries(REMEDIES).map(([name, remedy]) => [
		name,
		SEEDS.map((seed) => scoreOf({ ...NONE, ...remedy }, seed))
	])
);
const mean = (list, of) => list.reduce((sum, one) => sum + one[of], 0) / list.length;
for (const [name, list] of Object.entries(scores))
	console.log(
		`${name.padEnd(28)} accuracy ${(100 * mean(list, 'accuracy')).toFixed(1)} %  loss ${mean(list, 'loss').toFixed(3)}  epochs ${mean(list, 'epochs').toFixed(0)}  zeros ${mean(list, 'zeros').toFixed(1)}`
	);
writeFileSync(new URL('scores.json', import.meta.url), `${JSON.stringify(scores, null, '\t')}\n`);
