import { describe, expect, it } from 'vitest';
import { findMutants } from '../../mutants/find-mutants.ts';
import { applyTo } from '../../mutants/mutant.ts';

function mutantsOf(source: string): string[] {
  return findMutants('a.ts', source).map((mutant) => applyTo(source, mutant));
}

describe('the mutants of a source', () => {
  it.each([
    ['if (a) b = c;', ['if (!(a)) b = c;', 'if (a) ;']],
    ['x = a && b', ['x = a || b']],
    ['x = a || b', ['x = a && b']],
    ['x = a < b', ['x = a <= b']],
    ['x = a >= b', ['x = a > b']],
    ['x = a === b ? c : d', ['x = a !== b ? c : d']],
    ['x = !a ? c : d', ['x = a ? c : d']],
    ['x = a - b', ['x = a + b']],
    ['x = a ?? b', ['x = a', 'x = b']],
    ['x = true', ['x = false']],
    ["x = 'a'", ["x = ''"]],
    ["x = ''", ["x = 'mutant'"]],
    ['x = `ab`', ['x = ``']],
    ["x = 'a' + b", ["x = '' + b"]],
    ['x = 7', ['x = (8)', 'x = (6)']],
    ['x = 5_000', ['x = (10000)', 'x = (2500)']],
    ['x = a.some(b)', ['x = a.every(b)']],
    ['x = a.filter(b).length', ['x = a.length']],
    ['x = { a, ...b, c: d }', ['x = {  ...b, c: d }', 'x = { a,  c: d }', 'x = { a, ...b,  }']],
    ['for (;;) { if (a.b) continue; }', ['for (;;) { ; }', 'for (;;) { if (!(a.b)) continue; }']],
    ['function f(a = 1) {}', ['function f(a = (2)) {}', 'function f(a = (0)) {}']],
    ['x = a as B | undefined && (true as C)', ['x = a as B | undefined || (true as C)']],
  ])('of %s', (source, mutants) => {
    const others = mutantsOf(source).filter((mutant) => !mutant.startsWith(';'));
    expect(others.slice(0, mutants.length)).toEqual(mutants);
  });

  it.each([
    "import { a } from 'b';",
    "export * from 'b';",
    "type A = 'b' | 7;",
    "log.warn('a', { b: 1 });",
    "options.log.debug('a');",
    'logOutcome(log, { a: 1 });',
    "x(new RangeError('a'));",
    "const { 'a': b } = c;",
  ])('leave alone %s', (source) => {
    expect(mutantsOf(source).filter((mutant) => mutant !== ';')).toEqual([]);
  });

  it('remove whole statements', () => {
    expect(mutantsOf('a(); b = c;')).toEqual(['; b = c;', 'a(); ;']);
  });
});
