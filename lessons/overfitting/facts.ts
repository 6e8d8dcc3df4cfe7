import { seriesOf, type Trace } from '#engine';
import type { Fact } from '../lesson.ts';
import { rounded } from '../numbers.ts';
import file from './scores.json' with { type: 'json' };
import type { Score } from './scores.ts';

const scores: Readonly<Record<string, readonly Score[]>> = file;

const mean = (list: readonly Score[], of: keyof Score): number =>
	list.reduce((sum, one) => sum + one[of], 0) / list.length;

/** What scores.mjs measured on points that were held out, and what this run shows. */
export function facts({ training, tensors }: Trace): Record<string, Fact> {
	const entries = Object.entries(scores);
	const table: Fact = {
		label: `Points that were held out, means over ${entries[0]![1].length} seeds`,
		columns: ['loss', '% right', 'epochs', 'weights at 0'],
		names: entries.map(([name]) => name),
		rows: entries.map(([, list]) => [
			rounded(mean(list, 'loss')),
			rounded(100 * mean(list, 'accuracy')),
			Math.round(mean(list, 'epochs')),
			Math.round(mean(list, 'zeros'))
		])
	};
	if (!training) return { scores: table };
	const [own, watched] = ['loss', 'val.loss'].map((name) => seriesOf(training, name)!.values);
	const weights = [1, 2, 3].map(
		(k) => (tensors.get(`W${k}.shrunk`) ?? tensors.get(`W${k}.new`) ?? tensors.get(`W${k}`)!).data
	);
	const zeros = weights.reduce((n, data) => n + data.filter((w) => w === 0).length, 0);
	return {
		gap: {
			label: 'Loss',
			columns: ['least', 'after epoch', 'in the end'],
			names: ['learned from', 'watched'],
			rows: [own!, watched!].map((losses) => {
				const least = Math.min(...losses);
				return [rounded(least), losses.indexOf(least) + 1, rounded(losses.at(-1)!)];
			})
		},
		zeros: {
			label: 'Weights that are exactly 0 after this update',
			tex: '\\#\\{w = 0\\}',
			numbers: `${zeros} \\text{ of } ${weights.reduce((n, { length }) => n + length, 0)}`
		},
		scores: table
	};
}
