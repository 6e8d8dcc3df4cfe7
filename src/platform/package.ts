/**
 * A package for a learning platform: a zip of the manifest, a small page for each lesson, and the script that all of them
 * run. The lessons themselves stay on the site, whose address is in the pages: without it, a package shows nothing.
 */
import { strToU8, zipSync } from 'fflate';
import { escaped } from '#src/tools/share/snippets.ts';
import { manifest, pageOf, SCRIPT, type Course, type Edition, type Item } from './manifest.ts';

export interface Packed extends Item {
	/** The whole address of its embed, with what it is to ask and to report. */
	readonly address: string;
}

export interface Package extends Course {
	readonly items: readonly Packed[];
}

/** `script` is what the site serves as /embed/scorm.js. */
export function packageFiles(
	edition: Edition,
	course: Package,
	script: string
): Readonly<Record<string, string>> {
	const pages = course.items.map((item) => [pageOf(item), page(edition, item, course.pass)] as const);
	return {
		'imsmanifest.xml': manifest(edition, course),
		...Object.fromEntries(pages),
		[SCRIPT]: script
	};
}

export function zipped(files: Readonly<Record<string, string>>): Uint8Array<ArrayBuffer> {
	const bytes = Object.entries(files).map(([name, text]) => [name, strToU8(text)] as const);
	// The same package is the same file, whenever it is saved.
	return zipSync(Object.fromEntries(bytes), { mtime: new Date(2000, 0, 1) });
}

const page = (edition: Edition, { title, address }: Packed, pass: number | null): string => `<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>${escaped(title)}</title>
<style>
body { margin: 0; display: flex; flex-direction: column; height: 100vh; font: 1rem/1.4 sans-serif; }
p { margin: 0; padding: .5rem 1rem; }
iframe { flex: 1; border: 0; width: 100%; min-height: 0; }
</style>
</head>
<body>
<p id="said" role="status" hidden></p>
<iframe title="Backstep: ${escaped(title)}"></iframe>
<noscript><p>This lesson needs scripts: switch them on.</p></noscript>
<script src="${SCRIPT}" data-edition="${edition}" data-address="${escaped(address)}"${pass === null ? '' : ` data-pass="${pass}"`}></script>
</body>
</html>
`;
