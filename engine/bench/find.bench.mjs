/** Finding any step of a trace of 10³ and of 10⁹ steps, and what the larger one costs beside its tensors. */
import { Tape, add, matmul, pathOf, placeOf, random, relu, stepAt } from '../../dist/engine/index.js';
import { line, race, verdict } from './lib/measure.mjs';

const LOOKUPS = 1000;
const source = random(5);

/** Products of n × n matrices, each in a scope of its own, added up. */
function products(tape, heads, n) {
	const [a, b] = ['a', 'b'].map((name) => tape.input(name, [n, n], source.array(n * n)));
	const product = (head) => tape.scope(`head ${head}`, () => tape.apply(relu, [tape.apply(matmul, [a, b])]));
	tape.scope('forward', () => {
		let y = product(0);
		for (let head = 1; head < heads; head++) y = tape.apply(add, [y, product(head)]);
	});
	return tape.trace();
}

/** What lies in the heap, and in arrays outside it. */
function bytes() {
	globalThis.gc();
	globalThis.gc();
	const { heapUsed, external } = process.memoryUsage();
	return heapUsed + external;
}

const small = products(new Tape(), 1, 10);
bytes();
const before = bytes();
const big = products(new Tape(), 1, 1000);
const tensors = [...big.tensors.values()].reduce((sum, { data }) => sum + data.byteLength, 0);
const beside = (bytes() - before - tensors) / 2 ** 20;

// A thousand scopes: only where steps lie matters here, so tensors of one size may share an array.
const shared = new Map();
const take = (n) => {
	if (!shared.has(n)) shared.set(n, new Float64Array(n));
	return shared.get(n);
};
const wide = products(new Tape({ take }), 1000, 100);

const lookups = (find, { root, steps }) => {
	const wanted = Array.from({ length: LOOKUPS }, () => Math.floor(source.next() * steps));
	return () => {
		for (const index of wanted) find(root, index);
	};
};
const of = (trace) => `${trace.steps.toLocaleString('en-US')} steps, ${trace.leaves.length} ops`;
/** Milliseconds for all lookups to microseconds for one. */
const each = ({ median, best }) => ({ median: (1000 * median) / LOOKUPS, best: (1000 * best) / LOOKUPS });
const pick = (choose, times) => ({
	median: choose(...times.map((t) => t.median)),
	best: choose(...times.map((t) => t.best))
});

console.log('Finding a random step');
for (const find of [placeOf, pathOf]) {
	const traces = Object.fromEntries([small, big, wide].map((trace) => [of(trace), lookups(find, trace)]));
	const times = Object.entries(race(traces, { warm: 100 })).map(([name, time]) => [name, each(time)]);
	for (const [name, time] of times) line(`${find.name}, ${name}`, time, 'µs');
	const all = times.map(([, time]) => time);
	const [fastest, slowest] = [pick(Math.min, all), pick(Math.max, all)];
	const spread = { median: slowest.median / fastest.median, best: slowest.best / fastest.best };
	verdict(`${find.name}: µs, the slowest`, slowest, '< 2', (x) => x < 2);
	verdict(`${find.name}: slowest to fastest`, spread, '≤ 3', (x) => x <= 3);
}
const { explained } = race({ explained: lookups(stepAt, small) }, { rounds: 20, warm: 100 });
line('stepAt, with its equation', each(explained), 'µs', '(of the smallest trace; no goal)');

console.log(`Memory beside the tensors, ${of(big)}`);
verdict('MB', { median: beside, best: beside }, '< 1', (x) => x < 1);
