import { describe, expect, test, vi } from 'vitest';
import { NotLookedUpError } from '../../src/digest/occasion.ts';
import type { Poster, PostOutcome } from '../../src/digest/poster.ts';
import { type DigestsRig, startDigests } from './digests-rig.ts';

const nothing = (): void => undefined;
const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const unreachable: PostOutcome = { kind: 'not-delivered', code: 'ECONNREFUSED', retryAfterMs: undefined };
const uncertain: PostOutcome = { kind: 'uncertain', code: 'timeout' };
const noAccess = { kind: 'no-access', code: 'missing_scope' } as const;

const postedAt = (rig: DigestsRig) => rig.poster.posts.map(({ at }) => at);
const errors = (rig: DigestsRig) => rig.log.filter(({ level }) => level === 'error');
/** What the log says of deliveries. */
const lines = (rig: DigestsRig) =>
  rig.log.map(({ message }) => message).filter((message) => message !== 'Digests scheduled');
const last = (rig: DigestsRig, id: string) => rig.digests.lastDelivery(id);

describe('a digest', () => {
  test('is posted at its slot, every day, and is not late', async () => {
    const rig = await startDigests();
    const { id } = await rig.subscribe();
    await rig.at('08:59:59');
    expect(postedAt(rig)).toEqual([]);
    await rig.at('09:00');
    await rig.at('2026-11-25T09:00:00Z');
    await rig.at('2026-11-25T09:00:15Z');
    expect(postedAt(rig)).toEqual(['09:00:00', '09:00:00']);
    expect(rig.written).toMatchObject([
      { kind: 'slot', since: undefined, late: undefined, mayRepeat: false, skipped: [] },
      { since: new Date('2026-11-24T09:00:00Z'), dueAt: new Date('2026-11-25T09:00:00Z') },
    ]);
    expect(rig.remembered).toHaveLength(2);
    expect(lines(rig)).toEqual(['Digest posted', 'Digest posted']);
    expect(await last(rig, id)).toMatchObject({ state: 'sent', sentence: undefined });
  });

  test('is announced in the log at the start', async () => {
    const rig = await startDigests();
    await rig.subscribe();
    await rig.subscribe({ channel: 'C0OTHER', cron: '30 8 * * *' });
    await rig.tick();
    const next = '2026-11-24T09:00:00.000Z';
    expect(rig.log).toMatchObject([{ message: 'Digests scheduled', fields: { digests: 2, next } }]);
  });

  test('of each of many subscriptions is posted once, spread over a minute', async () => {
    const rig = await startDigests();
    for (let number = 0; number < 60; number += 1) await rig.subscribe({ channel: `C${number}` });
    await rig.at('09:00');
    const atOnce = rig.poster.posts.length;
    await rig.pass(minuteMs);
    expect(new Set(rig.poster.posts.map(({ channel }) => channel)).size).toBe(60);
    expect(rig.poster.posts).toHaveLength(60);
    expect(atOnce).toBeLessThan(30);
  });

  test('has nothing to tell on a green day, and that is told only to those who ask', async () => {
    const rig = await startDigests();
    const { id } = await rig.subscribe({ kind: 'problems' });
    rig.onWrite = async () => undefined;
    await rig.at('09:00');
    expect(rig.poster.posts).toEqual([]);
    expect(rig.remembered).toEqual([]);
    expect(await last(rig, id)).toMatchObject({ state: 'quiet', sentence: undefined });
    expect((await rig.subscriptions.find(id))?.nextDueAt).toEqual(new Date('2026-11-25T09:00:00Z'));
  });

  test('that was stopped after it came due is not posted', async () => {
    const rig = await startDigests();
    const { id } = await rig.subscribe();
    rig.poster.outcomes.push(unreachable);
    await rig.at('09:00');
    await rig.subscriptions.setState(
      id,
      { kind: 'stopped' },
      { by: 'U1', at: rig.now, nextDueAt: undefined },
    );
    await rig.pass(minuteMs);
    expect(rig.poster.posts).toHaveLength(1);
    expect(await last(rig, id)).toMatchObject({
      state: 'skipped',
      sentence: expect.stringContaining('stopped'),
    });
  });

  test('whose times are not understood hides no other', async () => {
    const rig = await startDigests();
    const bad = await rig.subscribe({ channel: 'C0BAD' });
    const change = { by: 'U1', at: rig.now, nextDueAt: bad.nextDueAt };
    await rig.subscriptions.change(bad.id, { ...bad, timeZone: 'Mars/Base' }, change);
    await rig.subscribe();
    await rig.at('09:00');
    await rig.at('09:00:15');
    expect(rig.poster.posts.map(({ channel }) => channel)).toEqual(['C0BACKUPS']);
    expect(errors(rig)[0]?.message).toContain('set it up again');
  });

  test('follows the new time when a clock that was ahead is put right, and none comes twice', async () => {
    const rig = await startDigests();
    rig.now = new Date('2026-11-24T15:30:00Z');
    await rig.subscribe();
    await rig.tick();
    await rig.at('07:30');
    await rig.at('09:00');
    expect(postedAt(rig)).toEqual(['09:00:00']);
    expect(rig.log.some(({ message }) => message.includes('set back'))).toBe(true);
    await rig.at('08:59:50');
    await rig.at('09:00:05');
    expect(postedAt(rig)).toEqual(['09:00:00']);
  });

  test('is not lost to a clock that was days ahead', async () => {
    const rig = await startDigests();
    const { id } = await rig.subscribe();
    await rig.at('2026-11-26T09:00:05Z');
    expect(rig.written.at(-1)?.skipped).toHaveLength(2);
    await rig.at('08:59:45');
    await rig.at('09:00');
    expect(rig.written.at(-1)).toMatchObject({ since: undefined, skipped: [] });
    expect(await last(rig, id)).toMatchObject({ dueAt: new Date('2026-11-24T09:00:00Z'), state: 'sent' });
    await rig.at('2026-11-25T09:00:00Z');
    expect(rig.written.at(-1)).toMatchObject({ since: new Date('2026-11-24T09:00:00Z'), skipped: [] });
    expect(rig.poster.posts).toHaveLength(3);
    await rig.at('2026-11-26T09:00:00Z');
    expect(rig.poster.posts).toHaveLength(3);
  });

  test('comes at the new time when the clock was put right while the bot was down', async () => {
    const rig = await startDigests();
    rig.now = new Date('2026-11-24T15:30:00Z');
    await rig.subscribe();
    await rig.tick();
    rig.restart();
    await rig.at('08:00');
    await rig.at('09:00');
    expect(postedAt(rig)).toEqual(['09:00:00']);
  });
});

