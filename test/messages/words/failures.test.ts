import { describe, expect, it } from 'vitest';
import type { ReadFailure } from '../../../src/backups/failure.ts';
import { describeFailure, type FailureWords } from '../../../src/messages/words/failures.ts';
import { ask, failed, hour, now, reading, server, visibleLines, withPlainSpaces } from '../cast.ts';

const reasons = ['dns', 'refused', 'certificate', 'dropped', 'proxy', 'not-https', 'network'] as const;
const failures: readonly ReadFailure[] = [
  ...reasons.map((reason) => ({ kind: 'unreachable', reason }) as const),
  { kind: 'timeout', afterMs: 20_000 },
  { kind: 'key-refused' },
  { kind: 'not-in-plan' },
  { kind: 'forbidden' },
  { kind: 'not-found' },
  { kind: 'rate-limited', retryAt: undefined },
  { kind: 'server-error', status: 503, retryAt: undefined },
  { kind: 'redirected', to: 'login.example.com' },
  { kind: 'unexpected-status', status: 418 },
  { kind: 'not-json' },
  { kind: 'broken-json' },
  { kind: 'wrong-shape', at: 'response.0.id' },
  { kind: 'too-large', limitBytes: 10_485_760 },
  { kind: 'bug' },
];

function cureOf(words: FailureWords): string {
  return words.cure
    .map((part) => (part.type === 'text' ? part.text : part.type === 'date' ? `[${part.fallback}]` : ''))
    .join('');
}

describe('why a portal cannot be read', () => {
  it('has a sentence of its own for every failure', () => {
    const sentences = failures.map((failure) => describeFailure(failure, false, now).sentence);
    expect(new Set(sentences).size).toBe(failures.length);
  });

  it.each(failures)('tells what mends $kind', (failure) => {
    expect(cureOf(describeFailure(failure, false, now))).toMatch(/^\p{Lu}.*\.$/su);
  });

  it.each([
    ['key-refused', 'api-keys', '*:read'],
    ['forbidden', 'api-keys', 'DocSpace admin'],
    ['not-in-plan', 'payments', 'plan'],
  ] as const)('sends the reader of %s to the right page', (kind, page, word) => {
    const words = describeFailure({ kind }, false, now);
    expect(words.page).toBe(page);
    expect(cureOf(words)).toContain(word);
  });

  it('asks another right for whole-server dumps than for backups', () => {
    const cure = cureOf(describeFailure({ kind: 'forbidden' }, true, now));
    expect(cure).toContain('whole server');
    expect(cure).toContain('dumps: false');
  });

  it.each([{ kind: 'rate-limited' }, { kind: 'server-error', status: 503 }] as const)(
    'tells when to try again, as long as that lies ahead: $kind',
    (failure) => {
      const at = (ms: number) =>
        withPlainSpaces(
          cureOf(describeFailure({ ...failure, retryAt: new Date(now.getTime() + ms) }, false, now)),
        );
      expect(at(5 * 60_000)).toBe('Try again in 5 min · [2026-11-24 08:05 UTC]');
      expect(at(-hour)).toBe('Try again now.');
      expect(at(Number.NaN)).toMatch(/^Try again in a few minutes[.;]/);
    },
  );

  it('sends whose address says https where there is none to that address', () => {
    const words = describeFailure({ kind: 'unreachable', reason: 'not-https' }, false, now);
    expect(words.sentence).toBe('it does not speak https there');
    expect(cureOf(words)).toBe('Check https:// and the port in its address.');
  });

  it('shows the host it was sent to as code, cleaned', () => {
    const { cure } = describeFailure({ kind: 'redirected', to: '`evil`\n.example.com' }, false, now);
    expect(cure[1]).toEqual({ type: 'text', text: 'evil .example.com', style: { code: true } });
  });

  it('is said once where both lists of a portal fail alike, and twice where they do not', () => {
    const key = { kind: 'key-refused' } as const;
    const alike = server('design', failed(key), failed(key, 'dumps'));
    const words = '🔴 design · can’t be read: the key was refused';
    const cure = 'Give the bot a new key with *:read, made by a DocSpace admin. <Open API keys>';
    const history = ask({ portal: 'design' }, [alike], { portalNames: ['design', 'hr'] });
    expect(visibleLines(history)).toEqual([words, 'Its backups are unknown', cure]);
    expect(history.text.split('\n')[0]).toBe(words);
    expect(visibleLines(ask({}, [alike, reading('hr')]))).toContain(words);
    expect(visibleLines(ask({}, [alike, reading('hr')])).join('\n')).not.toContain('Also');
    const differing = server('design', failed(key), failed({ kind: 'bug' }, 'dumps'));
    expect(visibleLines(ask({ portal: 'design' }, [differing]))[0]).toBe(
      `${words} · whole-server dumps can’t be read: the bot made a mistake`,
    );
  });

  it('is told in one breath of portals with dumps and portals without', () => {
    const key = { kind: 'key-refused' } as const;
    const both = server('a', failed(key), failed(key, 'dumps'));
    const lines = visibleLines(ask({}, [both, reading('b', failed(key)), reading('c', failed(key))]));
    expect(lines).toContain('🔴 3 portals · can’t be read: the key was refused');
  });

  it('links to the page of that very portal', () => {
    const message = ask({ portal: 'legal' }, [reading('legal', failed({ kind: 'key-refused' }))]);
    expect(JSON.stringify(message.blocks)).toContain(
      '"url":"https://legal.example.com/portal-settings/developer-tools/api-keys"',
    );
    expect(visibleLines(message)).toContain(
      'Give the bot a new key with *:read, made by a DocSpace admin. <Open API keys>',
    );
  });
});
