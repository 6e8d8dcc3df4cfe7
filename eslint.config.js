import js from '@eslint/js';
import svelte from 'eslint-plugin-svelte';
import ts from 'typescript-eslint';

/** Imports run one way: engine ← lessons ← src. */
const oneWay = (files, forbidden, message) => ({
	files,
	rules: { 'no-restricted-imports': ['error', { patterns: [{ group: forbidden, message }] }] }
});

export default ts.config(
	{
		ignores: [
			'build/',
			'build-x/',
			'dist/',
			'.svelte-kit/',
			'node_modules/',
			'engine/bench/node_modules/',
			'static/',
			'test-results/',
			'playwright-report/'
		]
	},
	js.configs.recommended,
	...ts.configs.strict,
	...svelte.configs.recommended,
	{ files: ['**/*.svelte', '**/*.svelte.ts'], languageOptions: { parserOptions: { parser: ts.parser } } },
	{
		rules: {
			// An index that is sure to be there is said so with "!", under noUncheckedIndexedAccess.
			'@typescript-eslint/no-non-null-assertion': 'off',
			'@typescript-eslint/no-invalid-void-type': 'off',
			// TypeScript knows every name.
			'no-undef': 'off',
			'@typescript-eslint/no-unused-vars': ['error', { argsIgnorePattern: '^_' }],
			'svelte/no-navigation-without-resolve': 'off',
			// State that changes as a whole is kept in $state.raw; what is built on the way to it needs no proxy.
			'svelte/prefer-svelte-reactivity': 'off'
		}
	},
	oneWay(
		['engine/**/*.ts'],
		['#lessons', '#lessons/*', '#src/*', '**/lessons/**', '**/src/**', 'svelte', '$app/*'],
		'The engine imports nothing from lessons or src.'
	),
	{
		files: ['engine/**/*.ts'],
		ignores: ['engine/**/*.test.ts', 'engine/bench/**', 'engine/parity/**', 'engine/refusals/**'],
		rules: {
			'no-restricted-imports': [
				'error',
				{
					patterns: [
						{ regex: '^[^.]', message: 'The engine has no dependencies.' },
						{
							group: ['**/lessons/**', '**/src/**'],
							message: 'The engine imports nothing from lessons or src.'
						}
					]
				}
			],
			'no-restricted-properties': [
				'error',
				...[
					'exp',
					'expm1',
					'log',
					'log1p',
					'log2',
					'log10',
					'tanh',
					'sinh',
					'cosh',
					'sin',
					'cos',
					'tan',
					'pow',
					'hypot',
					'cbrt',
					'random'
				].map((property) => ({
					object: 'Math',
					property,
					message: 'Differs between browsers: use engine/math.ts or engine/random.ts.'
				}))
			]
		}
	},
	oneWay(
		['lessons/**/*.ts'],
		['#src/*', '**/src/**', 'svelte', '$app/*'],
		'Lessons import the engine, and nothing from src.'
	)
);
