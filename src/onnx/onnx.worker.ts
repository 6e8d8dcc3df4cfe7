/** Reads an ONNX model beside the page, says what it asks for, and runs it. */
import { BackstepError } from '#engine';
import { handOver, type Answer } from '#src/open/handOver.ts';
import { inSentences } from '#src/open/read.ts';
import type { Model } from './graph.ts';
import type { Settings } from './inputs.ts';
import { modelIn, questionsOf, type Questions } from './questions.ts';
import { runModel } from './trace.ts';

export type Ask =
	| { readonly kind: 'open'; readonly bytes: Uint8Array }
	| { readonly kind: 'run'; readonly settings: Settings; readonly title: string };

export type Told = Answer | { readonly kind: 'asks'; readonly questions: Questions };

let model: Model | null = null;

self.onmessage = ({ data }: MessageEvent<Ask>) => {
	const tell = (message: Told, transfer: Transferable[] = []) => {
		self.postMessage(message, { transfer });
	};
	if (data.kind === 'run')
		return handOver(() => inSentences(() => runModel(model!, data.settings, data.title)), tell);
	try {
		model = modelIn(data.bytes);
		tell({ kind: 'asks', questions: questionsOf(model) });
	} catch (problem) {
		if (!(problem instanceof BackstepError)) throw problem;
		tell({ kind: 'refused', message: problem.message });
	}
};
