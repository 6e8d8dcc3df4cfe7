/** What the unrolled figure draws, for every kind of recurrent layer: nothing about a lesson is known to it. */
import { expect, test } from 'vitest';
import { find, random, Tape, type Node, type Tensor } from '#engine';
import { bidirectional, type BothWays } from '#engine/layers/bidirectional.ts';
import { lstm, lstmCell } from '#engine/layers/lstm.ts';
import { rnn, rnnCell } from '#engine/layers/rnn.ts';
import { stacked } from '#engine/layers/stacked.ts';
import { packedLayers, recurrentParameters } from '#engine/layers/parameters.ts';
import type { Packed } from '#engine/layers/weights.ts';
import { concat } from '#engine/ops/concat.ts';
import { reshape } from '#engine/ops/reshape.ts';
import { sum } from '#engine/ops/sum.ts';
import { loadLesson } from '#lessons';
import { defaults } from '#lessons/params.ts';
import { contextVectorOf } from './contextVector.ts';
import { rowsOf } from './rows.ts';
import { gradientSize, placeIn, wayBack, wordIn } from './inTime.ts';
import { sequencesOf, sourcesOf, tracksOf } from './tracks.ts';

const draw = (build: (tape: Tape) => Tensor) => {
	const tape = new Tape();
	const last = tape.scope('forward', () => build(tape), { part: { kind: 'network' } });
	tape.backward(tape.scope('loss', () => tape.apply(sum, [last], {}, 'loss')));
	const forward = find(tape.trace().root, 'forward') as Extract<Node, { kind: 'scope' }>;
	return forward.children.flatMap((node) => tracksOf(node));
};

const sequence = (tape: Tape, T: number) => tape.input('x', [T, 2], random(1).array(2 * T, 1));

test('the lesson rnn: words below, the state above, handed on from zeros', async () => {
	const lesson = (await loadLesson('rnn'))!;
	const tape = new Tape();
	lesson.build(tape, defaults(lesson));
	const forward = find(tape.trace().root, 'forward') as Extract<Node, { kind: 'scope' }>;
	const [words, states] = forward.children.flatMap((node) => tracksOf(node));
	expect([words!.path, states!.path]).toEqual(['forward/embedding', 'forward/rnn']);
	expect([...words!.steps.values()].map(({ input }) => input.label)).toEqual(['“dog”', '“bites”', '“man”']);
	expect([words!.carries, states!.carries]).toEqual([0, 1]);
	expect([...states!.steps.values()].map(({ states }) => states.map(({ name }) => name))).toEqual([
		['h1'],
		['h2'],
		['h3']
	]);
	expect(states!.initial.map(({ name }) => name)).toEqual(['h0']);
	expect(gradientSize(states!.steps.get(3)!.states[0]!)).toBeGreaterThan(0);
});

test('a stack of LSTMs has a track for each layer, which hands on a cell state and a hidden state', () => {
	const tracks = draw((tape) => {
		const weights = recurrentParameters(tape, lstmCell, { input: 2, hidden: 3, layers: 2 }, random(2));
		return stacked(tape, lstmCell, sequence(tape, 4), packedLayers(weights)).hs.at(-1)!;
	});
	expect(tracks.map(({ path }) => path)).toEqual([
		'forward/stacked lstm/layer 1',
		'forward/stacked lstm/layer 2'
	]);
	for (const { steps, initial, carries } of tracks) {
		expect(carries).toBe(1);
		expect(initial).toHaveLength(2);
		expect([...steps.values()].map(({ states }) => states.map(({ name }) => name[0]).join(''))).toEqual(
			Array(4).fill('ch')
		);
	}
});

test('of two directions, one hands its states back in time', () => {
	const tracks = draw((tape) => {
		const cell = rnnCell();
		const sizes = { input: 2, hidden: 3, bidirectional: true };
		const [both] = packedLayers(recurrentParameters(tape, cell, sizes, random(3)));
		if (!Array.isArray(both)) throw new Error('two directions are expected');
		return bidirectional(tape, cell, sequence(tape, 3), both as BothWays).hs.at(-1)!;
	});
	expect(tracks.map(({ name, carries }) => [name, carries])).toEqual([
		['left to right', 1],
		['right to left', -1],
		['both directions', 0]
	]);
	const sources = sourcesOf(tracks);
	const [forward, reverse, both] = tracks.map((track) => [...sources.get(track)!].map((one) => one?.name));
	// Neither direction reads the other.
	expect([forward, reverse]).toEqual([[undefined], [undefined]]);
	// From the top down: an arrow from the first direction passes the second, and one from the input passes the first.
	expect(rowsOf(tracks, tracks[0]!.scope, false).map(({ over }) => over)).toEqual([[1], [1], []]);
	expect(both).toEqual(['left to right', 'right to left']);
});

