import { changesSince } from '../backups/changes.ts';
import { isAhead } from '../backups/left.ts';
import { assessNews, type GivenNotice, type News } from '../backups/notices.ts';
import type { Policy, Portal } from '../backups/portal.ts';
import { chooseAll } from '../backups/query.ts';
import type { Reading } from '../backups/reading.ts';
import type { Snooze } from '../backups/snooze.ts';
import { assessReadings, type Verdict } from '../backups/verdict.ts';
import { type DigestKind, renderDigest } from '../messages/digest.ts';
import type { ChangesSince } from '../messages/parts/news-since.ts';
import type { Log } from '../ops/log.ts';
import type { Readings } from '../readings/create-readings.ts';
import { lateAfterMs } from './enter-slots.ts';
import type { Notices } from './notices.ts';
import { NotLookedUpError, type Occasion, type WriteDigest } from './occasion.ts';
import { breaksSilence, isSignOfLifeDue } from './problems-only.ts';
import { createSlots } from './slots.ts';
import type { Snoozes } from './snoozes.ts';
import type { Subscription } from './subscription.ts';

/** What writing digests needs. */
export interface WriteDigestDeps {
  readonly portals: readonly Portal[];
  readonly readings: Readings;
  readonly notices: Notices;
  readonly snoozes: Snoozes;
  readonly clock: () => Date;
  readonly log: Log;
}

/**
 * Reads every portal that was not read a moment ago, by hand every one again, and renders what a subscription is to be
 * told: the many digests of one minute share what is read. A preview is written also while the database cannot be used;
 * then it does not say what is new.
 */
export function createWriteDigest(deps: WriteDigestDeps): WriteDigest {
  const { portals, readings, notices, clock } = deps;
  return async (subscription, occasion) => {
    const { scope } = chooseAll(portals);
    const read = await readings.read(portals, { scope, fresh: occasion.kind === 'by-hand' });
    const { given, snoozes } = await lookUp(deps, subscription, occasion);
    const now = clock();
    const verdict = assessReadings(
      read.map((reading) => judgedBy(subscription, reading)),
      now,
      snoozes,
    );
    const news = assessNews(verdict, given ?? [], now);
    const kind = kindOf(subscription, occasion, { verdict, news, now });
    if (kind === 'silent' && occasion.kind === 'slot') {
      await notices.keep(subscription.id, news.openAndTold, now).catch(throwNotLookedUp);
      return { message: undefined, remember: async () => undefined };
    }
    const isFirst = occasion.since === undefined || given === undefined;
    const message = renderDigest({
      ...{ verdict, now, kind, next: nextOf(subscription, now) },
      audience: occasion.kind === 'preview' ? 'asker' : 'channel',
      expiringWithinMs: subscription.expiringWithinMs,
      staleAfterMs: subscription.staleAfterMs,
      news: isFirst ? new Map() : news.findings,
      changes: changesOf(read, occasion, now),
      delivery: { ...occasion, late: latenessOf(occasion, now) },
    });
    return { message, remember: (postedAt) => notices.keep(subscription.id, news.open, postedAt) };
  };
}

/**
 * What is snoozed, and what was told before this digest: `undefined` where that cannot be known and need not be. What an
 * earlier attempt at the same slot told, which may not have arrived, is news in this one too; what seems to have been
 * told later was told before the clock was set back.
 */
async function lookUp(
  { notices, snoozes, clock, log }: WriteDigestDeps,
  { id }: Subscription,
  { kind, dueAt }: Occasion,
): Promise<{ readonly given: GivenNotice[] | undefined; readonly snoozes: readonly Snooze[] }> {
  try {
    const given = await notices.given(id);
    const isBefore = ({ givenAt }: GivenNotice) =>
      dueAt === undefined || givenAt < dueAt || isAhead(givenAt, clock());
    return { given: given.filter(isBefore), snoozes: await snoozes.all() };
  } catch (error) {
    if (kind !== 'preview') throwNotLookedUp(error);
    log.warn('The preview of a digest does not say what is new or snoozed', { error });
    return { given: undefined, snoozes: [] };
  }
}

function throwNotLookedUp(cause: unknown): never {
  throw new NotLookedUpError('the database cannot be used', { cause });
}

/** Nothing is known where the clock was set back since the digest before. */
function changesOf(read: readonly Reading[], { since }: Occasion, now: Date): ChangesSince | undefined {
  if (since === undefined || isAhead(since, now)) return undefined;
  return { since, portals: changesSince(read, { since, now }) };
}

/** A portal is judged by its own policy, but for what the subscription sets. */
function judgedBy({ expiringWithinMs, staleAfterMs }: Subscription, reading: Reading): Reading {
  const own = reading.portal.policy;
  const policy: Policy = {
    expiringWithinMs: expiringWithinMs ?? own.expiringWithinMs,
    staleAfterMs: staleAfterMs ?? own.staleAfterMs,
  };
  return { ...reading, portal: { ...reading.portal, policy } };
}

/** By hand, a digest is posted also when it has nothing to tell, and is no sign of life. */
function kindOf(
  { kind, timeZone }: Subscription,
  { kind: asked, since }: Occasion,
  { verdict, news, now }: { readonly verdict: Verdict; readonly news: News; readonly now: Date },
): DigestKind {
  if (kind === 'all') return 'all';
  if (breaksSilence(verdict, news.findings)) return 'problems';
  return asked !== 'by-hand' && isSignOfLifeDue({ since, timeZone }, now) ? 'weekly' : 'silent';
}

function nextOf({ state, cron, timeZone }: Subscription, now: Date): Date | undefined {
  return state.kind === 'on' ? createSlots(cron, timeZone).next(now) : undefined;
}

function latenessOf({ late, dueAt }: Occasion, now: Date): Occasion['late'] {
  if (late !== undefined || dueAt === undefined) return late;
  const isLate = now.getTime() - dueAt.getTime() > lateAfterMs;
  return isLate ? { dueAt, reason: 'slow-portals' } : undefined;
}
