import { describe, expect, it } from 'vitest';
import type { StoredMessage } from '../../sandbox/slack/stored-message.ts';
import { type DueSlot, judge, type Tally } from '../../simulation/judge.ts';

const minuteMs = 60_000;
const nine = new Date('2027-03-28T09:00:00Z');
const at = (minutes: number) => new Date(nine.getTime() + minutes * minuteMs);

const slot: DueSlot = { subscriptionId: 's1', at: nine, until: at(12 * 60) };
const nextSlot: DueSlot = { subscriptionId: 's1', at: at(24 * 60), until: at(36 * 60) };

function message(of: DueSlot, sentAt: Date, text = 'All fine'): StoredMessage {
  return {
    ...{ channelId: 'C1', ts: (sentAt.getTime() / 1_000).toFixed(6), userId: 'U1', text, blocks: [] },
    ...{ origin: 'api', unfurlLinks: false, deleted: false },
    metadata: { event_payload: { key: `${of.subscriptionId}:${of.at.getTime()}` } },
  };
}

function judged(
  seen: Partial<Parameters<typeof judge>[1]>,
  due: readonly DueSlot[] = [slot],
): Partial<Tally> {
  const { faults, ...counts } = judge(due, { messages: [], entries: [], troubles: [], ...seen });
  const counted = Object.fromEntries(Object.entries(counts).filter(([, count]) => count > 0));
  return { ...counted, ...(faults.length > 0 && { faults }) };
}

const entry = (state: string) => ({ subscriptionId: 's1', slotAt: nine, state });

describe('a slot is judged by its channel', () => {
  it('delivered once', () => {
    expect(judged({ messages: [message(slot, at(1))] })).toEqual({ due: 1, delivered: 1 });
  });

  it('twice, unless the second one is marked', () => {
    const first = message(slot, at(1));
    expect(judged({ messages: [first, message(slot, at(2))] })).toMatchObject({
      twice: 1,
      faults: [expect.stringContaining('twice: s1 at 2027-03-28T09:00:00.000Z')],
    });
    const marked = message(slot, at(2), 'This may be a repeat:');
    expect(judged({ messages: [marked, first] })).toEqual({ due: 1, delivered: 1, marked: 1 });
    const markedFirst = message(slot, at(1), 'This may be a repeat:');
    expect(judged({ messages: [markedFirst, message(slot, at(2))] })).toMatchObject({ twice: 1 });
  });

  it('late, which has to be said', () => {
    expect(judged({ messages: [message(slot, at(8), '*Late by 8 min*')] })).toEqual({
      ...{ due: 1, delivered: 1, late: 1 },
    });
    expect(judged({ messages: [message(slot, at(8))] })).toMatchObject({
      faults: [expect.stringContaining('late without a word')],
    });
  });

  it('lost, whatever the bot believes', () => {
    expect(judged({})).toMatchObject({ lost: 1, faults: [expect.stringContaining('not entered')] });
    expect(judged({ entries: [entry('sent')] })).toMatchObject({ lost: 1 });
    expect(judged({ entries: [entry('skipped')] })).toMatchObject({ lost: 1 });
  });

  it('skipped, where there was trouble until it was too late, and the next one says so', () => {
    const troubles = [{ from: at(-5), until: at(13 * 60) }];
    const entries = [entry('skipped')];
    expect(judged({ entries, troubles })).toEqual({ due: 1, skipped: 1 });
    const due = [slot, nextSlot];
    const told = message(nextSlot, nextSlot.at, 'The digest of Sunday was skipped');
    expect(judged({ entries, troubles, messages: [told] }, due)).toEqual({
      due: 2,
      delivered: 1,
      skipped: 1,
    });
    expect(judged({ entries, troubles, messages: [message(nextSlot, nextSlot.at)] }, due)).toMatchObject({
      faults: [expect.stringContaining('skipped without a word')],
    });
    const short = [{ from: at(-5), until: at(60) }];
    expect(judged({ entries, troubles: short })).toMatchObject({ lost: 1 });
  });

  it('perhaps, where the bot says so', () => {
    expect(judged({ entries: [entry('perhaps')] })).toEqual({ due: 1, perhaps: 1 });
  });

  it('and a message that nobody waits for is a fault', () => {
    const { faults } = judge([slot], {
      messages: [message(slot, at(0)), message(nextSlot, nextSlot.at)],
      ...{ entries: [], troubles: [] },
    });
    expect(faults).toEqual([`not due: s1:${nextSlot.at.getTime()}`]);
  });
});
