export default {
	title: 'Learning platforms and results',
	about:
		'The file that a learner may send, SCORM packages, statements of xAPI for a page of yours, and what of it was tried.'
};
