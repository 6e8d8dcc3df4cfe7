import { typedNumbers } from '#src/ui/typed.ts';

/** What is wrong with a typed number, which may be a fraction or in percent; else whether it is right: to 1 %, or to the digits that were given, two at least. */
export function checkNumber(text: string, value: number): { problem: string } | { right: boolean } {
	const [over, under, more] = text.replace(/\s*%\s*$/, '/100').split('/') as [string, string?, string?];
	const below = under === undefined ? [1] : typedNumbers(under);
	// "1,000" is right where 1 is and where 1000 is: whoever types it means one of them.
	const meant = typedNumbers(over).flatMap((n) => below.map((d) => n / d));
	if (!meant.length || !meant.every(Number.isFinite) || more !== undefined)
		return { problem: 'Type a number, such as 0.25, 1/4 or −3.' };
	if (meant.some((given) => given === value || Math.abs(given - value) <= 0.01 * Math.abs(value)))
		return { right: true };
	// A fraction is meant as it stands.
	if (under !== undefined) return { right: false };
	const typed = text.trim().replaceAll('−', '-').replace(',', '.');
	const digits = typed
		.replace(/e.*/i, '')
		.replace(/^[+-]?0*\.?0*/, '')
		.replace('.', '').length;
	const decimals = /\.(\d*)/.exec(typed)?.[1]?.length ?? 0;
	return { right: digits >= 2 && !/e/i.test(typed) && Number(value.toFixed(decimals)) === meant[0] };
}
