const values = (data) =>
	typeof data === 'string'
		? new Float64Array(Uint8Array.from(atob(data), (byte) => byte.charCodeAt(0)).buffer)
		: Float64Array.from(data, Number);

export const readTrace = (text) =>
	new Map(Object.entries(JSON.parse(text).tensors).map(([name, { shape, data }]) => [name, { shape, data: values(data) }]));
