/** Text as HTML, also inside of an attribute. */
export const safe = (text: string): string =>
	text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');
