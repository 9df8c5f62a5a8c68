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
    [{ kind: 'not-delivered', code: 'ratelimited', retryAfterMs: 1 }, 'Slack is busy and did not take it.'],
    [
      { kind: 'not-delivered', code: 'ECONNREFUSED', retryAfterMs: undefined },
      'Slack could not take it (ECONNREFUSED).',
    ],
    [{ kind: 'bug' }, 'It is the bot’s own mistake; its log has the cause.'],
    [
      { kind: 'uncertain', code: 'TimeoutError' },
      'Slack did not confirm it (TimeoutError): look in the channel.',
    ],
  ])('is told for %j', (outcome, sentence) => {
    expect(whyNotPosted(outcome)).toBe(sentence);
  });
});
