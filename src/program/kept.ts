/** The program that somebody wrote last, kept on this device for the next visit. Refused storage: it lasts for this one. */
const KEY = 'program';

export function keptProgram(): string | null {
	try {
		return localStorage.getItem(KEY);
	} catch {
		return null;
	}
}

export function keepProgram(program: string): void {
	try {
		localStorage.setItem(KEY, program);
	} catch {
		// Refused, or full.
	}
}
