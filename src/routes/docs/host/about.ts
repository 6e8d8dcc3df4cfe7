export default {
	title: 'Put it on a host',
	about:
		'GitHub Pages, nginx and other static hosts: what to build, what to send, and what to do where nothing moves.'
};
