/** What to paste where HTML as it stands is not taken: each host has a way of its own. */
import { legible } from '#src/lesson/link.ts';
import { embedAddress, escaped, frameSnippet, ownPage, type Place } from './snippets.ts';

export interface Host {
	readonly name: string;
	/** What there is to know before it is pasted. */
	readonly about: string;
	snippet(place: Place): string;
}

/** Markdown ends HTML at an empty line, and editors of platforms break it where there is any. */
const oneLine = (place: Place, height?: number): string => frameSnippet(place, height).replace(/\n\s*/g, ' ');

/** A slide has room for few controls. */
function onSlide(text: string): string {
	const query = new URLSearchParams(text);
	if (!query.has('controls')) query.set('controls', 'mini');
	return legible(query);
}

const tex = (text: string): string =>
	text.replace(/[\\{}$&#%_~^]/g, (sign) =>
		sign === '\\' ? '\\textbackslash{}' : /[~^]/.test(sign) ? `\\${sign}{}` : `\\${sign}`
	);
/** In \url and \href, these would end the argument or begin a comment. */
const texAddress = (address: string): string => address.replace(/[%#&\\{}]/g, (sign) => `\\${sign}`);

/** What a picture of the step is called, beside a document. */
export const pictureName = ({ lesson, query }: Place): string =>
	`${lesson}-step-${parseInt(new URLSearchParams(query).get('step') ?? '0', 10)}`;

export const HOSTS: readonly Host[] = [
	{
		name: 'MDX (Docusaurus, Astro, Next)',
		about: 'A style is an object there; its sizes are texts, since Astro adds no px to numbers.',
		snippet: (place) =>
			`<iframe src="${escaped(embedAddress(place))}" title="Backstep: ${escaped(place.title)}" style={{ border: '0', width: '100%', height: '700px' }} loading="lazy" />`
	},
	{
		name: 'VitePress, Starlight, MkDocs, Sphinx, Hugo',
		about: 'HTML in Markdown. Its size is in its style, since themes set that of frames.',
		snippet: (place) => oneLine(place)
	},
	{
		name: 'Slides (Marp, Slidev, Quarto)',
		about: 'Low enough for a slide, with back, over and play alone: what the figure needs beyond scrolls.',
		snippet: (place) => oneLine({ ...place, query: onSlide(place.query) }, 460)
	},
	{
		name: 'Markdown without HTML',
		about: 'A link: a README or a forum shows no frames.',
		snippet: (place) => `[${place.title.replace(/[[\]\\]/g, '\\$&')}, step by step](<${ownPage(place)}>)`
	},
	{
		name: 'WordPress and other editors that know oEmbed',
		about: 'The address alone, in a paragraph of its own. The site must have been built with its SITE_URL.',
		snippet: ownPage
	},
	{
		name: 'Moodle, Canvas, Blackboard',
		about: 'Into the editor as HTML. Such platforms take scripts and elements away, and leave the frame.',
		snippet: (place) => oneLine(place)
	},
	{
		name: 'LaTeX and PDF',
		about:
			'With the picture that the button below saves: the step, its address and a QR code of it. It needs the packages graphicx and hyperref.',
		snippet: (place) => `\\begin{figure}
  \\centering
  \\includegraphics[width=\\linewidth]{${pictureName(place)}}
  \\caption{${tex(place.title)}: \\href{${texAddress(ownPage(place))}}{step by step in Backstep}.}
\\end{figure}`
	}
];
