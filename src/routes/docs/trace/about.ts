export default {
	title: 'The trace format',
	about: 'What a trace file holds, how it is checked, and how to read one in Python and in JavaScript.'
};
