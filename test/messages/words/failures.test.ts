import { describe, expect, it } from 'vitest';
import type { ReadFailure } from '../../../src/backups/failure.ts';
import { describeFailure, type FailureWords } from '../../../src/messages/words/failures.ts';
import type { Telling } from '../../../src/messages/words/telling.ts';
import { ask, failed, hour, now, reading, server, visibleLines, withPlainSpaces } from '../cast.ts';

const reasons = ['dns', 'refused', 'dropped', 'proxy', 'not-https', 'tls', 'network'] as const;
const faults = [
  ...(['wrong-name', 'incomplete-chain', 'expired', 'not-yet-valid'] as const),
  ...(['self-signed', 'unknown-authority', 'other'] as const),
];
const states = [
  ...(['suspended', 'to-be-removed', 'transferring', 'restoring', 'migrating', 'encrypting'] as const),
];
const failures: readonly ReadFailure[] = [
  ...reasons.map((reason) => ({ kind: 'unreachable', reason }) as const),
  ...faults.map((fault) => ({ kind: 'bad-certificate', fault }) as const),
  ...states.map((state) => ({ kind: 'portal-state', state }) as const),
  ...(['challenge', 'login', 'proxy', 'page'] as const).map(
    (by) => ({ kind: 'refused-in-front', by }) as const,
  ),
  ...([true, false, undefined] as const).map((isOwnServer) => ({ kind: 'unpaid', isOwnServer }) as const),
  { kind: 'timeout', afterMs: 20_000 },
  { kind: 'key-refused' },
  { kind: 'key-not-allowed', lacks: 'owner' },
  { kind: 'key-not-allowed', lacks: 'permission' },
  { kind: 'dumps-not-allowed', why: 'cloud' },
  { kind: 'dumps-not-allowed', why: 'limited' },
  { kind: 'address-not-allowed' },
  { kind: 'refused', status: 403 },
  { kind: 'not-found' },
  { kind: 'rate-limited', retryAt: undefined },
  { kind: 'internal-error' },
  { kind: 'server-error', status: 503, retryAt: undefined },
  { kind: 'redirected', to: 'login.example.com' },
  { kind: 'unexpected-status', status: 418 },
  { kind: 'not-json' },
  { kind: 'broken-json' },
  { kind: 'wrong-shape', at: 'response.0.id' },
  { kind: 'too-large', what: 'body', limitBytes: 10_485_760 },
  { kind: 'too-large', what: 'headers', limitBytes: 65_536 },
  { kind: 'bug' },
];

const telling: Telling = { now, by: 'durations' };

function nextOf(words: FailureWords): string {
  return words.next
    .map((part) => (part.type === 'text' ? part.text : part.type === 'date' ? `[${part.fallback}]` : ''))
    .join('');
}

