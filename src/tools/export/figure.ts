/**
 * The current figure as a picture of its own: its drawings, boxes and words where they stand on the screen, with the colours
 * they have there and the fonts inside, so that it looks the same in a paper and on a slide. Plain SVG, without HTML in it.
 */

const NS = 'http://www.w3.org/2000/svg';

/** Around the figure, in pixels. */
const MARGIN = 8;

/** What a drawing takes from the page's style sheets. */
const STYLES = [
	'fill',
	'fill-opacity',
	'stroke',
	'stroke-width',
	'stroke-dasharray',
	'stroke-opacity',
	'opacity',
	'visibility',
	'display',
	'font-family',
	'font-size',
	'font-weight',
	'font-style',
	'text-anchor',
	'dominant-baseline',
	'paint-order',
	'vector-effect',
	'color'
] as const;

/** An SVG document. Fonts are embedded where the page may read them. */
export async function figureSvg(figure: Element): Promise<string> {
	const shown = extent(figure);
	const at = { left: shown.left - MARGIN, top: shown.top - MARGIN };
	const [width, height] = [
		Math.ceil(shown.right - shown.left) + 2 * MARGIN,
		Math.ceil(shown.bottom - shown.top) + 2 * MARGIN
	];
	const image = make('svg', { xmlns: NS, viewBox: `0 0 ${width} ${height}`, width, height });
	image.append(make('rect', { width, height, fill: paperOf(figure) }));
	draw(figure, image, at);
	const fonts = await fontFaces(image);
	if (fonts) {
		const style = make('style', {});
		style.textContent = fonts;
		image.prepend(style);
	}
	return new XMLSerializer().serializeToString(image);
}

/** The same as pixels, twice as fine as the screen. */
export async function figurePng(svg: string): Promise<Blob> {
	const picture = new Image();
	picture.src = `data:image/svg+xml,${encodeURIComponent(svg)}`;
	await picture.decode();
	const canvas = document.createElement('canvas');
	canvas.width = 2 * picture.width;
	canvas.height = 2 * picture.height;
	canvas.getContext('2d')!.drawImage(picture, 0, 0, canvas.width, canvas.height);
	return new Promise((done, failed) =>
		canvas.toBlob(
			(blob) => (blob ? done(blob) : failed(new Error('The browser made no picture.'))),
			'image/png'
		)
	);
}

interface Corner {
	readonly left: number;
	readonly top: number;
}

interface Extent {
	left: number;
	top: number;
	right: number;
	bottom: number;
}

/** Around all that is drawn: it may reach out of the figure's box, where it scrolls, and need not fill it. */
function extent(figure: Element): Extent {
	const around: Extent = { left: Infinity, top: Infinity, right: -Infinity, bottom: -Infinity };
	reach(figure, around);
	if (around.left < Infinity) return around;
	const { left, top } = figure.getBoundingClientRect();
	return { left, top, right: left, bottom: top };
}

function reach(element: Element, around: Extent): void {
	const style = getComputedStyle(element);
	if (isUnseen(element, style)) return;
	if (isDrawing(element) || isBox(style)) widen(around, element.getBoundingClientRect());
	if (isDrawing(element)) return;
	for (const child of element.childNodes) {
		if (child instanceof Element) reach(child, around);
		else if (child.nodeType === Node.TEXT_NODE && child.textContent?.trim()) {
			const range = document.createRange();
			range.selectNodeContents(child);
			widen(around, range.getBoundingClientRect());
		}
	}
}

function widen(around: Extent, { left, top, right, bottom, width, height }: DOMRect): void {
	if (!width || !height) return;
	[around.left, around.top] = [Math.min(around.left, left), Math.min(around.top, top)];
	[around.right, around.bottom] = [Math.max(around.right, right), Math.max(around.bottom, bottom)];
}

const isDrawing = (element: Element): boolean =>
	element instanceof SVGSVGElement || element instanceof HTMLCanvasElement;

/** Out of sight, and read aloud alone: it lies far outside of the page, and would make a picture as wide as that. */
const UNSEEN = '.unseen, .katex-mathml, [hidden], details:not([open])';

const isUnseen = (element: Element, { display, visibility }: CSSStyleDeclaration): boolean =>
	display === 'none' || visibility === 'hidden' || element.matches(UNSEEN);

const isBox = (style: CSSStyleDeclaration): boolean =>
	!clear(style.backgroundColor) || sidesOf(style).some(({ line }) => line > 0);

