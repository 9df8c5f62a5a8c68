import { describe, expect, it } from 'vitest';
import type { Backup } from '../../src/backups/backup.ts';
import { changesSince, type ListChanges } from '../../src/backups/changes.ts';
import type { HistoryPart, ListPast } from '../../src/backups/reading.ts';
import { aPortal, at, dayMs, fromNow, hourMs } from './sample-backups.ts';
import { failedAt, named, pastAfter, readAt } from './sample-pasts.ts';

/** Nine o'clock of the first day, and of those after it. A digest was delivered on each a little later. */
const morning = (day: number) => fromNow(day * dayMs);
const digest = (day: number) => fromNow(day * dayMs + 60_000);

/** Made at three in the morning of that day. */
function made(day: number, traits: Partial<Backup> = {}): Backup {
  return named(`day ${day}`, { createdAt: fromNow(day * dayMs - 6 * hourMs), ...traits });
}

const bucket = { storage: { kind: 'third-party' } } as const;

function changesOf(past: ListPast, since: Date): ListChanges | undefined {
  const reading = { portal: aPortal(), histories: [], past: [past] };
  return changesSince([reading], { since, now: past.askedAt })[0]?.lists[0];
}

function changesAfter(...answers: readonly [HistoryPart, ...HistoryPart[]]): ListChanges | undefined {
  return changesOf(pastAfter(...answers), digest(0));
}

const nothing: ListChanges = {
  ...{
    part: 'own',
    appeared: [],
    expired: [],
    rotated: [],
    lost: undefined,
    relisted: [],
    outage: undefined,
  },
};

