/** Whatever is wrong with a model is said in one sentence, and bytes that chance has changed never end in anything else. */
import { describe, expect, test } from 'vitest';
import { BackstepError, random, stepAt } from '#engine';
import { inSentences } from '#src/open/read.ts';
import { dense, model, picture, words } from './example.ts';
import { standardSettings } from './inputs.ts';
import { files } from './malformedFiles.ts';
import { nodes } from './malformedNodes.ts';
import { modelIn } from './questions.ts';
import { runModel } from './trace.ts';

const malformed = [...files, ...nodes];

/** Reads a model and runs it as the page does before anybody has changed an answer. */
function open(bytes: Uint8Array) {
	const found = modelIn(bytes);
	return inSentences(() => runModel(found, standardSettings(found), 'a model'));
}

function refusal(bytes: Uint8Array): string | null {
	try {
		const { trace } = open(bytes);
		stepAt(trace.root, 0);
		stepAt(trace.root, trace.steps - 1);
		return null;
	} catch (problem) {
		expect(problem).toBeInstanceOf(BackstepError);
		return (problem as BackstepError).message;
	}
}

describe('a model that cannot be run is refused in one sentence', () => {
	test('each has a name of its own', () => {
		const names = malformed.map(({ name }) => name);
		expect(new Set(names).size).toBe(names.length);
		expect(names.length).toBeGreaterThan(90);
	});

	test.each(malformed)('$name', ({ bytes }) => {
		const message = refusal(bytes);
		expect(message).toMatch(/^[A-Z“"][^\n]{20,400}[.!?]$/);
		expect(message).not.toContain('cannot be read as a trace');
	});
});

describe('bytes that chance has changed', () => {
	const models = [model(dense), model(picture), model(words, 11)];

	test('what they are made of opens', () => {
		expect(models.map(refusal)).toEqual([null, null, null]);
	});

	test.each([0, 1, 2])('1,500 changes of model %i open or are refused in a sentence', (k) => {
		const draw = random(k + 1);
		for (let n = 0; n < 1500; n++) {
			const bytes = Uint8Array.from(models[k]!);
			for (let changes = draw.integer(1, 3); changes; changes--) {
				const at = draw.integer(0, bytes.length - 1);
				const what = draw.integer(0, 3);
				if (what === 0) bytes[at] = draw.integer(0, 255);
				else if (what === 1) bytes[at]! ^= 1 << draw.integer(0, 7);
				else if (what === 2) bytes.copyWithin(at, draw.integer(0, bytes.length - 1));
				else bytes[at] = draw.pick([0, 1, 0x7f, 0x80, 0xff]);
			}
			const message = refusal(bytes);
			if (message === null) continue;
			expect(message).toMatch(/^[^\n]{20,600}[.!?]$/);
			expect(message, `change ${n}`).not.toContain('cannot be read as a trace');
		}
	});
});
