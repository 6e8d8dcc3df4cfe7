/** Programs to begin with. */
export interface Starter {
	readonly name: string;
	readonly title: string;
	readonly program: string;
}

const files = import.meta.glob<string>('./starters/*.py', { query: '?raw', import: 'default', eager: true });

/** In the order of their files; the first line of each says what it is. */
export const starters: readonly Starter[] = Object.entries(files).map(([path, program]) => ({
	name: /(\w[\w-]*)\.py$/.exec(path)![1]!,
	title: /^# (.*)\.$/m.exec(program)![1]!,
	program
}));
