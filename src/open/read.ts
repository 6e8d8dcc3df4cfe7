/**
 * Opens a trace that may come from anywhere, as JSON or as a safetensors file: what it says is checked, then its numbers, by
 * running its ops again. Whatever is wrong is one sentence.
 */
import { stepOf, type Leaf, type TraceFile } from '#engine';
import { capital } from '#engine/words.ts';
import { replay, type Replay } from '#engine/file/replay.ts';
import { BackstepError, fail } from '#engine/errors.ts';
import { opNamed } from '#src/ops/all.ts';
import { checkedFile } from './file.ts';
import type { Shown } from './shown.ts';

export interface Opened extends Replay, Shown {
	readonly file: TraceFile;
}

/** Throws a BackstepError whose message is a sentence, and nothing else. */
export const read = (content: string | Uint8Array): Opened =>
	inSentences(() => {
		const { file, types, notices } = checkedFile(content);
		const result = replay(file, opNamed);
		expectSteps(result.trace);
		for (const leaf of result.trace.leaves) tryLeaf(leaf);
		return { file, ops: file.ops, types, notices, ...result };
	});

/** Whatever goes wrong is a BackstepError whose message is a sentence. */
export function inSentences<T>(what: () => T): T {
	try {
		return what();
	} catch (problem) {
		if (problem instanceof BackstepError) throw new BackstepError(problem.problem, sentence(problem.message));
		// Nothing is known that comes here; a file must not be able to stop the page.
		throw new BackstepError('value', `This file cannot be read as a trace: ${oneLine(String(problem))}.`);
	}
}

export function expectSteps({ steps }: { readonly steps: number }): void {
	if (!steps)
		fail(
			'value',
			'This trace has no op that writes a number, so there is nothing to step through: add at least one'
		);
}

/** Attributes may be of a kind that an op computes with but cannot explain: each op is asked once. */
export function tryLeaf(leaf: Leaf): void {
	const { call, rule, perCell, steps, id } = leaf;
	try {
		rule.tex(call);
		rule.about(call);
		if (!steps) return;
		stepOf({ leaf, cell: 0, step: 0 });
		stepOf({ leaf, cell: steps / perCell - 1, step: perCell - 1 });
	} catch {
		fail(
			'attribute',
			`Op ${id} (${call.op.name}) has attributes that it cannot take: ${JSON.stringify(call.attrs)?.slice(0, 200)}`
		);
	}
}

function sentence(message: string): string {
	const text = capital(oneLine(message));
	return /[.!?]$/.test(text) ? text : `${text}.`;
}

const oneLine = (text: string) => text.replace(/\s+/g, ' ').trim();
