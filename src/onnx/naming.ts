/** What tensors and scopes are called after the names of an ONNX graph, which may be anything. */

/** "/encoder/layers.0/MatMul_output_0" as a tensor's name: "encoder.layers.0.MatMul". */
export function tensorName(name: string): string {
	const plain = name
		.replace(/^\/+/, '')
		.replace(/_output_0$/, '')
		.replace(/^onnx::/, '')
		.replace(/[/:]+/g, '.')
		.replace(/[^A-Za-z0-9_.]+/g, '_')
		.slice(0, 80);
	return /^[A-Za-z]/.test(plain) ? plain : `v${plain}`;
}

/** The modules that a node lies in by its name, from the outside in: of "/encoder/layers.0/MatMul" encoder and layers.0. */
export function modulesOf(name: string): readonly string[] {
	const parts = name.split('/').filter(Boolean);
	return name.startsWith('/') ? parts.slice(0, -1) : [];
}
