/**
 * Ten thousand files that chance has broken: each opens or is refused in a sentence, and what opens can be stepped
 * through anywhere.
 */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { BackstepError, random, stepAt, toJSON, uses } from '#engine';
import { ops } from '#src/ops/all.ts';
import { convolution, fileOf, network } from './example.ts';
import { read, type Opened } from './read.ts';
import recorded from '../../static/traces/lstm.json?raw';

/** What is found in hostile files, and in those that a program wrote wrongly. */
const NASTY: readonly unknown[] = [
	null,
	true,
	false,
	0,
	1,
	-1,
	2,
	0.5,
	-0.5,
	1e9,
	1e308,
	2 ** 53,
	'',
	'NaN',
	'-0',
	'x',
	'a',
	'L',
	'x.grad',
	'toString',
	'two',
	'\\href{x}{y}',
	'AAAAAAAA8D8=',
	[],
	[0],
	[[]],
	['x'],
	[1, 2],
	[2, 1],
	[-1],
	{},
	{ a: 1 },
	{ name: 'more', children: [] }
];

type Step = readonly [where: number, what: number, value: number];

/** Every place of a file: the object or list, and the key in it. */
function places(
	node: unknown,
	found: [Record<string, unknown>, string][] = []
): [Record<string, unknown>, string][] {
	if (typeof node === 'object' && node !== null)
		for (const [key, child] of Object.entries(node)) {
			found.push([node as Record<string, unknown>, key]);
			places(child, found);
		}
	return found;
}

function mutate(file: unknown, steps: readonly Step[]): void {
	for (const [where, what, value] of steps) {
		const all = places(file);
		const [parent, key] = all[where % all.length] ?? [];
		if (!parent || key === undefined) return;
		const [other, otherKey] = all[value % all.length]!;
		const nasty = structuredClone(NASTY[value % NASTY.length]);
		if (what === 0) Reflect.deleteProperty(parent, key);
		else if (what === 1) parent[key] = nasty;
		else if (what === 2) parent[key] = structuredClone(other[otherKey]);
		else if (what === 3)
			[parent[key], other[otherKey]] = [structuredClone(other[otherKey]), structuredClone(parent[key])];
		else if (what === 4 && Array.isArray(parent)) parent.splice(Number(key), 1);
		else if (what === 5 && Array.isArray(parent)) parent.push(nasty);
		else if (typeof parent[key] === 'number') parent[key] += (value % 5) - 2;
		else parent[String(value % 100)] = nasty;
	}
}

/** All that a screen asks of a trace, at a few of its steps. */
function look({ trace, file }: Opened): void {
	for (const leaf of trace.leaves) {
		leaf.rule.tex(leaf.call);
		leaf.rule.about(leaf.call);
		const cells = leaf.out.data.length;
		for (const at of new Set([0, cells >> 1, cells - 1])) {
			leaf.rule.cell?.(leaf.call, at);
			stepAt(trace.root, leaf.start + at * leaf.perCell);
		}
		for (const x of new Set(leaf.reads))
			for (const { steps } of uses(x, 0)) steps()[Symbol.iterator]().next();
	}
	JSON.stringify(toJSON(trace, file));
}

/** Whether it opens. */
function survives(text: string): boolean {
	let opened: Opened;
	try {
		opened = read(text);
	} catch (problem) {
		expect(problem).toBeInstanceOf(BackstepError);
		expect((problem as BackstepError).message).toMatch(/^[^\n]{10,600}[.!?]$/);
		expect((problem as BackstepError).message).not.toContain('cannot be read as a trace');
		return false;
	}
	look(opened);
	return true;
}

const step = fc.tuple(fc.nat(5000), fc.nat(6), fc.nat(5000));
const steps = fc.array(step, { minLength: 1, maxLength: 3 });

/** Every op with every attribute, on values of its own. */
const samples = ops.flatMap((op) => {
	const draw = random(3);
	return Array.from({ length: 3 }, () => {
		const { xs, attrs } = op.sample(draw);
		return fileOf((tape) => {
			const given = xs.map(({ shape, values }, i) =>
				tape.input(`x${i}`, shape, values ?? draw.array(shape.reduce((a, b) => a * b, 1)))
			);
			tape.apply(op, given, attrs as never, 'y');
		});
	});
});

describe('a file that chance has broken', () => {
	const check = (name: string, numRuns: number, texts: fc.Arbitrary<string>, opens: boolean) =>
		test(`${name}: ${numRuns} files`, () => {
			let opened = 0;
			fc.assert(
				fc.property(texts, (text) => void (opened += Number(survives(text)))),
				{ numRuns, seed: 11 }
			);
			// Chance that breaks every file would not test what a screen asks for.
			if (opens) expect(opened).toBeGreaterThan(numRuns / 50);
		});

	const changed = (make: () => unknown) =>
		steps.map((steps) => {
			const file = make();
			mutate(file, steps);
			return JSON.stringify(file);
		});

	check('a network', 3000, changed(network), true);
	check('a convolution', 2000, changed(convolution), true);
	check(
		'a layer that is one op',
		1000,
		changed(() => JSON.parse(recorded)),
		true
	);
	check(
		'an op',
		4000,
		fc.tuple(fc.nat(samples.length - 1), steps).map(([k, steps]) => {
			const file = structuredClone(samples[k]!);
			mutate(file, steps);
			return JSON.stringify(file);
		}),
		true
	);
	check(
		'the attributes of an op',
		3000,
		fc.tuple(fc.nat(samples.length - 1), steps).map(([k, steps]) => {
			const file = structuredClone(samples[k]!);
			mutate(file.ops[0]!.attrs, steps);
			return JSON.stringify(file);
		}),
		true
	);
	check('any JSON', 1000, fc.json({ maxDepth: 6 }), false);
	const good = JSON.stringify(network());
	check(
		'letters changed',
		2000,
		fc
			.array(fc.tuple(fc.nat(good.length - 1), fc.string({ maxLength: 2 })), { minLength: 1, maxLength: 3 })
			.map((edits) => edits.reduce((text, [at, by]) => text.slice(0, at) + by + text.slice(at + 1), good)),
		false
	);
});