test('a layer reads the one below, through dropout too', () => {
	const tracks = draw((tape) => {
		const weights = recurrentParameters(tape, rnnCell(), { input: 2, hidden: 3, layers: 2 }, random(4));
		const x = sequence(tape, 3);
		return stacked(tape, rnnCell(), x, packedLayers(weights), { dropout: 0.5 }).hs.at(-1)!;
	});
	const sources = sourcesOf(tracks);
	expect([...sources.get(tracks[0]!)!]).toEqual([null]);
	expect([...sources.get(tracks[1]!)!]).toEqual([tracks[0]]);
});

test('a cut between two steps hides no state: it is handed on, and only the gradient steps', () => {
	const cut = (run: typeof rnn | typeof lstm, cell: typeof lstmCell, truncate?: number) =>
		draw((tape) => {
			const [weights] = packedLayers(recurrentParameters(tape, cell, { input: 2, hidden: 3 }, random(4)));
			if (Array.isArray(weights)) throw new Error('one direction is expected');
			return run(tape, sequence(tape, 5), weights as Packed, { ...(truncate && { truncate }) }).hs.at(-1)!;
		})[0]!;
	for (const [run, cell, states] of [
		[rnn, rnnCell(), 1],
		[lstm, lstmCell, 2]
	] as const) {
		for (const [truncate, cuts] of [
			[undefined, []],
			[2, [3, 5]],
			[1, [2, 3, 4, 5]],
			[5, []]
		] as const) {
			const track = cut(run, cell, truncate);
			expect(track.carries).toBe(1);
			expect([...track.cuts]).toEqual(cuts);
			expect(track.initial).toHaveLength(states);
			expect(track.initial.every(({ writer }) => writer === null)).toBe(true);
			for (const [t, step] of track.steps) {
				expect(step.states).toHaveLength(states);
				expect(gradientSize(step.states.at(-1)!) !== null, `t = ${t}`).toBe(t >= (cuts.at(-1) ?? 1));
			}
		}
	}
});

test('a network without time steps has no tracks', async () => {
	const lesson = (await loadLesson('pooling'))!;
	const tape = new Tape();
	lesson.build(tape, defaults(lesson));
	expect(tape.trace().root.children.flatMap((node) => tracksOf(node))).toEqual([]);
});

const lessonTracks = async (name: string, params = {}) => {
	const lesson = (await loadLesson(name))!;
	const tape = new Tape();
	lesson.build(tape, { ...defaults(lesson), ...params });
	const { root } = tape.trace();
	const forward = find(root, 'forward') as Extract<Node, { kind: 'scope' }>;
	return { root, tracks: forward.children.flatMap((node) => tracksOf(node)) };
};

test.each([
	['seq2seq', null],
	['bahdanau', 'encoder'],
	['luong', 'encoder']
])('%s: the decoder starts after the encoder, with its last state', async (name, looksAt) => {
	const sequences = sequencesOf((await lessonTracks(name)).tracks);
	expect(sequences.map(({ tracks }) => tracks.map((track) => track.name))).toEqual([
		['embedding', 'encoder'],
		['decoder']
	]);
	expect(sequences.map(({ begins }) => begins.map((x) => x.name))).toEqual([[], ['h3_enc']]);
	expect(sequences[1]!.looksAt?.name ?? null).toBe(looksAt);
});

test('a layer that is called once for each word: each call starts after the one before it', () => {
	const tracks = draw((tape) => {
		const cell = rnnCell();
		const sizes = { input: 2, hidden: 3 };
		const [read] = packedLayers(recurrentParameters(tape, cell, sizes, random(2))) as [Packed];
		const write = {
			weight_ih: tape.parameter('V', [3, 5], random(3).array(15)),
			weight_hh: tape.parameter('U', [3, 3], random(4).array(9))
		};
		// What a call gives comes to the next one in another shape, as in PyTorch: layers × batch × hidden.
		const passOn = (h: Tensor, k: number) =>
			tape.apply(
				reshape,
				[tape.apply(reshape, [h], { shape: [1, 1, 3] }, `wide${k}`)],
				{ shape: [1, 3] },
				`state${k}`
			);
		const context = rnn(tape, sequence(tape, 4), read).hs.at(-1)!;
		// With its word each call reads the last state of the encoder once more.
		const one = (h: Tensor, k: number) => {
			const word = tape.input(`word${k}`, [1, 2], [k, 1]);
			const x = tape.apply(concat, [word, context], { axis: 1 }, `with${k}`);
			return rnn(tape, [x], write, { tag: `call${k}`, initial: { h: passOn(h, k) } }).hs[0]!;
		};
		return [1, 2, 3].reduce(one, context);
	});
	const sequences = sequencesOf(tracks);
	expect(sequences.map(({ tracks }) => tracks.map(({ steps }) => steps.size))).toEqual([[4], [1], [1], [1]]);
	expect(sequences.map(({ begins }) => begins.map(({ name }) => name))).toEqual([
		[],
		['state1'],
		['state2'],
		['state3']
	]);
	expect(sequences.map(({ looksAt }) => looksAt)).toEqual([null, null, null, null]);
});

