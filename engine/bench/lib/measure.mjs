/**
 * Contenders take turns, round after round, so that a busy machine slows all of them alike. A turn is as many calls
 * as fill a few milliseconds; what is kept of it is the time of one call.
 */
import { performance } from 'node:perf_hooks';

const TURN = 4;

function time(run, calls) {
	const start = performance.now();
	for (let k = 0; k < calls; k++) run();
	return (performance.now() - start) / calls;
}

/** { name: { median, best, times } } in milliseconds. */
export function race(contenders, { rounds = 60, warm = 400 } = {}) {
	const entries = Object.entries(contenders).map(([name, run]) => {
		const end = performance.now() + warm;
		let calls = 0;
		do run();
		while (++calls < 10 || performance.now() < end);
		const each = Math.min(time(run, 3), time(run, 3));
		return { name, run, calls: Math.max(1, Math.ceil(TURN / each)), times: [] };
	});
	for (let k = 0; k < rounds; k++) {
		for (const { run, calls, times } of entries) times.push(time(run, calls));
	}
	return Object.fromEntries(
		entries.map(({ name, times }) => [name, { median: median(times), best: Math.min(...times), times }])
	);
}

const median = (values) => values.toSorted((a, b) => a - b)[values.length >> 1];

const digits = (value) => (value >= 100 ? value.toFixed(0) : value.toPrecision(3));

/** One line of a table: what, median, best, what it is compared with, and the goal. */
export function line(what, { median, best }, unit = 'ms', note = '') {
	console.log(
		`  ${what.padEnd(42)} ${digits(median).padStart(8)} ${unit} (best ${digits(best)})  ${note}`.trimEnd()
	);
}

/** How far from a goal: "met" or "missed", said for the medians and for the bests. */
export function verdict(what, { median, best }, goal, reached) {
	const said = reached(median)
		? 'met'
		: reached(best)
			? 'met by the best rounds, missed by the medians'
			: 'MISSED';
	console.log(`  → ${what}: ${digits(median)} (of bests ${digits(best)}); goal ${goal}: ${said}`);
}

/** How many times longer `a` takes: the median over the rounds, since both met the same weather in each; and of the bests. */
export const ratio = (a, b) => ({
	median: median(a.times.map((time, k) => time / b.times[k])),
	best: a.best / b.best
});
