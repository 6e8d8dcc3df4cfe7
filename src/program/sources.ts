/** Our Python packages, as text: path below `python/` → source. */
const FOLDER = './python/';

const files = import.meta.glob<string>('./python/**/*.py', { query: '?raw', import: 'default', eager: true });

export const sources: Readonly<Record<string, string>> = Object.fromEntries(
	Object.entries(files).map(([path, text]) => [path.slice(FOLDER.length), text])
);