test.each(['rnn', 'lstm', 'gru', 'bptt', 'bidirectional', 'stacked-rnn'])(
	'%s: all that goes through time stands above each other',
	async (name) => {
		const { tracks } = await lessonTracks(name);
		expect(sequencesOf(tracks)).toEqual([{ tracks, begins: [], looksAt: null }]);
	}
);

test('the vector is as high as the numbers that pass, and its sides meet what it joins', async () => {
	const { root, tracks } = await lessonTracks('seq2seq', { context: '16' });
	const [one, two] = sequencesOf(tracks);
	const [before, after] = [one!, two!].map((sequence) => rowsOf(sequence.tracks, root, false, tracks));
	const vector = contextVectorOf(two!.begins, before!, after!);
	expect(vector.count).toBe(16);
	const [box] = vector.boxes;
	expect([box!.rows, box!.columns]).toEqual([4, 4]);
	const twice = contextVectorOf([...two!.begins, ...two!.begins], before!, after!);
	expect(twice.boxes.map(({ rows }) => rows)).toEqual([4, 4]);
	expect(twice.boxes[1]!.top).toBeGreaterThan(twice.boxes[0]!.top + 4 * box!.unit);
	expect(vector.height).toBeGreaterThanOrEqual(box!.top + box!.rows * box!.unit);
});

test('a word that a decoder chooses has a name once it is chosen', async () => {
	const { tracks } = await lessonTracks('luong', { teacherForcing: false });
	const read = [...tracks.at(-1)!.steps.values()].map(({ input }) => input);
	const all = { known: (x: Tensor) => x.data.length };
	expect(read.map((x) => wordIn(x, all))).toEqual(['“<start>”', '“je”', "“t'”", '“aime”']);
	expect(read.map((x) => wordIn(x, { known: () => 0 }))).toEqual(['“<start>”', '', '', '']);
});

test('in training that goes on, each pass has the way back of its own', () => {
	const tape = new Tape();
	const weights = packedLayers(
		recurrentParameters(tape, rnnCell(), { input: 2, hidden: 2, layers: 1 }, random(6))
	)[0] as Packed;
	const x = sequence(tape, 3);
	for (const name of ['a', 'b']) {
		const { hs } = tape.scope('forward', () => rnn(tape, x, weights, { tag: name }), {
			part: { kind: 'network' }
		});
		tape.backward(tape.scope('loss', () => tape.apply(sum, [hs.at(-1)!], {}, `loss_${name}`)));
	}
	const { root } = tape.trace();
	const passes = root.children.filter(({ name }) => name === 'forward');
	const ways = root.children.filter(({ name }) => name === 'backward');
	passes.forEach((pass, k) => {
		const [track] = tracksOf(pass);
		const back = wayBack(root, track!, 2)!;
		expect([back.name, back.start > ways[k]!.start]).toEqual(['t = 2', true]);
		expect(back.start < ways[k]!.start + ways[k]!.steps).toBe(true);
		expect(placeIn([track!], back)).toEqual({ track, t: 2 });
	});
});

test('of a single word, the state reads what is looked up, and the zeros that it begins with are no input', async () => {
	const lesson = (await loadLesson('rnn'))!;
	const tape = new Tape();
	lesson.build(tape, { ...defaults(lesson), sentence: 'dog' });
	const { root } = tape.trace();
	const forward = find(root, 'forward') as Extract<Node, { kind: 'scope' }>;
	const [states] = rowsOf(
		forward.children.flatMap((node) => tracksOf(node)),
		root,
		false
	);
	expect([states!.up, states!.reads, states!.over]).toEqual([true, null, []]);
});
