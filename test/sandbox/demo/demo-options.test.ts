import { describe, expect, test } from 'vitest';
import { parseDemoOptions } from '../../../sandbox/demo/demo-options.ts';

describe('parseDemoOptions', () => {
  test('takes the port from the command line, then from the environment, then its own', () => {
    const portOf = (args: string[], env: Record<string, string>) => parseDemoOptions(args, env).port;
    expect(portOf(['--port', '5000'], { DEMO_PORT: '6000' })).toBe(5000);
    expect(portOf([], { DEMO_PORT: '6000' })).toBe(6000);
    expect(portOf([], {})).toBe(4680);
  });

  test.each(['', 'x', '-1', '70000', '80.5'])('reports what is wrong with the port "%s"', (port) => {
    expect(() => parseDemoOptions([], { DEMO_PORT: port })).toThrow('a number from 0 to 65535');
  });

  test('starts the seven portals of the story, or as many as are wanted', () => {
    expect(parseDemoOptions([], {}).portalCount).toBe(7);
    for (const count of [7, 300, 500]) {
      expect(parseDemoOptions(['--portals', String(count)], {}).portalCount).toBe(count);
    }
  });

  test.each(['', '0', '6', '501', '2000', 'abc', '300x', '7.5', '1e2'])(
    'reports what is wrong with "%s" portals',
    (count) => {
      expect(() => parseDemoOptions([`--portals=${count}`], {})).toThrow(
        `from 7 to 500, for example --portals 300; it is "${count}"`,
      );
    },
  );

  test('asks for help only when it is wanted', () => {
    expect(parseDemoOptions(['--help'], {}).help).toBe(true);
    expect(parseDemoOptions([], {}).help).toBe(false);
  });

  test.each([['--portal', '300'], ['300'], ['--portals']])('shows the usage after %j', (...args) => {
    expect(() => parseDemoOptions(args, {})).toThrow('npm run demo -- [--portals N] [--port N]');
  });
});
