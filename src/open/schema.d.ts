/** The schema of a trace as a function: see schema.plugin.ts. */
declare module 'virtual:trace-schema' {
	interface SchemaError {
		/** A JSON pointer. */
		readonly instancePath: string;
		readonly keyword: string;
		readonly params: Readonly<Record<string, unknown>>;
		/** The key that is refused, where a key is. */
		readonly propertyName?: string;
		readonly parentSchema: { readonly description?: string };
		readonly data: unknown;
	}
	/** What each definition describes, by its reference. */
	export const descriptions: Readonly<Record<string, string>>;
	export const validate: {
		(data: unknown): boolean;
		errors: readonly SchemaError[] | null;
	};
}
