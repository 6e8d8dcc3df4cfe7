/** The page of a recording: shows the trace that stands in it, as base64. It asks nobody for anything. */
import '@fontsource/ibm-plex-sans/latin-400.css';
import '@fontsource/ibm-plex-sans/latin-500.css';
import '@fontsource/ibm-plex-sans/latin-600.css';
import '@fontsource/ibm-plex-mono/latin-400.css';
import '@fontsource/ibm-plex-mono/latin-600.css';
import 'katex/dist/katex.min.css';
import '../ui/tokens.css';
import '../app.css';
import { mount } from 'svelte';
import Viewer from './Viewer.svelte';

/** A page that may fetch nothing decodes it by hand. */
function content(): Uint8Array {
	const text = atob(document.getElementById('trace')!.textContent.trim());
	return Uint8Array.from(text, (sign) => sign.charCodeAt(0));
}

document.getElementById('page')!.replaceChildren();
mount(Viewer, { target: document.getElementById('page')!, props: { content } });
