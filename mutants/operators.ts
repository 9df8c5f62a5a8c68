import type { Change } from './mutant.ts';
import { calledMethod, childOf, listOf, type SyntaxNode } from './syntax.ts';

/** All changes to one node itself, without those to the nodes below it. */
export function changesOf(node: SyntaxNode, source: string): Change[] {
  const operator = operators[node.type];
  return [...(operator?.(node, source) ?? []), ...negateTest(node, source)];
}

type Operator = (node: SyntaxNode, source: string) => Change[];

const operators: Readonly<Record<string, Operator>> = {
  BinaryExpression: swapOperator,
  AssignmentExpression: swapOperator,
  LogicalExpression: changeLogic,
  UnaryExpression: dropNegation,
  Literal: changeLiteral,
  TemplateLiteral: (node) => [replace(node, '``')],
  CallExpression: changeCall,
  ObjectExpression: dropMembers,
  ExpressionStatement: dropStatement,
  IfStatement: dropEarlyExit,
};

const swaps: ReadonlyMap<string, string> = new Map([
  ['<', '<='],
  ['<=', '<'],
  ['>', '>='],
  ['>=', '>'],
  ['===', '!=='],
  ['!==', '==='],
  ['==', '!='],
  ['!=', '=='],
  ['+', '-'],
  ['-', '+'],
  ['*', '/'],
  ['/', '*'],
  ['%', '*'],
  ['**', '*'],
  ['+=', '-='],
  ['-=', '+='],
  ['&&', '||'],
  ['||', '&&'],
]);

function swapOperator(node: SyntaxNode, source: string): Change[] {
  const operator = String(node['operator']);
  const [left, right] = [childOf(node, 'left'), childOf(node, 'right')];
  const swapped = swaps.get(operator);
  if (left === undefined || right === undefined || swapped === undefined) return [];
  if (operator.startsWith('+') && [left, right].some(isText)) return [];
  const start = source.indexOf(operator, left.end);
  return [{ start, end: start + operator.length, replacement: swapped }];
}

function isText(node: SyntaxNode): boolean {
  return node.type === 'TemplateLiteral' || typeof node['value'] === 'string';
}

/** `a ?? b` becomes `a`, and `b`. */
function changeLogic(node: SyntaxNode, source: string): Change[] {
  if (node['operator'] !== '??') return swapOperator(node, source);
  return ['left', 'right'].map((side) => replace(node, textOf(childOf(node, side), source)));
}

function dropNegation(node: SyntaxNode, source: string): Change[] {
  if (node['operator'] !== '!') return [];
  return [replace(node, textOf(childOf(node, 'argument'), source))];
}

const equality = new Set(['===', '!==', '==', '!=']);

/** Skips tests that the operators above already invert. */
function negateTest(node: SyntaxNode, source: string): Change[] {
  const test = node.type === 'ForStatement' ? undefined : childOf(node, 'test');
  if (test === undefined || node.type === 'SwitchCase') return [];
  const operator = String(test['operator'] ?? '');
  if (equality.has(operator) || (test.type === 'UnaryExpression' && operator === '!')) return [];
  return [replace(test, `!(${textOf(test, source)})`)];
}

function changeLiteral(node: SyntaxNode): Change[] {
  const { value } = node;
  if (typeof value === 'boolean') return [replace(node, String(!value))];
  if (typeof value === 'string') return [replace(node, value === '' ? "'mutant'" : "''")];
  return typeof value === 'number' ? numbersNear(value).map((near) => replace(node, `(${near})`)) : [];
}

/** Large numbers are times and sizes, where one more or less is nothing to test. */
function numbersNear(value: number): number[] {
  return value <= 100 ? [value + 1, value - 1] : [value * 2, Math.floor(value / 2)];
}

const methodSwaps: ReadonlyMap<string, string> = new Map([
  ['some', 'every'],
  ['every', 'some'],
  ['min', 'max'],
  ['max', 'min'],
  ['startsWith', 'endsWith'],
  ['endsWith', 'startsWith'],
]);

/** Calls that return something of the same kind as they are called on. */
const droppable = new Set(['filter', 'toSorted', 'toReversed', 'slice', 'trim', 'toLowerCase', 'normalize']);

function changeCall(node: SyntaxNode, source: string): Change[] {
  const method = calledMethod(node);
  if (method === undefined) return [];
  const name = textOf(method.name, source);
  const swapped = methodSwaps.get(name);
  if (swapped !== undefined) return [replace(method.name, swapped)];
  return droppable.has(name) ? [{ start: method.target.end, end: node.end, replacement: '' }] : [];
}

function dropMembers(node: SyntaxNode, source: string): Change[] {
  return listOf(node, 'properties').map(({ start, end }) => {
    const comma = /^\s*,/.exec(source.slice(end))?.[0].length ?? 0;
    return { start, end: end + comma, replacement: '' };
  });
}

/** Directives such as `'use strict'` are not real statements. */
function dropStatement(node: SyntaxNode): Change[] {
  return typeof node['directive'] === 'string' ? [] : [replace(node, ';')];
}

const exits = new Set(['ReturnStatement', 'ContinueStatement', 'BreakStatement', 'ThrowStatement']);

function dropEarlyExit(node: SyntaxNode): Change[] {
  const consequent = childOf(node, 'consequent');
  if (consequent === undefined || childOf(node, 'alternate') !== undefined) return [];
  const [only, ...others] = consequent.type === 'BlockStatement' ? listOf(consequent, 'body') : [consequent];
  return only !== undefined && others.length === 0 && exits.has(only.type) ? [replace(node, ';')] : [];
}

function replace({ start, end }: SyntaxNode, replacement: string): Change {
  return { start, end, replacement };
}

function textOf(node: SyntaxNode | undefined, source: string): string {
  return node === undefined ? '' : source.slice(node.start, node.end);
}
