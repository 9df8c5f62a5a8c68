import { describe, expect, it } from 'vitest';
import type { LogFields } from '../../src/ops/log.ts';
import { createSlackLogger } from '../../src/ops/slack-logger.ts';

function setUp() {
  const lines: [level: string, message: string, fields: LogFields | undefined][] = [];
  const at = (level: string) => (message: string, fields?: LogFields) => lines.push([level, message, fields]);
  const log = { debug: at('debug'), info: at('info'), warn: at('warn'), error: at('error') };
  return { lines, logger: createSlackLogger(log) };
}

describe("the SDK's logger", () => {
  it('keeps its info lines at debug, and its warnings and errors at their levels', () => {
    const { lines, logger } = setUp();
    const error = new Error('no_reaction');
    logger.debug('apiCall start');
    logger.info('Rate limited, retry in', 30, 'seconds');
    logger.warn('http request failed');
    logger.error('Slack API error', error);
    logger.error(error);
    expect(lines).toEqual([
      ['debug', 'Slack SDK: apiCall start', {}],
      ['debug', 'Slack SDK: Rate limited, retry in 30 seconds', {}],
      ['warn', 'Slack SDK: http request failed', {}],
      ['error', 'Slack SDK: Slack API error', { error }],
      ['error', 'Slack SDK:', { error }],
    ]);
  });

  it('drops the requests that the SDK quotes', () => {
    const { lines, logger } = setUp();
    logger.debug('Received a message on the WebSocket: {"payload":{"token":"canary"}}');
    logger.debug('Retrying\nbody: [\n{"text":"canary"}]');
    logger.warn('Odd request', { text: 'canary' });
    expect(lines.map(([, message]) => message)).toEqual([
      'Slack SDK: Received a message on the WebSocket: …',
      'Slack SDK: Retrying',
      'Slack SDK: Odd request',
    ]);
    expect(JSON.stringify(lines)).not.toContain('canary');
  });

  it('bounds the answers that the SDK quotes', () => {
    const { lines, logger } = setUp();
    logger.error('Slack API error: <html>\n<body>canary</body></html>');
    logger.warn('http request failed', 'x'.repeat(9_000));
    expect(lines[0]?.[1]).toBe('Slack SDK: Slack API error: unreadable answer');
    expect(lines[1]?.[1]).toMatch(/^Slack SDK: http request failed x+…$/);
    expect(lines[1]?.[1].length).toBeLessThan(220);
  });

  it('cannot be made louder by the SDK', () => {
    const { logger } = setUp();
    const before = logger.getLevel();
    logger.setLevel('debug' as ReturnType<typeof logger.getLevel>);
    logger.setName('web-api');
    expect(logger.getLevel()).toBe(before);
  });
});