function make(tag: string, attributes: Readonly<Record<string, string | number>>): SVGElement {
	const element = document.createElementNS(NS, tag);
	for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, String(value));
	return element;
}

/** The colour behind a figure: that of the first element around it that has one. */
function paperOf(element: Element | null): string {
	for (; element; element = element.parentElement) {
		const { backgroundColor } = getComputedStyle(element);
		if (!clear(backgroundColor)) return backgroundColor;
	}
	return '#fff';
}

const clear = (colour: string) => colour === 'transparent' || /,\s*0\)$|\/\s*0\)$/.test(colour);

function draw(element: Element, into: SVGElement, at: Corner): void {
	const style = getComputedStyle(element);
	if (isUnseen(element, style)) return;
	if (element instanceof SVGSVGElement) return void into.append(drawing(element, at));
	if (element instanceof HTMLCanvasElement) return void into.append(pixels(element, at));
	const where = placeOf(element, at);
	if (where) background(style, where, into);
	for (const child of element.childNodes) {
		if (child instanceof Element) draw(child, into, at);
		else if (child.nodeType === Node.TEXT_NODE) words(child as Text, style, into, at);
	}
	// Over what stands in it, which on the screen ends at the border.
	if (where) border(style, where, into);
}

function drawing(svg: SVGSVGElement, at: Corner): SVGElement {
	const copy = svg.cloneNode(true) as SVGSVGElement;
	const originals = [svg, ...svg.querySelectorAll('*')];
	[copy, ...copy.querySelectorAll<SVGElement>('*')].forEach((element, k) => {
		const style = getComputedStyle(originals[k]!);
		element.removeAttribute('class');
		element.setAttribute('style', STYLES.map((name) => `${name}:${style.getPropertyValue(name)}`).join(';'));
	});
	const box = svg.getBoundingClientRect();
	for (const [name, value] of Object.entries({
		x: box.left - at.left,
		y: box.top - at.top,
		width: box.width,
		height: box.height,
		overflow: getComputedStyle(svg).overflow
	}))
		copy.setAttribute(name, String(value));
	return copy;
}

function pixels(canvas: HTMLCanvasElement, at: Corner): SVGElement {
	const { left, top, width, height } = canvas.getBoundingClientRect();
	return make('image', {
		x: left - at.left,
		y: top - at.top,
		width,
		height,
		href: canvas.toDataURL(),
		preserveAspectRatio: 'none',
		style: 'image-rendering: pixelated'
	});
}

interface Place {
	readonly x: number;
	readonly y: number;
	readonly width: number;
	readonly height: number;
}

/** Where an element stands in the picture; null where it has no room. */
function placeOf(element: Element, at: Corner): Place | null {
	const { left, top, width, height } = element.getBoundingClientRect();
	return width && height ? { x: left - at.left, y: top - at.top, width, height } : null;
}

function background(style: CSSStyleDeclaration, place: Place, into: SVGElement): void {
	if (clear(style.backgroundColor)) return;
	const rx = parseFloat(style.borderTopLeftRadius) || 0;
	into.append(make('rect', { ...place, rx, fill: style.backgroundColor }));
}

/** One frame where all four sides are alike, else a line for each side that has one. */
function border(style: CSSStyleDeclaration, { x, y, width, height }: Place, into: SVGElement): void {
	const sides = sidesOf(style);
	const [first] = sides;
	if (sides.every(({ line, colour }) => line === first.line && colour === first.colour)) {
		const { line, colour } = first;
		if (line === 0) return;
		const rx = Math.max(0, (parseFloat(style.borderTopLeftRadius) || 0) - line / 2);
		const [inner, high] = [Math.max(0, width - line), Math.max(0, height - line)];
		const frame = { x: x + line / 2, y: y + line / 2, width: inner, height: high, rx };
		into.append(make('rect', { ...frame, fill: 'none', stroke: colour, 'stroke-width': line }));
		return;
	}
	const [top, right, bottom, left] = sides;
	for (const [fill, side] of [
		[top.colour, { x, y, width, height: top.line }],
		[right.colour, { x: x + width - right.line, y, width: right.line, height }],
		[bottom.colour, { x, y: y + height - bottom.line, width, height: bottom.line }],
		[left.colour, { x, y, width: left.line, height }]
	] as const)
		if (side.width && side.height) into.append(make('rect', { ...side, fill }));
}

