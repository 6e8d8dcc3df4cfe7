export default {
	title: 'Embed a lesson',
	about:
		'A lesson in a page, a slide deck or a course: the element and the frame, their settings, events and messages.'
};