describe('what changed since the last digest', () => {
  it('has what is new, what expired, and what probably rotated, newest first', () => {
    const leaving = named('temporary', { ...made(0), id: 'temporary', expiry: at(fromNow(dayMs)) });
    const changes = changesAfter(
      readAt(morning(0), [leaving, made(-1), made(0)]),
      readAt(morning(1), [made(0), made(1)]),
      readAt(morning(2), [made(1), made(2)]),
    );
    expect(changes).toEqual({
      ...nothing,
      appeared: [made(2), made(1)],
      expired: [leaving],
      rotated: [made(0), made(-1)],
    });
  });

  it('has what is no longer listed, since when, and when it was listed last', () => {
    const changes = changesAfter(
      readAt(morning(0), [made(-2), made(-1), made(0)]),
      readAt(morning(1), [made(0)]),
    );
    const [missingSince, lastSeenAt] = [morning(1), morning(0)];
    expect(changes?.lost).toEqual({
      backups: [
        { backup: made(-1), missingSince, lastSeenAt },
        { backup: made(-2), missingSince, lastSeenAt },
      ],
      emptied: [],
    });
  });

  it('has each storage that was left empty at once', () => {
    const inBucket = [-4, -3, -2].map((day) => made(day, bucket));
    const changes = changesAfter(
      readAt(morning(0), [...inBucket, made(-1), made(0)]),
      readAt(morning(1), [made(0), made(1)]),
      readAt(morning(2), [made(0), made(1), made(2)]),
    );
    expect(changes?.lost?.backups).toHaveLength(3);
    expect(changes?.lost?.emptied).toEqual([{ storage: { kind: 'third-party' }, count: 3 }]);
  });

  it('calls no storage empty in which something has been listed since', () => {
    const inBucket = [-4, -3, -2].map((day) => made(day, bucket));
    const before = readAt(morning(0), [...inBucket, made(-1), made(0)]);
    const later = changesAfter(
      before,
      readAt(morning(1), [made(-1), made(0), made(1)]),
      readAt(morning(2), [made(-1), made(0), made(1), made(2, bucket)]),
    );
    expect(later?.lost?.backups).toHaveLength(3);
    expect(later?.lost?.emptied).toEqual([]);
    const atOnce = changesAfter(before, readAt(morning(1), [made(-1), made(0), made(1, bucket)]));
    expect(atOnce?.lost?.emptied).toEqual([]);
  });

  it('calls no storage empty that lost its backups one by one, or kept one', () => {
    const [first, second] = [made(-4, bucket), made(-3, bucket)];
    const oneByOne = changesAfter(
      readAt(morning(0), [first, second, made(0)]),
      readAt(morning(1), [second, made(0)]),
      readAt(morning(2), [made(0)]),
    );
    expect(oneByOne?.lost?.emptied).toEqual([]);
    const kept = made(-2, bucket);
    const others = changesAfter(readAt(morning(0), [first, second, kept]), readAt(morning(1), [kept]));
    expect(others?.lost?.backups).toHaveLength(2);
    expect(others?.lost?.emptied).toEqual([]);
  });

  it('has what is listed again after it had gone without explanation, and not as new', () => {
    const past = pastAfter(
      readAt(morning(0), [made(-1), made(0)]),
      readAt(morning(1), [made(0)]),
      readAt(morning(2), [made(-1), made(0)]),
    );
    expect(changesOf(past, digest(1))).toEqual({ ...nothing, relisted: [made(-1)] });
  });

  it('has an outage that had begun by then, once it is over', () => {
    const outage = { since: morning(0), until: morning(2) };
    const begun = [failedAt(morning(0)), failedAt(morning(1))] as const;
    const before = readAt(morning(-1), [made(-1)]);
    expect(changesAfter(before, ...begun, readAt(morning(2), [made(-1)]))).toEqual({ ...nothing, outage });
    expect(changesAfter(before, ...begun)).toBeUndefined();
    expect(
      changesAfter(
        before,
        readAt(morning(0), [made(-1)]),
        failedAt(morning(1)),
        readAt(morning(2), [made(-1)]),
      ),
    ).toBeUndefined();
  });

  it('is nothing at the first reading, also when that came later', () => {
    expect(changesOf(pastAfter(readAt(morning(0), [made(0)])), digest(-1))).toBeUndefined();
    expect(changesAfter(failedAt(morning(0)), readAt(morning(1), [made(1)]))?.appeared).toEqual([]);
  });

  it('has nothing of what came and went meanwhile, unless it went without explanation', () => {
    const brief = named('brief', { createdAt: fromNow(dayMs - hourMs), expiry: at(fromNow(2 * dayMs)) });
    const lost = named('lost', { createdAt: fromNow(dayMs - hourMs), expiry: at(fromNow(9 * dayMs)) });
    const changes = changesAfter(
      readAt(morning(0), [made(0)]),
      readAt(morning(1), [made(0), brief, lost]),
      readAt(morning(2), [made(0)]),
    );
    expect(changes?.expired).toEqual([]);
    expect(changes?.lost?.backups.map(({ backup }) => backup)).toEqual([lost]);
  });

  it('has nothing that went before, nor while the portal was not configured', () => {
    const past = pastAfter(readAt(morning(-2), [made(-3), made(-2)]), readAt(morning(-1), [made(-2)]));
    expect(changesOf(past, digest(0))).toBeUndefined();
    const left = { ...past, firstReadAt: undefined, lastReadAt: undefined };
    expect(changesOf(pastAfter(readAt(morning(2), [made(2)])), digest(0))).toBeUndefined();
    expect(left.firstReadAt).toBeUndefined();
  });

  it('leaves out portals in which nothing changed, or of which nothing is remembered', () => {
    const quiet = pastAfter(readAt(morning(0), [made(0)]), readAt(morning(1), [made(0)]));
    const busy = pastAfter(readAt(morning(0), [made(0)]), readAt(morning(1), [made(0), made(1)]));
    const reading = (name: string) => ({ portal: aPortal(name), histories: [] });
    const changes = changesSince(
      [
        { ...reading('quiet'), past: [quiet] },
        { ...reading('away'), past: 'unavailable' },
        reading('new'),
        { ...reading('busy'), past: [quiet, busy] },
      ],
      { since: digest(0), now: morning(1) },
    );
    expect(changes.map(({ portal, lists }) => [portal.name, lists.length])).toEqual([['busy', 1]]);
  });
});
