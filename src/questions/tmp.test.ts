import { writeFileSync } from 'node:fs';
import { test } from 'vitest';
import { loadLesson } from '#lessons';
import { run } from '#src/lesson/run.ts';
import { blocks } from '#src/text/notes.server.ts';
import { loadParser } from '#src/tools/watch/syntax.ts';
import { begun, Judge } from './judge.ts';
const texts = import.meta.glob<string>('/lessons/*/text.md', {
	query: '?raw',
	import: 'default',
	eager: true
});
test('dump', async () => {
	const parse = await loadParser();
	const all: unknown[] = [];
	for (const name of [
		'convolution',
		'cnn',
		'normalization',
		'positional-encoding',
		'self-attention',
		'multi-head'
	]) {
		const lesson = (await loadLesson(name))!;
		for (const b of blocks(texts[`/lessons/${name}/text.md`]!)) {
			if (b.kind !== 'question') continue;
			const q = b.question;
			const { params, edits } = begun(lesson, q, q.kind === 'task' ? q.by : '');
			const judge = new Judge(run(lesson, params, edits).trace, parse);
			const answer =
				q.kind === 'number'
					? String(judge.values(q.right).data[0])
					: q.kind === 'task'
						? null
						: judge.answers(q).right[0];
			const cell = q.kind === 'cell' ? judge.trace.tensors.get(q.tensor)! : null;
			all.push({
				lesson: name,
				id: q.id,
				kind: q.kind,
				answer,
				of: q.kind === 'choice' || q.kind === 'among' ? judge.answers(q).of : 0,
				tensor: cell?.name,
				shape: cell?.shape,
				grad: cell?.grad?.name,
				bet: 'bet' in q && q.bet
			});
		}
	}
	writeFileSync('/tmp/sa/answers.json', JSON.stringify(all));
}, 60000);
