/** Whether a file is an ONNX model: by its name, or because it begins as one does, with the version of the format. */
export const isOnnx = (name: string, bytes: Uint8Array): boolean =>
	/\.onnx$/i.test(name) || (bytes[0] === 8 && bytes[1]! > 0 && bytes[1]! < 64 && bytes[8] !== 0x7b);