describe('a digest that somebody changes', () => {
  const change = { by: 'U0ADMIN', at: new Date('2026-11-24T09:00:01Z'), nextDueAt: undefined };

  test('to another channel while it is written comes there', async () => {
    const rig = await startDigests();
    const subscription = await rig.subscribe();
    rig.onWrite = async () => {
      await rig.subscriptions.change(subscription.id, { ...subscription, channel: 'C0OTHER' }, change);
      rig.onWrite = async () => ({ text: 'digest', blocks: [] });
      return { text: 'outdated', blocks: [] };
    };
    await rig.at('09:00');
    expect(rig.poster.posts.map(({ channel }) => channel)).toEqual(['C0OTHER']);
  });

  test('to another channel is looked for where it was sent', async () => {
    const rig = await startDigests();
    const subscription = await rig.subscribe();
    rig.poster.outcomes.push(uncertain);
    await rig.at('09:00');
    await rig.subscriptions.change(subscription.id, { ...subscription, channel: 'C0OTHER' }, change);
    await rig.pass(5 * minuteMs);
    expect(rig.poster.posts.map(({ channel }) => channel)).toEqual(['C0BACKUPS']);
    expect(await rig.digests.lastDelivery(subscription.id)).toMatchObject({ state: 'sent' });
  });

  test('and stops while it is written is not posted', async () => {
    const rig = await startDigests();
    const { id } = await rig.subscribe();
    rig.onWrite = async () => {
      await rig.subscriptions.setState(id, { kind: 'stopped' }, change);
      return { text: 'digest', blocks: [] };
    };
    await rig.at('09:00');
    expect(rig.poster.posts).toEqual([]);
    expect(await rig.digests.lastDelivery(id)).toMatchObject({
      state: 'skipped',
      sentence: 'It was stopped before it could be posted.',
    });
  });
});

