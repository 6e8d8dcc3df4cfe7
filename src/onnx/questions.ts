/** What a model asks for before it can be run. */
import { inSentences } from '#src/open/read.ts';
import { readModel, type Asked, type Model } from './graph.ts';
import { standardSettings, type Settings } from './inputs.ts';
import { expectKnown } from './run.ts';
import { about } from './trace.ts';

/** Throws a BackstepError whose message is a sentence. */
export const modelIn = (bytes: Uint8Array): Model =>
	inSentences(() => {
		const model = readModel(bytes);
		expectKnown(model);
		return model;
	});

/** What the page needs to know of a model to ask for its inputs. */
export interface Questions {
	readonly about: string;
	readonly inputs: readonly Asked[];
	readonly outputs: readonly string[];
	readonly settings: Settings;
}

export function questionsOf(model: Model): Questions {
	const { inputs, outputs } = model;
	return { about: about(model), inputs, outputs, settings: standardSettings(model) };
}
