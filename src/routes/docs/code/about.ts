export default {
	title: 'Run your own code',
	about: 'PyTorch programs that run in the page: what is here, what is not, and how a run becomes a trace.'
};
