import { NEWEST } from '#src/onnx/graph.ts';
import { groups } from '#src/onnx/ops/all.ts';
import { MOST_NUMBERS } from '#src/onnx/run.ts';
import { READ } from '#src/onnx/types.ts';
import { MOST_BYTES } from '#src/open/size.ts';
import about from './about.ts';
import type { PageServerLoad } from './$types';

/** What is known is what the importer has. */
export const load: PageServerLoad = () => ({
	title: about.title,
	groups: Object.entries(groups).map(([title, handlers]) => ({ title, names: Object.keys(handlers).sort() })),
	count: Object.values(groups).reduce((sum, handlers) => sum + Object.keys(handlers).length, 0),
	types: READ,
	newest: NEWEST,
	megabytes: MOST_BYTES.onnx / 2 ** 20,
	numbers: MOST_NUMBERS
});