describe('why a portal cannot be read', () => {
  it('has a sentence of its own for every failure', () => {
    const sentences = failures.map((failure) => describeFailure(failure, telling).sentence);
    expect(new Set(sentences).size).toBe(failures.length);
  });

  it.each(failures)('says what helps against $kind', (failure) => {
    expect(nextOf(describeFailure(failure, telling))).toMatch(/^\p{Lu}.*[.?]$/su);
  });

  it('is short', () => {
    for (const failure of failures) {
      const words = describeFailure(failure, telling);
      expect(words.sentence.length).toBeLessThanOrEqual(60);
      expect(nextOf(words).length).toBeLessThanOrEqual(125);
    }
  });

  it.each<[ReadFailure, string, string]>([
    [{ kind: 'key-refused' }, 'api-keys', '*:read'],
    [{ kind: 'key-not-allowed', lacks: 'permission' }, 'api-keys', '*:read'],
    [{ kind: 'key-not-allowed', lacks: 'owner' }, 'api-keys', 'DocSpace admin'],
    [{ kind: 'unpaid', isOwnServer: true }, 'payments', 'Renew'],
    [{ kind: 'internal-error' }, 'storages', 'storage'],
  ])('sends the reader of %j to the right page', (failure, page, word) => {
    const words = describeFailure(failure, telling);
    expect(words.link?.[0]).toBe(page);
    expect(nextOf(words)).toContain(word);
  });

  it('speaks of the key only where the key is to blame, and never of a right to manage the server', () => {
    const spoken = failures.filter((failure) => {
      const words = describeFailure(failure, telling);
      return /\bkey\b/.test(words.sentence);
    });
    expect(new Set(spoken.map(({ kind }) => kind))).toEqual(new Set(['key-refused', 'key-not-allowed']));
    for (const failure of failures) expect(nextOf(describeFailure(failure, telling))).not.toContain('manage');
  });

  it.each(['cloud', 'limited'] as const)(
    'does not ask for another key where dumps are not shown: %s',
    (why) => {
      const words = describeFailure({ kind: 'dumps-not-allowed', why }, telling);
      expect(nextOf(words)).toBe('Set dumps: false for this portal.');
      expect(words.link).toBeUndefined();
    },
  );

  it('names NODE_EXTRA_CA_CERTS only where it helps', () => {
    const named = faults.filter((fault) =>
      nextOf(describeFailure({ kind: 'bad-certificate', fault }, telling)).includes('NODE_EXTRA_CA_CERTS'),
    );
    expect(named).toEqual(['incomplete-chain', 'self-signed', 'unknown-authority']);
  });

  it.each([{ kind: 'rate-limited' }, { kind: 'server-error', status: 503 }] as const)(
    'says when to try again, if that is in the future: $kind',
    (failure) => {
      const at = (ms: number) =>
        withPlainSpaces(
          nextOf(describeFailure({ ...failure, retryAt: new Date(now.getTime() + ms) }, telling)),
        );
      expect(at(5 * 60_000)).toBe('Try again in 5 min.');
      expect(at(-hour)).toBe('Try again now.');
      expect(at(Number.NaN)).toMatch(/^Try again in a few minutes[.;]/);
    },
  );

  it('tells the moment in what stays in a channel', () => {
    const retryAt = new Date(now.getTime() + 5 * 60_000);
    const words = describeFailure({ kind: 'rate-limited', retryAt }, { now, by: 'moments' });
    expect(nextOf(words)).toBe('It can be asked again: [2026-11-24 08:05 UTC]');
  });

  it('leads to the portal itself where a browser shows more', () => {
    const links = failures.filter((failure) => describeFailure(failure, telling).link?.[0] === 'portal');
    expect(new Set(links.map(({ kind }) => kind))).toEqual(
      new Set(['unreachable', 'portal-state', 'timeout', 'refused', 'unexpected-status', 'not-json']),
    );
  });

  it('points to the address when it says https and the server does not', () => {
    const words = describeFailure({ kind: 'unreachable', reason: 'not-https' }, telling);
    expect(words.sentence).toBe('it does not use https there');
    expect(nextOf(words)).toBe('Check https:// and the port in its address.');
  });

  it('shows the host it was sent to as code, cleaned', () => {
    const { next } = describeFailure({ kind: 'redirected', to: '`evil`\n.example.com' }, telling);
    expect(next[1]).toEqual({ type: 'text', text: 'evil .example.com', style: { code: true } });
  });

  it('is reported once when both lists of a portal fail alike, and twice where they do not', () => {
    const key = { kind: 'key-refused' } as const;
    const alike = server('design', failed(key), failed(key, 'dumps'));
    const words = '🔴 design · the key was refused';
    const next = 'It needs a new *:read key. <Open API keys>';
    const history = ask({ portal: 'design' }, [alike], { portalNames: ['design', 'hr'] });
    expect(visibleLines(history)).toEqual([words, 'Its backups are unknown', next]);
    expect(history.text.split('\n')[0]).toBe(words);
    expect(visibleLines(ask({}, [alike, reading('hr')]))).toContain(words);
    const differing = server('design', failed(key), failed({ kind: 'bug' }, 'dumps'));
    expect(visibleLines(ask({ portal: 'design' }, [differing]))[0]).toBe(
      `${words} · whole-server dumps can’t be read: the bot has a bug`,
    );
  });

  it('is shown together for portals with dumps and portals without', () => {
    const key = { kind: 'key-refused' } as const;
    const both = server('a', failed(key), failed(key, 'dumps'));
    const lines = visibleLines(ask({}, [both, reading('b', failed(key)), reading('c', failed(key))]));
    expect(lines).toContain('🔴 3 portals: the key was refused');
  });

  it('links to the page of that very portal', () => {
    const message = ask({ portal: 'legal' }, [reading('legal', failed({ kind: 'key-refused' }))]);
    expect(JSON.stringify(message.blocks)).toContain(
      '"url":"https://legal.example.com/portal-settings/developer-tools/api-keys"',
    );
    expect(visibleLines(message)).toContain('It needs a new *:read key. <Open API keys>');
  });
});
