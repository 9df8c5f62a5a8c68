import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { createLog, type LogOptions } from '../../src/ops/create-log.ts';
import type { Log } from '../../src/ops/log.ts';
import { Secret } from '../../src/ops/secret.ts';

/** The lines that a log wrote. */
function linesOf(options: Omit<LogOptions, 'write'>, act: (log: Log) => void): string[] {
  const lines: string[] = [];
  act(createLog({ ...options, write: (line) => lines.push(line) }));
  return lines;
}

function entryOf(act: (log: Log) => void, level: LogOptions['level'] = 'info'): Record<string, unknown> {
  const [line = ''] = linesOf({ level, format: 'json' }, act);
  return JSON.parse(line) as Record<string, unknown>;
}

const json = { level: 'info', format: 'json' } as const;
const text = { level: 'info', format: 'text' } as const;

describe('a log for machines', () => {
  it('writes one object a line, with time, level, message and facts', () => {
    const entry = entryOf((log) => log.warn('Portal is slow', { portal: 'acme', afterMs: 2_000 }));
    expect(entry).toEqual({
      level: 'warn',
      time: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
      message: 'Portal is slow',
      portal: 'acme',
      afterMs: 2_000,
    });
  });

  it('drops lines below its level', () => {
    const all = (log: Log) => {
      for (const level of ['debug', 'info', 'warn', 'error'] as const) log[level](level);
    };
    expect(linesOf({ level: 'warn', format: 'json' }, all)).toHaveLength(2);
    expect(linesOf({ level: 'debug', format: 'json' }, all)).toHaveLength(4);
  });

  it('lets no field replace its own level, time or message', () => {
    const [line = ''] = linesOf(json, (log) =>
      log.info('real', { message: 'false', level: 'false', time: 'false' }),
    );
    expect(JSON.parse(line)).toMatchObject({ message: 'real', level: 'info', message_: 'false' });
    expect(line.match(/"message"/g)).toHaveLength(1);
  });

  it('accepts any field, and ends each line where it should', () => {
    fc.assert(
      fc.property(
        fc.string(),
        fc.dictionary(fc.string(), fc.anything({ withBigInt: true })),
        (message, fields) => {
          const lines = linesOf(json, (log) => log.info(message, fields));
          expect(lines).toHaveLength(1);
          expect(lines[0]?.trimEnd()).not.toContain('\n');
          expect(JSON.parse(lines[0] ?? '')).toMatchObject({ message });
        },
      ),
    );
  });

  it('leaves no character in a line that ends lines or controls terminals', () => {
    const bad = fc.constantFrom('\n', '\u001B[2J', '\u007F', '\u0085', '\u009B2J', '\u2028', '\u2029');
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), bad, (word, sign) => {
        const message = `${word}${sign}${word}`;
        const [line = ''] = linesOf(json, (log) => log.info(message, { [sign]: sign }));
        expect(line).toMatch(/^[^\p{Cc}\u2028\u2029]*\n$/u);
        expect(JSON.parse(line)).toMatchObject({ message, [sign]: sign });
      }),
    );
  });
});

describe('a log for people', () => {
  it('writes a readable line, without colours unless asked for', () => {
    const act = (log: Log) => log.info('Digest delivered', { channel: 'C1' });
    expect(linesOf(text, act)[0]).toMatch(
      /^\[\d{4}-\d\d-\d\dT[\d:]+Z\] INFO: Digest delivered \{"channel":"C1"\}\n$/,
    );
    expect(linesOf({ ...text, colour: true }, act)[0]).toContain('\u001B[');
  });

  it('stays on one line for any name of a backup', () => {
    fc.assert(
      fc.property(
        fc.string({ unit: 'binary' }),
        fc.constantFrom('\n', '\r', '\u001B[2J', '\u2028', '\u0085'),
        (word, bad) => {
          const [line = ''] = linesOf(text, (log) =>
            log.info(`${word}${bad}${word}`, { word: bad, error: new Error(`${word}${bad}`) }),
          );
          expect(line).toMatch(/^[^\p{Cc}\u2028\u2029]*\n$/u);
        },
      ),
    );
  });

  it('shows the stack of an error at debug', () => {
    const [line] = linesOf({ level: 'debug', format: 'text' }, (log) =>
      log.error('Bug', { error: new Error('boom') }),
    );
    expect(line).toMatch(
      /^\[[\dT:-]+Z\] ERROR: Bug \{"error":\{"type":"Error","message":"boom"\}\}\n {4}Error: boom\n {4} +at .+create-log\.test\.ts/,
    );
  });
});