interface Side {
	/** In pixels; 0 where there is none to be seen. */
	readonly line: number;
	readonly colour: string;
}

const sidesOf = (style: CSSStyleDeclaration): [top: Side, right: Side, bottom: Side, left: Side] => {
	const side = (width: string, kind: string, colour: string): Side => ({
		line: kind === 'none' || clear(colour) ? 0 : parseFloat(width) || 0,
		colour
	});
	return [
		side(style.borderTopWidth, style.borderTopStyle, style.borderTopColor),
		side(style.borderRightWidth, style.borderRightStyle, style.borderRightColor),
		side(style.borderBottomWidth, style.borderBottomStyle, style.borderBottomColor),
		side(style.borderLeftWidth, style.borderLeftStyle, style.borderLeftColor)
	];
};

/** Text where it stands, line by line. */
function words(text: Text, style: CSSStyleDeclaration, into: SVGElement, at: Corner): void {
	for (const { content, left, right, bottom, height } of linesOf(text)) {
		const size = parseFloat(style.fontSize);
		const line = make('text', {
			x: left - at.left,
			// The baseline lies a quarter of the size above the lower edge of the letters' box.
			y: bottom - at.top - (height - size) / 2 - size * 0.22,
			'font-family': style.fontFamily,
			'font-size': style.fontSize,
			'font-weight': style.fontWeight,
			'font-style': style.fontStyle,
			fill: style.color,
			// As wide as on the screen, where letters stand at whole pixels: the next word begins there.
			textLength: right - left,
			'xml:space': 'preserve'
		});
		line.textContent = content;
		into.append(line);
	}
}

interface LineOfText {
	content: string;
	left: number;
	right: number;
	bottom: number;
	height: number;
}

function linesOf(text: Text): LineOfText[] {
	const lines: LineOfText[] = [];
	const range = document.createRange();
	for (const { index, 0: word } of text.data.matchAll(/\S+\s*/g)) {
		range.setStart(text, index);
		range.setEnd(text, index + word.trimEnd().length);
		const rect = range.getBoundingClientRect();
		if (!rect.width) continue;
		const last = lines.at(-1);
		const { left, right, bottom, height } = rect;
		if (last && Math.abs(last.bottom - bottom) < 2) {
			last.content += ` ${word.trim()}`;
			last.right = right;
		} else lines.push({ content: word.trim(), left, right, bottom, height });
	}
	return lines;
}

/** The page's own fonts that the picture uses, as data; those that cannot be read are left to whoever shows it. */
async function fontFaces(image: SVGElement): Promise<string> {
	const used = new XMLSerializer().serializeToString(image);
	const sheets = await Promise.all([...document.styleSheets].map(rulesOf));
	const written = await Promise.all(
		sheets.flat().map(async ({ style, base }) => {
			const family = style.getPropertyValue('font-family').replace(/["']/g, '');
			const [, url] = /url\("?([^")]+)"?\)/.exec(style.getPropertyValue('src')) ?? [];
			if (!url || !used.includes(family)) return '';
			try {
				const address = new URL(url, base);
				const data = await asData(await (await fetch(address)).blob());
				return `@font-face{font-family:"${family}";font-weight:${style.getPropertyValue('font-weight') || 400};src:url(${data}) format("woff2")}`;
			} catch {
				return '';
			}
		})
	);
	return written.join('');
}

interface Face {
	readonly style: CSSStyleDeclaration;
	/** What its addresses are relative to. */
	readonly base: string;
}

/** A sandboxed frame has no origin and may not look into the site's own sheets; it may fetch them, as anybody may. */
async function rulesOf(sheet: CSSStyleSheet): Promise<Face[]> {
	let rules: CSSRuleList;
	try {
		rules = sheet.cssRules;
	} catch {
		const copy = new CSSStyleSheet();
		try {
			copy.replaceSync(await (await fetch(sheet.href!)).text());
		} catch {
			return [];
		}
		rules = copy.cssRules;
	}
	return [...rules]
		.filter((rule): rule is CSSFontFaceRule => rule instanceof CSSFontFaceRule)
		.map(({ style }) => ({ style, base: sheet.href ?? document.baseURI }));
}

const asData = (blob: Blob): Promise<string> =>
	new Promise((done, failed) => {
		const reader = new FileReader();
		reader.onload = () => done(reader.result as string);
		reader.onerror = () => failed(reader.error!);
		reader.readAsDataURL(blob);
	});
