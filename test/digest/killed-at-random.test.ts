import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PostOutcome } from '../../src/digest/poster.ts';
import type { Subscription } from '../../src/digest/subscription.ts';
import { type DigestsRig, startDigests } from './digests-rig.ts';

const minuteMs = 60_000;
const everyMs = 10 * minuteMs;

/** What happens next: time passes, or the next post or text ends like this. */
type Event =
  | { readonly kind: 'pass'; readonly ms: number }
  | { readonly kind: 'post'; readonly outcome: PostOutcome | Error | 'never-answered' }
  | { readonly kind: 'killed-while-reading' | 'killed' | 'database-away' | 'database-back' };

const outcomes: readonly (PostOutcome | Error | 'never-answered')[] = [
  { kind: 'not-delivered', code: 'ECONNREFUSED', retryAfterMs: undefined },
  { kind: 'not-delivered', code: 'ratelimited', retryAfterMs: 1_000 },
  { kind: 'not-delivered', code: 'ratelimited', retryAfterMs: 90_000 },
  { kind: 'uncertain', code: 'timeout' },
  new Error('reset before Slack took it'),
  'never-answered',
];

const anEvent: fc.Arbitrary<Event> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      kind: fc.constant('pass' as const),
      ms: fc.integer({ min: 1_000, max: 240_000 }),
    }),
  },
  {
    weight: 4,
    arbitrary: fc.record({ kind: fc.constant('post' as const), outcome: fc.constantFrom(...outcomes) }),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom('killed-while-reading', 'killed', 'database-away', 'database-back')
      .map((kind) => ({ kind }) as Event),
  },
);

/** Ticks; a process that hangs is killed, and another one takes its place. */
async function tickOrRestart(rig: DigestsRig, hung: () => boolean): Promise<void> {
  let isDone = false;
  const ticking = rig.tick().then(() => {
    isDone = true;
  });
  while (!isDone && !hung()) await new Promise((resolve) => setImmediate(resolve));
  if (isDone) await ticking;
  else rig.restart();
}

async function live(events: readonly Event[], access: 'full' | 'none') {
  const rig = await startDigests();
  if (access === 'none') rig.poster.sight = { kind: 'no-access', code: 'missing_scope' };
  rig.now = new Date('2026-11-24T09:05:00Z');
  const subscriptions: Subscription[] = [];
  for (const channel of ['C0FIRST', 'C0SECOND'])
    subscriptions.push(await rig.subscribe({ channel, cron: '*/10 * * * *' }));
  let hangs = 0;
  let isKilledReading = false;
  let seen = 0;
  rig.onWrite = async ({ mayRepeat }) => {
    if (isKilledReading) {
      isKilledReading = false;
      hangs += 1;
      return new Promise(() => undefined);
    }
    return { text: mayRepeat ? 'again' : 'first', blocks: [] };
  };
  const hung = () => {
    const count = hangs + rig.poster.hanging;
    const isNew = count > seen;
    seen = count;
    return isNew;
  };
  const pass = async (ms: number) => {
    const until = rig.now.getTime() + ms;
    while (rig.now.getTime() < until) {
      rig.now = new Date(Math.min(until, rig.now.getTime() + 30_000));
      await tickOrRestart(rig, hung);
    }
  };
  for (const event of events) {
    if (event.kind === 'pass') await pass(event.ms);
    else if (event.kind === 'post') rig.poster.outcomes.push(event.outcome);
    else if (event.kind === 'killed') rig.restart();
    else if (event.kind === 'killed-while-reading') isKilledReading = true;
    else rig.isDatabaseAway = event.kind === 'database-away';
  }
  rig.poster.outcomes.length = 0;
  isKilledReading = false;
  rig.isDatabaseAway = false;
  await pass(80 * minuteMs);
  return { rig, subscriptions };
}

/** Every slot that has come, with what became of it and the texts that arrived for it. */
async function slotsOf({ rig, subscriptions }: Awaited<ReturnType<typeof live>>) {
  const slots = [];
  for (const { id } of subscriptions) {
    const first = Date.parse('2026-11-24T09:10:00Z');
    for (let at = first; at < rig.now.getTime() - everyMs; at += everyMs) {
      const delivery = await rig.ledger.find(`${id}:${at}`);
      const arrived = rig.poster.arrived.filter(({ key }) => key === `${id}:${at}`);
      slots.push({ delivery, texts: arrived.map(({ message }) => message.text) });
    }
  }
  return slots;
}

describe('a bot that is killed at random, with a Slack and a database that fail', () => {
  test.each(['full', 'none'] as const)(
    'loses no digest, and posts none twice unless marked; access to the channels: %s',
    async (access) => {
      await fc.assert(
        fc.asyncProperty(fc.array(anEvent, { minLength: 10, maxLength: 40 }), async (events) => {
          for (const { delivery, texts } of await slotsOf(await live(events, access))) {
            if (delivery === undefined) throw new Error('a slot was not entered');
            const { state, lateReason } = delivery;
            expect(['sent', 'perhaps', 'skipped']).toContain(state);
            if (state === 'sent') expect(texts.length).toBeGreaterThan(0);
            if (state === 'skipped')
              expect({ texts, lateReason }).toEqual({ texts: [], lateReason: expect.anything() });
            if (access === 'full') expect(texts.length).toBeLessThanOrEqual(1);
            expect(texts.slice(1).filter((text) => text !== 'again')).toEqual([]);
          }
        }),
        { numRuns: 12, endOnFailure: true },
      );
    },
    60_000,
  );
});
