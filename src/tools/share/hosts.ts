/** What to paste where HTML as it stands is not taken: each host has a way of its own. */
import { embedAddress, escaped, frameSnippet, ownPage, type Place } from './snippets.ts';

export interface Host {
	readonly name: string;
	/** What there is to know before it is pasted. */
	readonly about: string;
	snippet(place: Place): string;
}

/** Markdown ends HTML at an empty line, and editors of platforms break it where there is any. */
const oneLine = (place: Place): string => frameSnippet(place).replace(/\n\s*/g, ' ');

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
		name: 'MDX (Docusaurus, Next)',
		about: 'A style is an object there.',
		snippet: (place) =>
			`<iframe src="${escaped(embedAddress(place))}" title="Backstep: ${escaped(place.title)}" style={{ border: 0, width: '100%', height: 700 }} loading="lazy" />`
	},
	{
		name: 'VitePress, Starlight, MkDocs, Quarto, Marp',
		about: 'HTML in Markdown. Its size is in its style, since themes set that of frames.',
		snippet: oneLine
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
		snippet: oneLine
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
