// Before the first paint: a link's theme, else the one chosen here before, else the system's.
try {
	const asked = new URLSearchParams(location.search).get('theme') ?? localStorage.getItem('theme');
	if (asked === 'light' || asked === 'dark') document.documentElement.dataset.theme = asked;
} catch {
	// Storage may be refused in a frame: the system's theme serves.
}
// Why the page may not start, for the sentence that says so (app.html). It is seen unless the page comes alive.
{
	const { dataset } = document.documentElement;
	const folder = document.currentScript.src;
	const failed = () => (dataset.failed = '');
	if (self.origin === 'null') dataset.why = location.protocol === 'file:' ? 'file' : 'frame';
	if (dataset.why === 'file') failed();
	addEventListener('unhandledrejection', failed, { once: true });
	let mended = false;
	addEventListener('securitypolicyviolation', ({ effectiveDirective: kind, disposition }) => {
		if (disposition !== 'enforce') return;
		if (kind.startsWith('script-src')) failed();
		if (kind !== 'style-src-attr' || mended) return;
		mended = true;
		const script = document.createElement('script');
		script.src = new URL('styles.js', folder);
		document.head.append(script);
	});
}
