// Under a content policy that refuses styles in elements, equations and figures lose the places of their parts. A script may
// set what the attribute says: fetched by first.js where one was refused.
{
	const mend = (element) => {
		const style = element.getAttribute('style');
		if (style && !element.style.length) element.style.cssText = style;
	};
	const mendAll = (root) => {
		if (root.nodeType !== Node.ELEMENT_NODE) return;
		mend(root);
		for (const element of root.querySelectorAll('[style]')) mend(element);
	};
	mendAll(document.documentElement);
	new MutationObserver((changes) => {
		for (const { target, type, addedNodes } of changes)
			if (type === 'attributes') mend(target);
			else for (const node of addedNodes) mendAll(node);
	}).observe(document.documentElement, { childList: true, subtree: true, attributeFilter: ['style'] });
}
