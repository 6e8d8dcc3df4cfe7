/** Scripts for other people's pages, as they are served: their source without types and comments, in a function of its own. */
import { minify, transformWithOxc } from 'vite';
import element from './element.ts?raw';
import runtime from '../platform/runtime.ts?raw';

/** The custom element, /embed/v1.js. */
export const elementScript = (): Promise<string> => plain('v1', element);

/** What the pages of a package for a learning platform run, /embed/scorm.js. */
export const scormScript = (): Promise<string> => plain('scorm', runtime);

/** `source` imports nothing but types. */
async function plain(name: string, source: string): Promise<string> {
	const { code: untyped } = await transformWithOxc(source, `${name}.ts`, {
		target: 'es2022',
		sourcemap: false
	});
	// Names stay inside: the script runs in other people's pages. What is left of its types is that it was a module.
	const { code } = await minify(`${name}.js`, `(()=>{${untyped.replace(/^export \{\};$/m, '')}})()`);
	return code;
}
