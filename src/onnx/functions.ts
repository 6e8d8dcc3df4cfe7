/** Functions that a model brings along: a node that names one is what the nodes of the function are, with the node's attributes. */
import { fail } from '#engine/errors.ts';
import type { AttributeProto, FunctionProto, ModelProto, NodeProto } from './proto.ts';

/** Functions in functions; ONNX has none that call themselves. */
export const DEEPEST_CALL = 20;

const keyOf = (domain: string, name: string, overload: string) =>
	JSON.stringify([domain === 'ai.onnx' ? '' : domain, name, overload]);

/** Finds the function that a node names. */
export function functionsOf({
	functions
}: Pick<ModelProto, 'functions'>): (node: NodeProto) => FunctionProto | undefined {
	const byKey = new Map<string, FunctionProto>();
	for (const one of functions) {
		const key = keyOf(one.domain, one.name, one.overload);
		if (byKey.has(key))
			fail('name', `Two functions of this ONNX model are called "${one.name}": give each its own name`);
		byKey.set(key, one);
	}
	return ({ domain, opType, overload }) => byKey.get(keyOf(domain, opType, overload));
}

/** The version of ONNX's ops that a function is written in; null where it is that of the model. */
export const opsetIn = ({ opsetImport }: FunctionProto): number | null =>
	opsetImport.find(({ domain }) => domain === '' || domain === 'ai.onnx')?.version ?? null;

/** The nodes of a function as a node calls it: what refers to an attribute of the function has that of the node. */
export function bodyOf(one: FunctionProto, node: NodeProto): readonly NodeProto[] {
	const given = new Map(
		[...one.attributeProto, ...node.attribute].map((attribute) => [attribute.name, attribute])
	);
	const resolved = (attribute: AttributeProto): readonly AttributeProto[] => {
		if (!attribute.refAttrName) return [attribute];
		const found = given.get(attribute.refAttrName);
		return found ? [{ ...found, name: attribute.name }] : [];
	};
	return one.node.map((inner) => ({ ...inner, attribute: inner.attribute.flatMap(resolved) }));
}
