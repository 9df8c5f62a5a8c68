import { parseSync } from 'oxc-parser';

/** A node of the syntax tree, as far as the operators look at it. Positions are in characters. */
export interface SyntaxNode {
  readonly type: string;
  readonly start: number;
  readonly end: number;
  readonly [member: string]: unknown;
}

/** Parses TypeScript. Throws when the source has a syntax error. */
export function parseSource(file: string, source: string): SyntaxNode {
  const { program, errors } = parseSync(file, source, { preserveParens: true });
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  return program as unknown as SyntaxNode;
}

/** The nodes right below this one, in the order of their members. */
export function childrenOf(node: SyntaxNode): SyntaxNode[] {
  return Object.values(node)
    .flatMap((value) => (Array.isArray(value) ? value : [value]))
    .filter(isNode);
}

/** The node in a member that holds one. */
export function childOf(node: SyntaxNode, member: string): SyntaxNode | undefined {
  const child = node[member];
  return isNode(child) ? child : undefined;
}

/** The nodes in a member that holds a list. */
export function listOf(node: SyntaxNode, member: string): SyntaxNode[] {
  const list = node[member];
  return Array.isArray(list) ? list.filter(isNode) : [];
}

/** The name of a method that is called by a dot, for example `some`. */
export function calledMethod(node: SyntaxNode): { target: SyntaxNode; name: SyntaxNode } | undefined {
  const callee = node.type === 'CallExpression' ? childOf(node, 'callee') : undefined;
  if (callee?.type !== 'MemberExpression' || callee['computed'] === true) return undefined;
  const [target, name] = [childOf(callee, 'object'), childOf(callee, 'property')];
  return target === undefined || name === undefined ? undefined : { target, name };
}

function isNode(value: unknown): value is SyntaxNode {
  return typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
}
