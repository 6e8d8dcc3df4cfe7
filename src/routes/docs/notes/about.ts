export default {
	title: 'The lecture notes',
	about: 'Every section of the lecture notes that lessons answer to, and which lessons these are.'
};
