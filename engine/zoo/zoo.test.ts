/** Training steps of small networks of every kind, recorded from PyTorch: each opens, and every number of it agrees. */
import { readdirSync, readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { opsIn, type TraceFile } from '../index.ts';
import { replay } from '../file/replay.ts';
import { inMemory } from '../file/source.ts';
import { fromSafetensors } from '../file/safetensors/trace.ts';

const ops = opsIn(import.meta.glob('../ops/*.ts', { eager: true }));
const names = readdirSync('engine/zoo/traces');
let [calls, known] = [0, 0];

test.each(names)('%s', (name) => {
	const bytes = new Uint8Array(readFileSync(`engine/zoo/traces/${name}`));
	const file = fromSafetensors(inMemory(bytes), (text) => JSON.parse(text)) as TraceFile;
	const { trace, checks, unused, unknown } = replay(file, (op) => ops.find(({ name }) => name === op));
	expect(checks.filter(({ mismatches }) => mismatches)).toEqual([]);
	expect(unused).toEqual([]);
	// Forward, the way back, and what an optimizer made of it.
	expect(new Set(trace.leaves.map(({ phase }) => phase))).toEqual(new Set(['forward', 'backward', 'update']));
	calls += file.ops.length;
	known += file.ops.filter(({ op }) => !unknown.includes(op)).length;
});

test('there are at least 25, and Backstep knows at least 95 % of their ops', () => {
	expect(names.length).toBeGreaterThanOrEqual(25);
	expect(known / calls).toBeGreaterThanOrEqual(0.95);
});
