import type { KatexOptions } from 'katex';

/** `\htmlData` binds symbols to tensors; nothing else of KaTeX's HTML is trusted. */
export const options: KatexOptions = {
	throwOnError: false,
	trust: ({ command }) => command === '\\htmlData',
	strict: (code: string) => (code === 'htmlExtension' ? 'ignore' : 'warn'),
	maxExpand: 200,
	maxSize: 10
};
