import type { Mutant } from './mutant.ts';
import { changesOf } from './operators.ts';
import { childOf, childrenOf, parseSource, type SyntaxNode } from './syntax.ts';

/** Every mutant of a file, in the order of the source. Types, imports, log lines and texts of errors have none. */
export function findMutants(file: string, source: string): Mutant[] {
  return mutantsBelow(parseSource(file, source), source).map((change) => ({ file, ...change }));
}

function mutantsBelow(node: SyntaxNode, source: string): ReturnType<typeof changesOf> {
  if (isLeftAlone(node, source)) return [];
  const below = mutable(node).flatMap((child) => mutantsBelow(child, source));
  return [...changesOf(node, source), ...below];
}

const wrappers = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression']);

function isLeftAlone(node: SyntaxNode, source: string): boolean {
  if (node.type.startsWith('TS')) return !wrappers.has(node.type);
  if (node.type === 'ImportDeclaration' || node.type === 'ExportAllDeclaration') return true;
  return isLogCall(node, source) || isError(node, source);
}

/** `log.warn(…)`, `options.log.warn(…)` and `logOutcome(…)`, also as statements. */
function isLogCall(node: SyntaxNode, source: string): boolean {
  const call = node.type === 'ExpressionStatement' ? childOf(node, 'expression') : node;
  const callee = call?.type === 'CallExpression' ? childOf(call, 'callee') : undefined;
  return callee !== undefined && /^log[A-Z]|\blog\.\w+$/.test(source.slice(callee.start, callee.end));
}

function isError(node: SyntaxNode, source: string): boolean {
  const callee = node.type === 'NewExpression' ? childOf(node, 'callee') : undefined;
  return callee !== undefined && source.slice(callee.start, callee.end).endsWith('Error');
}

/** Keys of objects and classes are names, not values. */
function mutable(node: SyntaxNode): SyntaxNode[] {
  const key = node['computed'] === true ? undefined : childOf(node, 'key');
  const value = childOf(node, 'value');
  return childrenOf(node).filter((child) => child !== key || child === value);
}
