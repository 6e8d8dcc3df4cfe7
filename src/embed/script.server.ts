/** The custom element as it is served: its source without types and comments, in a function of its own. */
import { minify, transformWithOxc } from 'vite';
import source from './element.ts?raw';

export async function elementScript(): Promise<string> {
	const plain = await transformWithOxc(source, 'element.ts', { target: 'es2022', sourcemap: false });
	// Names stay inside: the script runs in other people's pages. What is left of its types is that it was a module.
	const { code } = await minify('v1.js', `(()=>{${plain.code.replace(/^export \{\};$/m, '')}})()`);
	return code;
}
