/** The custom element as it is served: its source without types and comments, in a function of its own. */
import { minify, transformWithOxc } from 'vite';
import source from './element.ts?raw';

export async function elementScript(): Promise<string> {
	const plain = await transformWithOxc(source, 'element.ts', { target: 'es2022', sourcemap: false });
	// Names stay inside: the script runs in other people's pages.
	const { code } = await minify('v1.js', `(()=>{${plain.code}})()`);
	return code;
}
