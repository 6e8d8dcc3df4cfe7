/** `backstep_torch.py`, the one file that people download, made of the package of its sources. */
import { bundle } from './bundle.ts';

const FOLDER = './backstep_torch/';

const files = import.meta.glob<string>('./backstep_torch/**/*.py', {
	query: '?raw',
	import: 'default',
	eager: true
});

export const recorder = `${bundle(
	Object.fromEntries(Object.entries(files).map(([path, text]) => [path.replace(FOLDER, ''), text]))
)}\n`;
