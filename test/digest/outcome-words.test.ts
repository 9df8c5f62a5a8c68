import { describe, expect, it } from 'vitest';
import { whyNotPosted } from '../../src/digest/outcome-words.ts';
import type { PostOutcome } from '../../src/digest/poster.ts';

describe('why a digest is not in its channel', () => {
  it.each<[PostOutcome, string | undefined]>([
    [{ kind: 'posted', channel: 'C1', ts: '1.2' }, undefined],
    [
      { kind: 'refused', code: 'is_archived', advice: 'Unarchive the channel.' },
      'Slack refused it (is_archived). Unarchive the channel.',
    ],
    [{ kind: 'not-delivered', code: 'ratelimited', retryAfterMs: 1 }, 'Slack was too busy to accept it.'],
    [
      { kind: 'not-delivered', code: 'ECONNREFUSED', retryAfterMs: undefined },
      'Slack did not accept it (ECONNREFUSED).',
    ],
    [{ kind: 'bug' }, 'It is a bug in the bot; its log has the cause.'],
    [
      { kind: 'uncertain', code: 'TimeoutError' },
      'Slack did not confirm it (TimeoutError): check the channel.',
    ],
  ])('is explained for %j', (outcome, sentence) => {
    expect(whyNotPosted(outcome)).toBe(sentence);
  });
});
