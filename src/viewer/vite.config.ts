/**
 * `npm run build:viewer`: the workbench of a recording as one page, in dist/viewer. Script, style and fonts stand in it, so
 * that it opens by a double click, in a notebook, and in a mail; the recorder puts a trace in the place of `%trace%`.
 */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { svelte } from '@sveltejs/vite-plugin-svelte';
import { defineConfig, type Plugin } from 'vite';
import { notices } from '../notices.plugin.ts';
import { traceSchema } from '../open/schema.plugin.ts';
import { css } from '../ui/css.plugin.ts';

const file = (path: string) => fileURLToPath(new URL(path, import.meta.url));

/** Every browser that runs the script reads woff2: of a font in three formats, one is kept. */
const oneFormat: Plugin = {
	name: 'one-format-of-a-font',
	enforce: 'pre',
	transform: (code, id) =>
		/\/(katex|@fontsource)\/.*\.css$/.test(id)
			? code.replaceAll(/,\s*url\([^)]*\.(woff|ttf)\) format\(["'](woff|truetype)["']\)/g, '')
			: null
};

/** Script and style as the page has them: nothing in them ends their element. */
const inOnePage: Plugin = {
	name: 'in-one-page',
	// After the style has been gathered.
	enforce: 'post',
	generateBundle(_, bundle) {
		let [script, style] = ['', ''];
		for (const [name, output] of Object.entries(bundle)) {
			if (name === 'third-party.txt') continue;
			if (output.type === 'chunk') script += output.code;
			else if (name.endsWith('.css')) style += String(output.source);
			Reflect.deleteProperty(bundle, name);
		}
		const parts: Record<string, string> = {
			style: style.replaceAll('</', '<\\/'),
			script: script.replaceAll('</script', '<\\/script').replaceAll('<!--', '<\\!--')
		};
		const page = readFileSync(file('page.html'), 'utf8');
		const source = page.replace(/%(style|script)%/g, (_, name: string) => parts[name]!);
		this.emitFile({ type: 'asset', fileName: 'backstep_viewer.html', source });
	}
};

export default defineConfig({
	root: file('../..'),
	publicDir: false,
	plugins: [oneFormat, traceSchema(), svelte({ compilerOptions: { runes: true } }), notices([]), inOnePage],
	css,
	logLevel: 'warn',
	build: {
		outDir: file('../../dist/viewer'),
		emptyOutDir: true,
		assetsInlineLimit: Infinity,
		cssCodeSplit: false,
		modulePreload: false,
		rollupOptions: {
			input: file('main.ts'),
			// What the helper of late imports asks for is not there, and nothing is imported late.
			checks: { emptyImportMeta: false },
			output: { format: 'iife', codeSplitting: false }
		}
	},
	// Nothing is read beside this page: a worker would be a file of its own.
	worker: { format: 'iife', plugins: () => [traceSchema()] }
});
