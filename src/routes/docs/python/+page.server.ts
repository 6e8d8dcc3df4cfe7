import type { TraceFile } from '#engine';
import { LARGE, MOST_BYTES } from '#src/open/size.ts';
import { recorder } from '#src/python/recorder.ts';
import zooScript from '../../../../engine/zoo/record.py?raw';
import type { PageServerLoad } from './$types';

const samples = import.meta.glob<readonly { file: string; title: string; about: string }[]>(
	'/static/traces/index.json',
	{ eager: true, import: 'default' }
);
const cases = import.meta.glob<Record<string, TraceFile>>('/engine/parity/recordings.json', {
	eager: true,
	import: 'default'
});

/** The networks of the zoo, as its script lists them. */
const zoo = zooScript.match(/^ {4}"\w+": \(/gm)!;

/** The functions of torch that the recorder has ops for, as its own text names them. */
const functions = [
	...recorder.matchAll(
		/^(?:@handles|@explains|_pointwise|_softmax_of|_reduction|_simple_recurrent)\((.*)\)$/gm
	)
].flatMap(([line, names]) => {
	const quoted = [...names!.matchAll(/"(\w+)"/g)].map(([, name]) => name!);
	return line.startsWith('@') || line.startsWith('_reduction') ? quoted : quoted.slice(1);
});

export const load: PageServerLoad = () => {
	const recordings = Object.values(Object.values(cases)[0]!);
	return {
		title: 'Record PyTorch',
		samples: Object.values(samples)[0]!,
		recordings: recordings.length,
		zoo: zoo.length,
		limits: { gigabytes: MOST_BYTES.pieces / 2 ** 30, whole: LARGE / 2 ** 20 },
		version: String(recordings[0]!.params['recorded']),
		functions: [...new Set(functions)]
			.filter((name) => !name.startsWith('_') && !name.endsWith('_cell'))
			.sort((a, b) => a.localeCompare(b, 'en', { sensitivity: 'base' }))
	};
};