describe('a digest that Slack did not get', () => {
  test('is tried again with fresh figures until it is posted, and says why it is late', async () => {
    const rig = await startDigests();
    const { id } = await rig.subscribe();
    rig.poster.outcomes.push(...Array.from({ length: 5 }, () => unreachable));
    vi.spyOn(Math, 'random').mockReturnValue(0);
    await rig.at('09:00');
    expect(await last(rig, id)).toMatchObject({
      state: 'waiting',
      sentence: 'Slack did not accept it (ECONNREFUSED). The bot tries again.',
    });
    await rig.pass(10 * minuteMs);
    expect(postedAt(rig)).toEqual(['09:00:00', '09:00:15', '09:00:45', '09:01:45', '09:03:45', '09:07:45']);
    expect(rig.written.at(-2)?.late).toBeUndefined();
    expect(rig.written.at(-1)?.late).toMatchObject({ reason: 'slack' });
    expect(errors(rig)).toEqual([]);
    vi.restoreAllMocks();
  });

  test('is not tried before Slack allows, nor is another one in its channel', async () => {
    const rig = await startDigests();
    await rig.subscribe();
    await rig.subscribe({ cron: '2 9 * * *' });
    rig.poster.outcomes.push({ kind: 'not-delivered', code: 'ratelimited', retryAfterMs: 7 * minuteMs });
    await rig.at('09:00');
    await rig.pass(6.9 * minuteMs);
    expect(postedAt(rig)).toEqual(['09:00:00']);
    await rig.pass(hourMs);
    expect(rig.poster.posts).toHaveLength(3);
  });

  test('is sent again in a moment when Slack asks for a short pause, once', async () => {
    const rig = await startDigests();
    await rig.subscribe();
    const busy: PostOutcome = { kind: 'not-delivered', code: 'ratelimited', retryAfterMs: 2 * secondMs };
    rig.poster.outcomes.push(busy);
    await rig.at('09:00');
    expect(postedAt(rig)).toEqual(['09:00:00', '09:00:02']);
    expect(rig.written).toHaveLength(1);
    rig.poster.outcomes.push(busy, busy);
    await rig.at('2026-11-25T09:00:00Z');
    expect(rig.poster.posts).toHaveLength(4);
  });

  test('is given up when it would be too late, with one error line, and the next one tells of it', async () => {
    const rig = await startDigests({ lateWithinMs: hourMs });
    const { id } = await rig.subscribe();
    rig.poster.outcomes.push(...Array.from({ length: 20 }, () => unreachable));
    await rig.at('09:00');
    await rig.pass(59 * minuteMs);
    expect(errors(rig)).toEqual([]);
    await rig.pass(3 * hourMs);
    expect(postedAt(rig).at(-1)).toBe('10:00:00');
    expect(errors(rig)).toMatchObject([
      { message: expect.stringContaining('was not posted'), fields: { code: 'ECONNREFUSED' } },
    ]);
    expect(await last(rig, id)).toMatchObject({ state: 'given-up' });
    rig.poster.outcomes.length = 0;
    await rig.at('2026-11-25T09:00:00Z');
    expect(rig.written.at(-1)?.skipped).toEqual([
      { dueAt: new Date('2026-11-24T09:00:00Z'), reason: 'slack' },
    ]);
  });

  test('is replaced by the next slot, which tells of it', async () => {
    const rig = await startDigests();
    await rig.subscribe({ cron: '*/10 * * * *' });
    rig.poster.outcomes.push({ ...unreachable, retryAfterMs: 15 * minuteMs });
    await rig.at('09:00');
    await rig.pass(19 * minuteMs);
    expect(postedAt(rig)).toEqual(['09:00:00', '09:10:00']);
    expect(rig.written.at(-1)?.skipped).toMatchObject([{ reason: 'slack' }]);
    expect(errors(rig)).toEqual([]);
  });

  test('delays no other', async () => {
    const rig = await startDigests();
    await rig.subscribe({ channel: 'C0FIRST' });
    await rig.subscribe({ channel: 'C0OTHER' });
    rig.poster.outcomes.push('never-answered');
    rig.now = new Date('2026-11-24T09:00:00Z');
    void rig.tick();
    await vi.waitFor(() => expect(rig.poster.arrived).toHaveLength(2));
  });

  test('because of a bug is tried again', async () => {
    const rig = await startDigests();
    await rig.subscribe();
    rig.onWrite = async () => {
      throw new Error('a bug');
    };
    await rig.at('09:00');
    expect(errors(rig)[0]?.fields['error']).toEqual(new Error('a bug'));
    rig.onWrite = async () => ({ text: 'good', blocks: [] });
    await rig.pass(minuteMs);
    expect(rig.poster.posts).toHaveLength(1);
  });

  test.each<[PostOutcome, string, string]>([
    [{ kind: 'refused', code: 'no_text', advice: 'Report it.' }, 'Report it.', 'no_text'],
    [{ kind: 'withheld' }, 'ALLOWED_CHANNELS', 'ALLOWED_CHANNELS'],
  ])('because it is refused is not tried again: %j', async (outcome, line, sentence) => {
    const rig = await startDigests();
    const { id } = await rig.subscribe();
    rig.poster.outcomes.push(outcome);
    await rig.at('09:00');
    await rig.pass(hourMs);
    expect(rig.poster.posts).toHaveLength(1);
    expect(errors(rig)).toMatchObject([{ message: expect.stringContaining(line) }]);
    expect(await last(rig, id)).toMatchObject({
      state: 'given-up',
      sentence: expect.stringContaining(sentence),
    });
  });
});

