/** The libraries that the engine is measured against, at their best in Node: tfjs in its ES2017 build, on the CPU or in WebAssembly. */
import { createRequire } from 'node:module';

const require = createRequire(import.meta.url);

export async function loadTf() {
	const tf = require('@tensorflow/tfjs/dist/tf.es2017.js');
	require('@tensorflow/tfjs-backend-wasm/dist/tf-backend-wasm.node.js');
	await tf.setBackend('cpu');
	await tf.ready();
	return tf;
}

export const loadConvnet = () => require('convnetjs');
