/** How styles are built: every one knows the breakpoints by name. */
import customMedia from 'postcss-custom-media';
import type { CSSOptions } from 'vite';
import { BREAKPOINTS } from './breakpoints.ts';

export const css: CSSOptions = {
	postcss: {
		plugins: [
			{
				postcssPlugin: 'breakpoints',
				Once(root) {
					for (const [name, query] of Object.entries(BREAKPOINTS))
						root.prepend(`@custom-media --${name} ${query};`);
				}
			},
			customMedia()
		]
	}
};
