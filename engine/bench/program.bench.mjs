/**
 * Programs of people's own: from CPython's start to ready, what an operation costs beyond the engine's own work, and whole
 * training runs. Goals are those of the page's documentation. The browser's part measures the same in the page.
 */
import { imported } from '../../lessons/cli/imported.mjs';
import { ADDS, GPT, LETTERS, XOR } from './lib/programs.mjs';

const { measured } = await imported('src/program/measured.ts');

const RUNS = 3;

const { ready, run } = await measured();
const best = (program) => Math.min(...Array.from({ length: RUNS }, () => run(program)));
const line = (name, ms, goal) =>
	console.log(`${name.padEnd(58)} ${ms.toFixed(0).padStart(7)} ms (goal < ${goal} ms)`);
line('Python from start to ready, in Node', ready, 3000);
run(ADDS);
console.log(
	`${'an operation on one number, the engine’s work included'.padEnd(58)} ${((best(ADDS) / 5000) * 1000).toFixed(0).padStart(7)} µs (goal ≤ 30 µs)`
);
line('XOR, 2,000 updates', best(XOR), 2000);
line('a tiny GPT, one update, all of it recorded', best(GPT), 1000);
line('a character RNN, 2 layers of 64, 25 steps, 200 updates', run(LETTERS), 10_000);
