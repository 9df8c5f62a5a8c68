import { describe, expect, test } from 'vitest';
import { parseDemoOptions } from '../../../sandbox/demo/demo-options.ts';

describe('parseDemoOptions', () => {
  test('takes the port from the command line, then from the environment, then its own', () => {
    expect(parseDemoOptions(['--port', '5000'], { DEMO_PORT: '6000' })).toEqual({ port: 5000 });
    expect(parseDemoOptions([], { DEMO_PORT: '6000' })).toEqual({ port: 6000 });
    expect(parseDemoOptions([], {})).toEqual({ port: 4680 });
  });

  test.each(['', 'x', '-1', '70000', '80.5'])('reports what is wrong with the port "%s"', (port) => {
    expect(() => parseDemoOptions([], { DEMO_PORT: port })).toThrow('a number from 0 to 65535');
  });
});
