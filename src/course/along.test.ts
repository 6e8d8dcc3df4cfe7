import { expect, test, vi } from 'vitest';

vi.mock('$app/paths', () => ({ resolve: (path: string) => path }));
const { alongIn, stopsAlong } = await import('./along.ts');

const lessons = ['perceptron', 'convolution', 'pooling', 'rnn'].map((name) => ({
	name,
	title: name.toUpperCase()
}));

test('before and after a lesson come those of the course that its address names', () => {
	expect(alongIn(lessons, 'convolution', 'rnn,convolution,perceptron:Vision: part 2')).toEqual({
		place: 2,
		of: 3,
		previous: { name: 'rnn', title: 'RNN' },
		next: { name: 'perceptron', title: 'PERCEPTRON' },
		own: {
			name: 'Vision: part 2',
			path: 'course/?name=Vision%3A+part+2&lessons=rnn,convolution,perceptron',
			query: '?course=rnn,convolution,perceptron:Vision:+part+2'
		}
	});
	expect(alongIn(lessons, 'rnn', 'rnn,convolution')).toMatchObject({ previous: null, of: 2 });
});

test('the list of such a course has its lessons alone, in its order', () => {
	const there = { summary: '', minutes: 1, questions: [] };
	const stretches = [{ title: 'All', stops: lessons.map((one, k) => ({ ...one, place: k + 1, there })) }];
	const own = alongIn(lessons, 'rnn', 'rnn,perceptron:Mine')!.own!;
	expect(stopsAlong(stretches, own).map(({ name, place }) => [name, place])).toEqual([
		['rnn', 1],
		['perceptron', 2]
	]);
});

test('a lesson that the course does not have is in the usual one', () => {
	expect(alongIn(lessons, 'pooling', 'rnn,convolution')).toBeNull();
});