describe('a digest that may have been posted', () => {
  test('and is in its channel is not sent again', async () => {
    const rig = await startDigests();
    const { id } = await rig.subscribe();
    rig.poster.outcomes.push(uncertain);
    await rig.at('09:00');
    expect(await last(rig, id)).toMatchObject({
      state: 'waiting',
      sentence: expect.stringContaining('confirm'),
    });
    expect(rig.remembered).toEqual([]);
    await rig.pass(hourMs);
    expect(rig.poster.posts).toHaveLength(1);
    expect(rig.remembered).toHaveLength(1);
    expect(await last(rig, id)).toMatchObject({ state: 'sent' });
  });

  test('is found although the clock of the bot is half an hour ahead of that of Slack', async () => {
    const rig = await startDigests();
    await rig.subscribe();
    rig.poster.outcomes.push(uncertain);
    const { find } = rig.poster;
    const postedAt = new Date('2026-11-24T08:30:00Z');
    rig.poster.find = async (channel, key, since) =>
      since > postedAt ? { kind: 'absent' } : find(channel, key, since);
    await rig.at('09:00');
    await rig.pass(5 * minuteMs);
    expect(rig.poster.posts).toHaveLength(1);
  });

  test('and is not in its channel is sent again, unmarked', async () => {
    const rig = await startDigests();
    await rig.subscribe();
    rig.poster.outcomes.push(uncertain);
    await rig.at('09:00');
    (rig.poster.arrived as unknown[]).length = 0;
    await rig.pass(hourMs);
    expect(postedAt(rig)).toEqual(['09:00:00', '09:01:00']);
    expect(rig.written.at(-1)?.mayRepeat).toBe(false);
  });

  test('where the bot may not look is sent again, marked', async () => {
    const rig = await startDigests();
    const { id } = await rig.subscribe();
    rig.poster.sight = noAccess;
    rig.poster.outcomes.push(uncertain);
    await rig.at('09:00');
    await rig.pass(hourMs);
    expect(rig.written.map(({ mayRepeat }) => mayRepeat)).toEqual([false, true]);
    expect(await last(rig, id)).toMatchObject({ state: 'sent' });
  });

  test('again and again is not repeated without end', async () => {
    const rig = await startDigests();
    const { id } = await rig.subscribe();
    rig.poster.sight = noAccess;
    rig.poster.outcomes.push(...Array.from({ length: 99 }, () => uncertain));
    await rig.at('09:00');
    await rig.pass(6 * hourMs);
    expect(rig.poster.posts).toHaveLength(5);
    expect(await last(rig, id)).toMatchObject({
      state: 'perhaps',
      sentence: expect.stringContaining('check the channel'),
    });
  });

  test('where the bot may not look is not sent again if the settings say so', async () => {
    const rig = await startDigests({ whenUnsure: 'give-up' });
    const { id } = await rig.subscribe();
    rig.poster.sight = noAccess;
    rig.poster.outcomes.push(uncertain);
    await rig.at('09:00');
    await rig.pass(hourMs);
    expect(rig.poster.posts).toHaveLength(1);
    expect(await last(rig, id)).toMatchObject({ state: 'perhaps' });
    expect(rig.remembered).toHaveLength(1);
    expect((await rig.subscriptions.find(id))?.state).toEqual({ kind: 'on' });
  });

  test('is looked for until Slack answers, and is not sent meanwhile', async () => {
    const rig = await startDigests();
    await rig.subscribe();
    rig.poster.sight = { kind: 'unanswered', retryAfterMs: undefined };
    rig.poster.outcomes.push(uncertain);
    await rig.at('09:00');
    await rig.pass(hourMs);
    rig.poster.sight = undefined;
    await rig.pass(2 * minuteMs);
    expect(rig.poster.posts).toHaveLength(1);
    expect(rig.remembered).toHaveLength(1);
  });

  test('stays in doubt when a repetition surely did not arrive', async () => {
    const rig = await startDigests();
    await rig.subscribe();
    rig.poster.sight = noAccess;
    rig.poster.outcomes.push(uncertain, unreachable);
    await rig.at('09:00');
    await rig.pass(hourMs);
    expect(rig.written.map(({ mayRepeat }) => mayRepeat)).toEqual([false, true, true]);
  });
});

describe('a bot that was killed', () => {
  test('before it sent anything has lost nothing, and goes on at once', async () => {
    const rig = await startDigests();
    await rig.subscribe();
    rig.onWrite = () => new Promise(() => undefined);
    rig.now = new Date('2026-11-24T09:00:00Z');
    void rig.tick();
    await vi.waitFor(() => expect(rig.written).toHaveLength(1));
    rig.onWrite = async () => ({ text: 'again', blocks: [] });
    rig.restart();
    await rig.at('09:00:02');
    expect(postedAt(rig)).toEqual(['09:00:02']);
  });

  test.each([
    ['and may look, has posted once', undefined, 1, []],
    ['and may not look, repeats it, marked', noAccess, 2, [false, true]],
  ])('while it was sending, %s', async (_, sight, count, marks) => {
    const rig = await startDigests();
    await rig.subscribe();
    rig.poster.sight = sight;
    rig.poster.outcomes.push('never-answered');
    rig.now = new Date('2026-11-24T09:00:00Z');
    void rig.tick();
    await vi.waitFor(() => expect(rig.poster.posts).toHaveLength(1));
    rig.restart();
    await rig.at('09:00:02');
    expect(rig.poster.posts).toHaveLength(1);
    await rig.pass(minuteMs);
    expect(rig.poster.arrived).toHaveLength(count);
    if (marks.length > 0) expect(rig.written.map(({ mayRepeat }) => mayRepeat)).toEqual(marks);
  });

  test('and started hours later posts the newest slot, marked, and tells of the others', async () => {
    const rig = await startDigests();
    const { id } = await rig.subscribe();
    rig.restart();
    await rig.at('2026-11-27T15:00:00Z');
    expect(rig.poster.posts).toHaveLength(1);
    const due = (day: number) => new Date(`2026-11-${day}T09:00:00Z`);
    expect(rig.written).toMatchObject([
      {
        late: { dueAt: due(27), reason: 'bot-was-down' },
        skipped: [24, 25, 26].map((day) => ({ dueAt: due(day), reason: 'bot-was-down' })),
      },
    ]);
    expect((await rig.subscriptions.find(id))?.nextDueAt).toEqual(due(28));
  });

  test('for longer than a digest is worth posts nothing, and says what was skipped', async () => {
    const rig = await startDigests();
    const { id } = await rig.subscribe();
    rig.restart();
    await rig.at('22:00');
    expect(rig.poster.posts).toEqual([]);
    expect(await last(rig, id)).toMatchObject({ state: 'skipped', sentence: 'The bot was not running.' });
    await rig.at('2026-11-25T09:00:00Z');
    expect(rig.written).toMatchObject([{ late: undefined, skipped: [{ reason: 'bot-was-down' }] }]);
  });

  test('with a digest in its hands for longer than that says so too', async () => {
    const rig = await startDigests();
    const { id } = await rig.subscribe();
    rig.onWrite = () => new Promise(() => undefined);
    rig.now = new Date('2026-11-24T09:00:00Z');
    void rig.tick();
    await vi.waitFor(() => expect(rig.written).toHaveLength(1));
    rig.onWrite = async () => ({ text: 'digest', blocks: [] });
    rig.restart();
    await rig.at('22:00');
    expect(rig.poster.posts).toEqual([]);
    expect(await rig.digests.lastDelivery(id)).toMatchObject({
      state: 'skipped',
      sentence: 'The bot was not running.',
    });
    await rig.at('2026-11-25T09:00:00Z');
    expect(rig.written.at(-1)?.skipped).toEqual([
      { dueAt: new Date('2026-11-24T09:00:00Z'), reason: 'bot-was-down' },
    ]);
  });

  test('for a year enters a bounded number of skipped slots', async () => {
    const rig = await startDigests();
    await rig.subscribe({ cron: '0 * * * *' });
    rig.restart();
    await rig.at('2027-11-24T09:20:00Z');
    expect(rig.poster.posts).toHaveLength(1);
    expect(rig.written[0]?.skipped).toHaveLength(10);
  });

  test('says that it was down when that, not Slack, took the longest', async () => {
    const rig = await startDigests();
    await rig.subscribe();
    rig.poster.outcomes.push(unreachable);
    await rig.at('09:00');
    rig.restart();
    await rig.at('12:00');
    expect(rig.written.at(-1)?.late).toMatchObject({ reason: 'bot-was-down' });
  });

  test('and then waited for Slack says so', async () => {
    const rig = await startDigests();
    await rig.subscribe();
    const begin = rig.restart({}, { start: false });
    rig.now = new Date('2026-11-24T11:00:00Z');
    begin.digests.start();
    await rig.tick();
    expect(rig.written).toMatchObject([{ late: { reason: 'slack' } }]);
  });
});

