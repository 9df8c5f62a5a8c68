import { describe, expect, it } from 'vitest';
import type { Delivery } from '../../src/digest/ledger.ts';
import { reportOf, whyNotPosted } from '../../src/digest/outcome-words.ts';
import type { PostOutcome } from '../../src/digest/poster.ts';

describe('why a digest is not in its channel', () => {
  it.each<[PostOutcome, string | undefined]>([
    [{ kind: 'posted', channel: 'C1', ts: '1.2' }, undefined],
    [
      { kind: 'refused', code: 'is_archived', advice: 'Unarchive the channel.' },
      'Slack refused it (is_archived). Unarchive the channel.',
    ],
    [{ kind: 'not-delivered', code: 'ratelimited', retryAfterMs: 1 }, 'Slack was too busy to accept it.'],
    [{ kind: 'not-delivered', code: 'stopping', retryAfterMs: undefined }, 'The bot is restarting.'],
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

describe('the report of a delivery', () => {
  const dueAt = new Date('2026-11-24T09:00:00Z');
  const settledAt = new Date('2026-11-24T09:00:02Z');
  const delivery: Delivery = {
    ...{ id: 's1:1', subscriptionId: 's1', kind: 'slot', slotAt: dueAt, state: 'sent' },
    ...{ leaseUntil: dueAt, notBefore: dueAt, attempt: 1, repeats: 0, sendingAt: dueAt, ts: '1.2' },
    sentTo: 'C0BACKUPS',
    ...{ code: undefined, advice: undefined, lateReason: undefined, settledAt },
  };

  it.each<[Partial<Delivery>, string, string | undefined]>([
    [{}, 'sent', undefined],
    [{ state: 'quiet' }, 'quiet', undefined],
    [{ state: 'claimed' }, 'waiting', undefined],
    [
      { state: 'claimed', code: 'ratelimited' },
      'waiting',
      'Slack was too busy to accept it. The bot tries again.',
    ],
    [{ state: 'claimed', code: 'bug' }, 'waiting', 'Creating it failed; the bot tries again.'],
    [{ state: 'sending' }, 'waiting', undefined],
    [{ state: 'sending', code: 'timeout' }, 'waiting', 'Slack did not confirm it yet; the bot looks for it.'],
    [{ state: 'perhaps', code: 'timeout' }, 'perhaps', 'Slack did not confirm it: check the channel.'],
    [
      { state: 'given-up', code: 'no_text', advice: 'Report it.' },
      'given-up',
      'Slack refused it (no_text). Report it.',
    ],
    [
      { state: 'given-up', code: 'ECONNREFUSED' },
      'given-up',
      'Slack did not accept it (ECONNREFUSED). The bot has given it up.',
    ],
    [{ state: 'given-up', code: 'bug' }, 'given-up', 'It is a bug in the bot; its log has the cause.'],
    [
      { state: 'given-up', code: 'withheld' },
      'given-up',
      'Its channel is shared with people outside the workspace. To allow it, name it in ALLOWED_CHANNELS.',
    ],
    [{ state: 'skipped', lateReason: 'bot-was-down' }, 'skipped', 'The bot was not running.'],
    [{ state: 'skipped', lateReason: 'database' }, 'skipped', 'The bot’s database was away.'],
    [{ state: 'skipped', lateReason: 'slack', code: 'too-late' }, 'skipped', 'Slack did not accept it.'],
    [{ state: 'skipped', lateReason: 'slow-portals' }, 'skipped', 'The portals were too slow.'],
    [{ state: 'skipped', code: 'superseded' }, 'skipped', 'A later one took its place.'],
    [
      { state: 'skipped', code: 'by-hand', lateReason: 'slack' },
      'skipped',
      'It was posted with `/backups digest now` instead.',
    ],
    [{ state: 'skipped', code: 'stopped' }, 'skipped', 'It was stopped before it could be posted.'],
  ])('says of %j: %s', (traits, state, sentence) => {
    expect(reportOf({ ...delivery, ...traits })).toEqual({ dueAt, at: settledAt, state, sentence });
  });
});
