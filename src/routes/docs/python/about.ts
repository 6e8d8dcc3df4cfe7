export default {
	title: 'Record PyTorch',
	about: 'One Python file that records a run of a PyTorch model as a trace, and what it captures.'
};