describe('several copies of the bot', () => {
  test('post each digest once, whoever ticks first', async () => {
    const rig = await startDigests({ isShared: true });
    for (const channel of ['C1', 'C2', 'C3', 'C4']) await rig.subscribe({ channel });
    const copies = [rig.restart(), rig.restart(), rig.restart()];
    rig.now = new Date('2026-11-24T09:00:00Z');
    await Promise.all(copies.map((copy) => copy.tick()));
    await rig.pass(2 * minuteMs);
    expect(rig.poster.posts.map(({ channel }) => channel).toSorted()).toEqual(['C1', 'C2', 'C3', 'C4']);
  });

  test('do not post what another one took over while they were paused', async () => {
    const rig = await startDigests({ isShared: true });
    await rig.subscribe();
    let goOn: () => void = () => undefined;
    rig.onWrite = () =>
      new Promise((resolve) => {
        goOn = () => resolve({ text: 'by the paused one', blocks: [] });
      });
    rig.now = new Date('2026-11-24T09:00:00Z');
    const paused = rig.tick();
    await vi.waitFor(() => expect(rig.written).toHaveLength(1));
    rig.onWrite = async () => ({ text: 'by the other one', blocks: [] });
    rig.restart();
    await rig.at('09:00:59');
    expect(rig.poster.posts).toEqual([]);
    await rig.at('09:01:00');
    goOn();
    await paused;
    expect(rig.poster.posts.map(({ message }) => message.text)).toEqual(['by the other one']);
  });

  test('send nothing that another one took over while they were paused, just before it', async () => {
    const rig = await startDigests({ isShared: true });
    await rig.subscribe();
    const { poster } = rig;
    let goOn = nothing;
    const slow: Poster = {
      ...poster,
      async post(...args) {
        await new Promise<void>((resolve) => {
          goOn = resolve;
        });
        return poster.post(...args);
      },
    };
    const first = rig.restart({ poster: slow });
    rig.now = new Date('2026-11-24T09:00:00Z');
    const paused = first.tick();
    await vi.waitFor(() => expect(goOn).not.toBe(nothing));
    rig.restart();
    await rig.at('09:01:00');
    goOn();
    await paused;
    expect(poster.posts).toMatchObject([{ at: '09:01:00' }]);
  });
});

