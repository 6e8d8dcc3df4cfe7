export default {
	title: 'ONNX models',
	about: 'What happens to an .onnx file that is opened, which ops it may use, and what is refused.'
};
