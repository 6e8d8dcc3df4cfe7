/** A share from 0 to 1 in words: "63 %", "98.7 %" where it is nearly all, "< 1 %" where it is hardly anything. */
export function percent(share: number): string {
	const hundred = 100 * share;
	if (Number.isNaN(share)) return 'NaN';
	if (hundred > 0 && hundred < 0.5) return '<\u20091\u2009%';
	if (hundred < 100 && hundred > 99.95) return '>\u200999.9\u2009%';
	return `${hundred.toFixed(hundred > 90 && hundred < 100 ? 1 : 0)}\u2009%`;
}