describe('a digest for which portals are read', () => {
  test('for longer than a lease stays in the same hands', async () => {
    const rig = await startDigests({ isShared: true });
    const { id } = await rig.subscribe();
    const key = `${id}:${Date.parse('2026-11-24T09:00:00Z')}`;
    let isRead: () => void = () => undefined;
    rig.onWrite = () =>
      new Promise((resolve) => {
        isRead = () => resolve({ text: 'slow', blocks: [] });
      });
    rig.now = new Date('2026-11-24T09:00:00Z');
    const reading = rig.tick();
    await vi.waitFor(() => expect(rig.written).toHaveLength(1));
    for (let ticks = 0; ticks < 20; ticks += 1) {
      rig.now = new Date(rig.now.getTime() + 15 * secondMs);
      void rig.tick();
      const until = new Date(rig.now.getTime() + minuteMs);
      await vi.waitFor(async () => expect((await rig.ledger.find(key))?.leaseUntil).toEqual(until));
      expect(await rig.ledger.open(rig.now, 9)).toEqual([]);
    }
    isRead();
    await reading;
    expect(rig.written).toHaveLength(1);
    expect(rig.poster.posts).toHaveLength(1);
  });
});

describe('several posts in one channel', () => {
  test('are at least a second apart', async () => {
    const rig = await startDigests();
    await rig.subscribe();
    await rig.subscribe({ timeZone: 'Europe/London' });
    await rig.at('09:00');
    const times = rig.poster.posts.map(({ at }) => Date.parse(`2026-11-24T${at}Z`));
    expect(times).toHaveLength(2);
    expect((times[1] ?? 0) - (times[0] ?? 0)).toBeGreaterThanOrEqual(secondMs);
  });
});

describe('a database that goes away', () => {
  test('holds digests up until it is back, with one line each, and they say why', async () => {
    const rig = await startDigests();
    await rig.subscribe();
    await rig.tick();
    rig.isDatabaseAway = true;
    await rig.at('09:00');
    await rig.pass(10 * minuteMs);
    expect(errors(rig)).toMatchObject([{ message: expect.stringContaining('when it is back') }]);
    rig.isDatabaseAway = false;
    await rig.pass(15 * secondMs);
    expect(rig.written).toMatchObject([{ late: { reason: 'database' } }]);
    expect(rig.poster.posts).toHaveLength(1);
    expect(rig.log.filter(({ message }) => message.includes('is back'))).toHaveLength(2);
  });

  test('while a digest is sent does not make it twice', async () => {
    const rig = await startDigests();
    const { id } = await rig.subscribe();
    rig.poster.sight = noAccess;
    const release = rig.poster.hold();
    rig.now = new Date('2026-11-24T09:00:00Z');
    const sending = rig.tick();
    await vi.waitFor(() => expect(rig.poster.posts).toHaveLength(1));
    rig.isDatabaseAway = true;
    release();
    await sending;
    await rig.pass(5 * minuteMs);
    rig.isDatabaseAway = false;
    await rig.pass(5 * minuteMs);
    expect(rig.poster.posts).toHaveLength(1);
    expect(rig.remembered).toHaveLength(1);
    expect(await last(rig, id)).toMatchObject({ state: 'sent' });
  });

  test('while a digest is written is no bug, and holds it up', async () => {
    const rig = await startDigests();
    await rig.subscribe();
    rig.onWrite = async () => {
      rig.onWrite = async () => ({ text: 'digest', blocks: [] });
      throw new NotLookedUpError('away', { cause: new Error('the database is away') });
    };
    await rig.at('09:00');
    await rig.pass(2 * minuteMs);
    expect(errors(rig)).toMatchObject([{ message: expect.stringContaining('when it is back') }]);
    expect(rig.poster.posts).toHaveLength(1);
  });

  test('is not blamed for good, nor are others held up, when one thing cannot be written down', async () => {
    const rig = await startDigests({
      write: async ({ channel }) => ({
        message: { text: channel, blocks: [] },
        async remember() {
          if (channel === 'C0ODD') throw new Error('refused');
        },
      }),
    });
    await rig.subscribe({ channel: 'C0ODD' });
    await rig.subscribe({ channel: 'C0SOUND', cron: '5 9 * * *' });
    await rig.at('09:00');
    await rig.at('09:05');
    expect(rig.poster.posts.map(({ channel }) => channel)).toEqual(['C0ODD', 'C0SOUND']);
    expect(errors(rig).at(-1)?.message).toContain('It is a bug');
  });

  test('still lets a preview be written', async () => {
    const rig = await startDigests();
    const subscription = await rig.subscribe();
    rig.isDatabaseAway = true;
    expect((await rig.digests.preview(subscription)).text).toBe('preview');
  });
});

