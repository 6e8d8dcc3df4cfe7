/** Where the bytes of a file come from: memory, or a disk or a server that is asked for a piece at a time. */
export interface Source {
	/** Bytes of the whole file. */
	readonly size: number;
	/** The bytes from one place up to another, at once. Throws a BackstepError where they cannot be had. */
	read(from: number, to: number): Uint8Array;
	/** The same beside other work; absent where reading at once is as fast. */
	fetch?(from: number, to: number): Promise<Uint8Array>;
}

export const inMemory = (bytes: Uint8Array): Source => ({
	size: bytes.length,
	read: (from, to) => bytes.subarray(from, to)
});
