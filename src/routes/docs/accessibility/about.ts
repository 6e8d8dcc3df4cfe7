export default {
	title: 'Accessibility',
	about:
		'What the site does for people who do not see well or use no mouse, what was tested, and what is missing.'
};