describe('a channel that is gone for good', () => {
  const gone: PostOutcome = {
    ...{ kind: 'refused', code: 'is_archived', advice: 'Unarchive it.', isChannelGone: true },
  };

  test('stops its digest, and whoever set it up is told, with a button that brings it back', async () => {
    const rig = await startDigests();
    const { id } = await rig.subscribe();
    rig.poster.outcomes.push(gone);
    await rig.at('09:00');
    expect((await rig.subscriptions.find(id))?.state).toEqual({ kind: 'broken', code: 'is_archived' });
    const [, told] = rig.poster.posts;
    expect(told).toMatchObject({ channel: 'U0ADMIN' });
    expect(JSON.stringify(told?.message.blocks)).toContain(`digest resume ${id}`);
    await rig.at('2026-11-25T09:00:00Z');
    expect(rig.poster.posts).toHaveLength(2);
    expect(rig.digests.brokenSeed()).toBeUndefined();
  });

  test('is told again until Slack accepts it', async () => {
    const rig = await startDigests();
    await rig.subscribe();
    rig.poster.outcomes.push(gone, unreachable);
    await rig.at('09:00');
    expect(rig.poster.posts.map(({ channel }) => channel)).toEqual(['C0BACKUPS', 'U0ADMIN', 'U0ADMIN']);
    expect(rig.poster.arrived).toHaveLength(1);
  });

  test.each([
    ['the administrators', new Set(['U0BOSS', 'U0CHIEF']), ['U0BOSS', 'U0CHIEF'], undefined],
    ['everybody who asks', new Set<string>(), [], { channel: 'C0SEED', code: 'is_archived' }],
  ])('of the settings is told to %s', async (_, admins, people, brokenSeed) => {
    const rig = await startDigests({ admins });
    const wish = { channel: 'C0SEED', cron: '0 9 * * *', timeZone: 'UTC', kind: 'all' } as const;
    await rig.subscriptions.followSettings(
      { ...wish, expiringWithinMs: undefined, staleAfterMs: undefined },
      { by: undefined, at: rig.now, nextDueAt: new Date('2026-11-24T09:00:00Z') },
    );
    rig.poster.outcomes.push(gone);
    await rig.at('09:00');
    await rig.at('09:00:15');
    expect(rig.poster.arrived.map(({ channel }) => channel)).toEqual(people);
    expect(rig.digests.brokenSeed()).toEqual(brokenSeed);
  });

  test('does not stop a digest that was moved to another one meanwhile', async () => {
    const rig = await startDigests();
    const subscription = await rig.subscribe();
    const release = rig.poster.hold();
    rig.poster.outcomes.push(gone);
    rig.now = new Date('2026-11-24T09:00:00Z');
    const sending = rig.tick();
    await vi.waitFor(() => expect(rig.poster.posts).toHaveLength(1));
    const change = { by: 'U1', at: rig.now, nextDueAt: new Date('2026-11-25T09:00:00Z') };
    await rig.subscriptions.change(subscription.id, { ...subscription, channel: 'C0NEW' }, change);
    release();
    await sending;
    expect((await rig.subscriptions.find(subscription.id))?.state).toEqual({ kind: 'on' });
    expect(rig.poster.posts).toHaveLength(1);
  });
});