describe('an error in a log', () => {
  const inner = Object.assign(new TypeError('getaddrinfo failed'), { code: 'ENOTFOUND', request: 'private' });
  const outer = new Error('request failed', { cause: inner });

  it('comes with message, code and causes, but without its stack and what libraries attach to it', () => {
    expect(entryOf((log) => log.error('No answer', { error: outer }))['error']).toEqual({
      type: 'Error',
      message: 'request failed',
      cause: { type: 'TypeError', message: 'getaddrinfo failed', code: 'ENOTFOUND' },
    });
  });

  it('comes with its stack at debug', () => {
    expect(entryOf((log) => log.error('Bug', { error: outer }), 'debug')['error']).toMatchObject({
      stack: expect.stringContaining('create-log.test.ts'),
      cause: { stack: expect.stringContaining('TypeError') },
    });
  });

  it('may have many causes, none, itself as its cause, or not be an error', () => {
    const round = new Error('round');
    round.cause = round;
    const many = new AggregateError([inner, 'text'], 'all failed');
    const bolt = Object.assign(new Error('listener failed'), { original: inner });
    const errorOf = (error: unknown) => entryOf((log) => log.error('x', { error }))['error'];
    expect(errorOf(many)).toMatchObject({ errors: [{ code: 'ENOTFOUND' }, { message: 'text' }] });
    expect(errorOf(bolt)).toMatchObject({ cause: { code: 'ENOTFOUND' } });
    expect(errorOf(round)).toMatchObject({ message: 'round', cause: { message: 'round' } });
    expect(errorOf({ token: 'x' })).toEqual({ message: 'an object that is no Error' });
    expect(errorOf(undefined)).toEqual({ message: 'undefined' });
  });

  it('has a message of one line that fits on a screen', () => {
    const messageOf = (message: string) => {
      const entry = entryOf((log) => log.error('x', { error: new Error(message) }));
      return (entry['error'] as { message: string }).message;
    };
    expect(messageOf('first\nsecond')).toBe('first');
    expect(messageOf('')).toBe('');
    expect(messageOf(`far ${'a'.repeat(5_000)}`)).toBe(`far ${'a'.repeat(196)}…`);
    expect(messageOf(`x${' '.repeat(500_000)}y`)).toMatch(/^x +…$/);
    expect(messageOf(`https://${'a'.repeat(180)}:canary${'b'.repeat(99)}@proxy`)).not.toContain('canary');
  });

  it.each([
    ['An API error occurred: <html><body>canary</body></html>', 'An API error occurred: unreadable answer'],
    ['<!DOCTYPE html>\n<title>canary</title>', 'unreadable answer'],
    [
      `Unexpected token '<', "<!DOCTYPE canary"... is not valid JSON`,
      `Unexpected token '<', unreadable answer`,
    ],
    ['expected a Map<string, number> below <anonymous>', 'expected a Map<string, number> below <anonymous>'],
  ])('logs %j without the web page that a library put into it', (message, told) => {
    const log = (level: 'info' | 'debug') =>
      entryOf((to) => to.error('x', { error: new Error(message) }), level);
    expect(log('info')['error']).toMatchObject({ message: told });
    expect(log('debug')['error']).toMatchObject({ stack: expect.stringContaining('create-log.test.ts') });
    expect(JSON.stringify([log('info'), log('debug')])).not.toContain('canary');
  });

  it('is logged as an error under any name', () => {
    expect(entryOf((log) => log.warn('x', { why: inner }))['why']).toMatchObject({ code: 'ENOTFOUND' });
  });
});

describe('a secret in a log', () => {
  const canary = 'Zq7canaryKq9';

  it('is hidden by its type', () => {
    expect(
      linesOf(json, (log) =>
        log.info('x', { key: new Secret(canary), deep: [{ key: new Secret(canary) }] }),
      ).join(),
    ).not.toContain(canary);
  });

  it('is masked anywhere in the line, and the line stays intact', () => {
    const shapes = fc.constantFrom(
      `xoxb-1-2-${canary}`,
      `xoxe.xoxp-1-${canary}`,
      `xapp-1-A-${canary}`,
      `sk-${canary}`,
      `Bearer ${canary}`,
      `bearer\t${canary}==`,
      `Basic ${canary}==`,
      `https://hooks.slack.com/commands/T1/2/${canary}`,
      `wss://wss-primary.slack.com/link/?ticket=${canary}&app_id=1`,
      `http://me:${canary}@proxy:3128`,
      `{"token":"${canary}","response_url":"http://127.0.0.1/${canary}"}`,
    );
    const around = fc.string({ maxLength: 10 }).map((word) => `${word} `);
    const put = fc.constantFrom<(log: Log, found: string) => void>(
      (log, found) => log.info(found),
      (log, found) => log.info('x', { [found]: 1 }),
      (log, found) => log.info('x', { deep: [{ deeper: found }] }),
      (log, found) => log.info('x', { json: JSON.stringify({ found }) }),
      (log, found) => log.error('x', { error: new Error(found) }),
      (log, found) =>
        log.error('x', {
          error: new Error('y', { cause: Object.assign(new Error(found), { code: found }) }),
        }),
      (log, found) => log.error('x', { error: found }),
    );
    const options = fc.record({
      level: fc.constantFrom('debug' as const, 'info' as const),
      format: fc.constantFrom('text' as const, 'json' as const),
    });
    fc.assert(
      fc.property(options, put, around, shapes, (how, act, word, shape) => {
        const lines = linesOf(how, (log) => act(log, `${word}${shape} tail`));
        expect(lines).toHaveLength(1);
        expect(lines[0]).not.toContain(canary);
        expect(lines[0]).toContain('[secret]');
        if (how.format === 'json') expect(() => JSON.parse(lines[0] ?? '')).not.toThrow();
      }),
      { numRuns: 1_000 },
    );
  });

  it('is not seen in ordinary words', () => {
    const words =
      'task-list of disk-usage, https://acme.example.com/a@b, risk-free, token of thanks, Basic Authentication, basic plan';
    expect(entryOf((log) => log.info(words))['message']).toBe(words);
  });
});
