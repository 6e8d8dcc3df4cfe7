/**
 * What a part is called where one looks for it. PyTorch numbers what stands in a list, as nn.Sequential does, and has modules
 * that only hold others: there what the part is says more than its name.
 */
import type { Node, Scope } from './trace.ts';

/** A scope that only lists others, as torch.nn.ModuleList does: it says nothing of itself. */
export const isList = (node: Node): node is Scope => node.kind === 'scope' && !node.part && !node.about;

/** "3", which runs for the second time in "3 (2)". */
const NUMBER = /^\d+( \(\d+\))?$/;
/** A module as Python prints it: "Conv2d(1, 2, kernel_size=(3, 3))", or by its class alone. */
const CLASS = /^([A-Z]\w*)(\(.*\))?$/s;

/** "BatchNorm2d" of a module that is numbered, and of the way back through it; of a list in which one module ran, that one: "h.0". */
export function partName(node: Node): string {
	if (node.kind === 'leaf') return node.name;
	if (node.mirrors) return partName(node.mirrors);
	const only = isList(node) && node.children.length === 1 ? node.children[0]! : null;
	if (only?.kind === 'scope') return NUMBER.test(only.name) ? `${node.name}.${only.name}` : partName(only);
	return (NUMBER.test(node.name) && CLASS.exec(node.about)?.[1]) || node.name;
}