describe('digest now', () => {
  test('posts at once, at any time, and only once for one command', async () => {
    const rig = await startDigests();
    const subscription = await rig.subscribe();
    expect(await rig.digests.postNow(subscription, 'a1')).toMatchObject({ kind: 'posted' });
    expect(await rig.digests.postNow(subscription, 'a1')).toMatchObject({ kind: 'posted' });
    expect(postedAt(rig)).toEqual(['08:59:30']);
    expect(rig.written).toMatchObject([{ kind: 'by-hand', dueAt: undefined, late: undefined }]);
  });

  test('posts once for two people who ask at the same moment', async () => {
    const rig = await startDigests();
    const subscription = await rig.subscribe();
    const answers = await Promise.all(['a1', 'a2'].map((each) => rig.digests.postNow(subscription, each)));
    expect(answers.map(({ kind }) => kind).toSorted()).toEqual(['already-running', 'posted']);
    expect(rig.poster.posts).toHaveLength(1);
  });

  test('says so while the scheduled one is being posted', async () => {
    const rig = await startDigests();
    const subscription = await rig.subscribe();
    const release = rig.poster.hold();
    rig.now = new Date('2026-11-24T09:00:00Z');
    const sending = rig.tick();
    await vi.waitFor(() => expect(rig.poster.posts).toHaveLength(1));
    expect(await rig.digests.postNow(subscription, 'a1')).toEqual({ kind: 'already-running' });
    release();
    await sending;
    await rig.pass(hourMs);
    expect(rig.poster.posts).toHaveLength(1);
  });

  test('that surely fails is not tried again', async () => {
    const rig = await startDigests();
    const subscription = await rig.subscribe({ cron: '0 15 * * *' });
    rig.poster.outcomes.push(unreachable);
    expect(await rig.digests.postNow(subscription, 'a1')).toEqual(unreachable);
    await rig.pass(hourMs);
    expect(rig.poster.posts).toHaveLength(1);
  });

  test.each<[string, PostOutcome[]]>([
    ['is posted', []],
    ['may be posted', [uncertain]],
  ])('that %s replaces the one that waits, which is never sent after it', async (_, outcomes) => {
    const rig = await startDigests();
    const subscription = await rig.subscribe();
    rig.poster.outcomes.push({ ...unreachable, retryAfterMs: 30 * minuteMs }, ...outcomes);
    await rig.at('09:00');
    await rig.pass(5 * minuteMs);
    await rig.digests.postNow(subscription, 'a1');
    await rig.pass(2 * hourMs);
    expect(postedAt(rig)).toEqual(['09:00:00', '09:05:00']);
    expect(errors(rig)).toEqual([]);
    expect(rig.remembered).toHaveLength(1);
  });

  test('that surely fails leaves the one that waits its turn', async () => {
    const rig = await startDigests();
    const subscription = await rig.subscribe();
    rig.poster.outcomes.push({ ...unreachable, retryAfterMs: 30 * minuteMs }, unreachable);
    await rig.at('09:00');
    await rig.pass(5 * minuteMs);
    await rig.digests.postNow(subscription, 'a1');
    await rig.pass(2 * hourMs);
    expect(postedAt(rig)).toEqual(['09:00:00', '09:05:00', '09:30:00']);
  });

  test('looks first whether the one that waits is there', async () => {
    const rig = await startDigests();
    const subscription = await rig.subscribe();
    rig.poster.outcomes.push(uncertain);
    await rig.at('09:00');
    expect(await rig.digests.postNow(subscription, 'a1')).toMatchObject({ kind: 'posted' });
    await rig.pass(hourMs);
    expect(rig.poster.posts).toHaveLength(2);
    expect(rig.written.at(-1)?.since).toEqual(new Date('2026-11-24T09:00:00Z'));
  });

  test('serves a slot that comes meanwhile', async () => {
    const rig = await startDigests();
    const subscription = await rig.subscribe();
    const release = rig.poster.hold();
    const asked = rig.digests.postNow(subscription, 'a1');
    await vi.waitFor(() => expect(rig.poster.posts).toHaveLength(1));
    rig.now = new Date('2026-11-24T09:00:00Z');
    const ticked = rig.tick();
    await rig.digests.lastDelivery(subscription.id);
    rig.now = new Date('2026-11-24T09:00:01Z');
    release();
    expect(await asked).toMatchObject({ kind: 'posted' });
    await ticked;
    await rig.pass(hourMs);
    expect(rig.poster.posts).toHaveLength(1);
  });

  test('whose asker was told that it may be there is not repeated where the bot may not look', async () => {
    const rig = await startDigests();
    const subscription = await rig.subscribe({ cron: '0 15 * * *' });
    rig.poster.sight = noAccess;
    rig.poster.outcomes.push(uncertain);
    expect(await rig.digests.postNow(subscription, 'a1')).toMatchObject({ kind: 'uncertain' });
    await rig.pass(hourMs);
    expect(rig.poster.posts).toHaveLength(1);
    expect(await last(rig, subscription.id)).toMatchObject({ state: 'perhaps' });
  });

  test('that was interrupted before it was sent is posted after the start', async () => {
    const rig = await startDigests();
    const subscription = await rig.subscribe({ cron: '0 15 * * *' });
    rig.onWrite = () => new Promise(() => undefined);
    void rig.digests.postNow(subscription, 'a1');
    await vi.waitFor(() => expect(rig.written).toHaveLength(1));
    rig.onWrite = async () => ({ text: 'again', blocks: [] });
    rig.restart();
    await rig.tick();
    expect(rig.poster.posts).toHaveLength(1);
  });

  test('says so while the database is away, and posts nothing', async () => {
    const rig = await startDigests();
    const subscription = await rig.subscribe();
    rig.isDatabaseAway = true;
    expect(await rig.digests.postNow(subscription, 'a1')).toEqual({ kind: 'interrupted' });
    expect(rig.poster.posts).toEqual([]);
    expect(errors(rig)).toMatchObject([{ message: expect.stringContaining('when it is back') }]);
  });

  test('that the database interrupts comes once it is back', async () => {
    const rig = await startDigests();
    const subscription = await rig.subscribe();
    rig.onWrite = async () => {
      rig.isDatabaseAway = true;
      return { text: 'digest', blocks: [] };
    };
    expect(await rig.digests.postNow(subscription, 'a1')).toEqual({ kind: 'interrupted' });
    rig.isDatabaseAway = false;
    rig.onWrite = async () => ({ text: 'digest', blocks: [] });
    await rig.pass(2 * minuteMs);
    expect(rig.poster.posts).toHaveLength(1);
  });
});

describe('stopping', () => {
  test('waits for what is in progress, and begins nothing more', async () => {
    const rig = await startDigests();
    await rig.subscribe();
    const release = rig.poster.hold();
    rig.now = new Date('2026-11-24T09:00:00Z');
    void rig.tick();
    await vi.waitFor(() => expect(rig.poster.posts).toHaveLength(1));
    let isStopped = false;
    const stopping = rig.digests.stop().then(() => {
      isStopped = true;
    });
    await rig.digests.lastDelivery('any');
    expect(isStopped).toBe(false);
    release();
    await stopping;
    expect(rig.log.at(-1)?.message).toBe('Digest posted');
    await rig.at('2026-11-25T09:00:00Z');
    expect(rig.poster.posts).toHaveLength(1);
  });

  test('leaves what waits to the next process', async () => {
    const rig = await startDigests();
    await rig.subscribe();
    rig.poster.outcomes.push(unreachable);
    await rig.at('09:00');
    await rig.digests.stop();
    await rig.pass(hourMs);
    expect(rig.poster.posts).toHaveLength(1);
    rig.restart();
    await rig.tick();
    expect(rig.poster.posts).toHaveLength(2);
    expect(errors(rig)).toEqual([]);
  });

  test('posts nothing for who asks meanwhile', async () => {
    const rig = await startDigests();
    const subscription = await rig.subscribe();
    await rig.digests.stop();
    expect(await rig.digests.postNow(subscription, 'a1')).toMatchObject({ code: 'stopping' });
  });
});
