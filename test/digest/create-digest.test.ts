import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import type { Backup } from '../../src/backups/backup.ts';
import { assessReadings } from '../../src/backups/verdict.ts';
import type { PostOutcome } from '../../src/digest/poster.ts';
import { renderDigest } from '../../src/messages/digest.ts';
import { acme, createDigestRig, type DigestRig } from './digest-rig.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;
const unreachable: PostOutcome = { kind: 'not-delivered', code: 'ECONNREFUSED', retryAfterMs: undefined };
const rigs: DigestRig[] = [];

beforeEach(() => {
  vi.stubEnv('TZ', 'UTC');
  vi.useFakeTimers({ now: new Date('2026-11-24T08:59:30Z') });
  vi.spyOn(Math, 'random').mockReturnValue(0);
});

afterEach(async () => {
  await Promise.all(rigs.splice(0).map((rig) => rig.digest.stop()));
  vi.restoreAllMocks();
  vi.useRealTimers();
  vi.unstubAllEnvs();
});

function startRig(settings: Parameters<typeof createDigestRig>[0] = {}): DigestRig {
  const rig = createDigestRig(settings);
  rigs.push(rig);
  rig.digest.start();
  return rig;
}

const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const postedAt = (rig: DigestRig) => rig.posts.map(({ at }) => at);
const errors = (rig: DigestRig) => rig.log.filter(({ level }) => level === 'error');

/** The digest of `acme` as it must read at a moment. */
function digestAt(
  rig: DigestRig,
  at: string,
  options: { readonly late?: string; readonly audience?: 'asker' } = {},
) {
  const now = new Date(at);
  return renderDigest({
    verdict: assessReadings(
      [{ portal: acme, histories: [{ part: 'own', answer: rig.answer, readAt: now }] }],
      now,
    ),
    now,
    lastFailure: undefined,
    next: new Date('2026-11-25T09:00:00Z'),
    late: options.late === undefined ? undefined : { dueAt: new Date(options.late), reason: 'begun-late' },
    audience: options.audience ?? 'channel',
  });
}

function backupOf(createdAt: string): Backup {
  return {
    id: 'd0c5face-0000-4000-8000-000000000001',
    fileName: 'acme.tar.gz',
    storage: { kind: 'third-party' },
    createdAt: new Date(createdAt),
    expiry: { kind: 'never' },
    dump: false,
    oddFields: [],
  };
}

describe('the scheduled digest', () => {
  test('is posted at its slot, every day, and does not say that it is late', async () => {
    const rig = startRig();
    await pass(48 * hourMs);
    expect(postedAt(rig)).toEqual(['09:00:00', '09:00:00']);
    expect(rig.posts[0]?.channel).toBe('C0BACKUPS');
    expect(rig.posts[0]?.message).toEqual(digestAt(rig, '2026-11-24T09:00:00Z'));
    expect(rig.log.filter(({ message }) => message === 'Digest posted')).toHaveLength(2);
    expect(errors(rig)).toEqual([]);
  });

  test('asks for whole-server dumps only where there are any', async () => {
    const rig = startRig({ portals: [acme, { ...acme, name: 'server', dumps: true }] });
    await pass(minuteMs);
    expect(rig.asked).toEqual(['acme own', 'server own', 'server dumps']);
  });

  test('is posted when no portal could be read', async () => {
    const rig = startRig();
    rig.answer = { kind: 'failed', failure: { kind: 'key-refused' } };
    await pass(minuteMs);
    expect(rig.posts.map(({ message }) => message)).toEqual([digestAt(rig, '2026-11-24T09:00:00Z')]);
  });

  test('is posted when there is no portal', async () => {
    const rig = startRig({ portals: [] });
    await pass(minuteMs);
    expect(rig.posts).toHaveLength(1);
  });

  test('that Slack refuses is not retried; one line says what to do', async () => {
    const rig = startRig();
    rig.outcomes.push({
      kind: 'refused',
      code: 'not_in_channel',
      advice: 'Invite the bot with /invite @backups.',
    });
    await pass(2 * hourMs);
    expect(rig.posts).toHaveLength(1);
    expect(errors(rig)).toMatchObject([
      {
        message: expect.stringContaining('Invite the bot with /invite @backups.'),
        fields: { code: 'not_in_channel' },
      },
    ]);
  });

  test('that Slack may have posted is not retried; one line says how to check', async () => {
    const rig = startRig();
    rig.outcomes.push({ kind: 'uncertain', code: 'TimeoutError' });
    await pass(2 * hourMs);
    expect(rig.posts).toHaveLength(1);
    expect(errors(rig)).toMatchObject([{ message: expect.stringContaining('/backups digest now') }]);
  });

  test('is posted the next day after a bug', async () => {
    const rig = startRig();
    rig.outcomes.push(new Error('a bug'));
    await pass(24 * hourMs + minuteMs);
    expect(rig.posts).toHaveLength(2);
    expect(errors(rig)[0]?.fields['error']).toEqual(new Error('a bug'));
  });

  test('that came due while the machine slept is posted on waking, and says that it is late', async () => {
    const rig = startRig();
    vi.setSystemTime(new Date('2026-11-24T11:15:00Z'));
    await pass(minuteMs);
    expect(rig.posts).toHaveLength(1);
    const late = digestAt(rig, '2026-11-24T11:16:00Z', { late: '2026-11-24T09:00:00Z' });
    expect(rig.posts[0]?.message).toEqual(late);
  });

  test('that came due while the bot waited for Slack is posted once it is started', async () => {
    const rig = createDigestRig();
    rigs.push(rig);
    await pass(20 * minuteMs);
    rig.digest.start();
    await pass(2 * minuteMs);
    expect(postedAt(rig)).toEqual(['09:19:30']);
  });

  test('that waits for another try is replaced by the next slot', async () => {
    const rig = startRig({ cron: '*/10 * * * *' });
    rig.outcomes.push({ ...unreachable, retryAfterMs: 15 * minuteMs });
    await pass(19 * minuteMs);
    expect(postedAt(rig)).toEqual(['09:00:00', '09:10:00']);
    expect(errors(rig)).toEqual([]);
  });
});

describe('a digest that Slack did not get', () => {
  test('is tried again with fresh figures until it is posted', async () => {
    const rig = startRig();
    rig.outcomes.push(unreachable, unreachable);
    await pass(minuteMs);
    rig.answer = { kind: 'read', backups: [backupOf('2026-11-24T09:00:31Z')] };
    await pass(hourMs);
    expect(postedAt(rig)).toEqual(['09:00:00', '09:00:15', '09:00:45']);
    expect(rig.posts.at(-1)?.message).toEqual(digestAt(rig, '2026-11-24T09:00:45Z'));
    expect(errors(rig)).toEqual([]);
  });

  test('says that it is late once more than five minutes have passed', async () => {
    const rig = startRig();
    rig.outcomes.push(...Array.from({ length: 5 }, () => unreachable));
    await pass(hourMs);
    expect(postedAt(rig).slice(-2)).toEqual(['09:03:45', '09:07:45']);
    expect(rig.posts.at(-2)?.message).toEqual(digestAt(rig, '2026-11-24T09:03:45Z'));
    const late = digestAt(rig, '2026-11-24T09:07:45Z', { late: '2026-11-24T09:00:00Z' });
    expect(rig.posts.at(-1)?.message).toEqual(late);
  });

  test('is not tried before Slack allows', async () => {
    const rig = startRig();
    rig.outcomes.push({ kind: 'not-delivered', code: 'ratelimited', retryAfterMs: 7 * minuteMs });
    await pass(hourMs);
    expect(postedAt(rig)).toEqual(['09:00:00', '09:07:00']);
  });

  test('is given up after an hour, with one error line', async () => {
    const rig = startRig();
    rig.outcomes.push(...Array.from({ length: 50 }, () => unreachable));
    await pass(59 * minuteMs);
    expect(errors(rig)).toEqual([]);
    await pass(3 * hourMs);
    expect(postedAt(rig).at(-1)).toBe('10:00:00');
    expect(errors(rig)).toMatchObject([
      { message: expect.stringContaining('was not posted'), fields: { code: 'ECONNREFUSED' } },
    ]);
  });

  test('has the whole hour even when it is late already', async () => {
    const rig = startRig();
    rig.outcomes.push(unreachable);
    vi.setSystemTime(new Date('2026-11-24T18:00:00Z'));
    await pass(2 * minuteMs);
    expect(postedAt(rig)).toEqual(['18:01:00', '18:01:15']);
  });
});

describe('stopping', () => {
  test('ends the wait for another try and logs that the digest is missing', async () => {
    const rig = startRig();
    rig.outcomes.push(unreachable);
    await pass(35 * secondMs);
    await rig.digest.stop();
    expect(errors(rig)).toMatchObject([{ message: expect.stringContaining('the bot is stopping') }]);
    expect(vi.getTimerCount()).toBe(0);
    await pass(24 * hourMs);
    expect(rig.posts).toHaveLength(1);
  });

  test('waits for a run in progress', async () => {
    const rig = startRig();
    const release = rig.hold();
    await pass(minuteMs);
    let isStopped = false;
    const stopping = rig.digest.stop().then(() => {
      isStopped = true;
    });
    await pass(minuteMs);
    expect(isStopped).toBe(false);
    release();
    await stopping;
    expect(rig.log.at(-1)?.message).toBe('Digest posted');
  });

  test('does not wait for another try of a run that fails meanwhile', async () => {
    const rig = startRig();
    const release = rig.hold();
    rig.outcomes.push(unreachable);
    await pass(minuteMs);
    const stopping = rig.digest.stop();
    release();
    await stopping;
    expect(rig.posts).toHaveLength(1);
    expect(errors(rig)).toMatchObject([{ message: expect.stringContaining('the bot is stopping') }]);
  });

  test('does nothing to a digest that was never started', async () => {
    await createDigestRig().digest.stop();
    expect(vi.getTimerCount()).toBe(0);
  });
});

describe('digest now', () => {
  test('posts at once, at any time', async () => {
    const rig = startRig();
    expect(await rig.digest.postNow()).toMatchObject({ kind: 'posted' });
    expect(postedAt(rig)).toEqual(['08:59:30']);
  });

  test('asks every portal again, even one that was read just now', async () => {
    const rig = startRig();
    await rig.digest.preview();
    await rig.digest.postNow();
    expect(rig.asked).toEqual(['acme own', 'acme own']);
  });

  test('is tried once and returns its outcome', async () => {
    const rig = startRig({ cron: '0 15 * * *' });
    rig.outcomes.push(unreachable);
    expect(await rig.digest.postNow()).toEqual(unreachable);
    await pass(hourMs);
    expect(rig.posts).toHaveLength(1);
  });

  test('reports when the scheduled digest is being posted', async () => {
    const rig = startRig();
    const release = rig.hold();
    await pass(minuteMs);
    expect(await rig.digest.postNow()).toEqual({ kind: 'already-running' });
    release();
    await pass(minuteMs);
    expect(rig.posts).toHaveLength(1);
  });

  test('reports when another user was faster', async () => {
    const rig = startRig();
    const answers = await Promise.all([rig.digest.postNow(), rig.digest.postNow()]);
    expect(answers.map(({ kind }) => kind)).toEqual(['posted', 'already-running']);
  });

  test('replaces a scheduled digest that waits for another try', async () => {
    const rig = startRig();
    rig.outcomes.push({ ...unreachable, retryAfterMs: 30 * minuteMs });
    await pass(5 * minuteMs);
    expect(await rig.digest.postNow()).toMatchObject({ kind: 'posted' });
    await pass(2 * hourMs);
    expect(postedAt(rig)).toEqual(['09:00:00', '09:04:30']);
    expect(errors(rig)).toEqual([]);
  });

  test('that fails leaves the scheduled digest waiting', async () => {
    const rig = startRig();
    rig.outcomes.push({ ...unreachable, retryAfterMs: 30 * minuteMs }, unreachable);
    await pass(5 * minuteMs);
    await rig.digest.postNow();
    await pass(2 * hourMs);
    expect(postedAt(rig)).toEqual(['09:00:00', '09:04:30', '09:30:00']);
  });

  test.each<[string, PostOutcome[], string[]]>([
    ['serves a slot that comes meanwhile', [], ['08:59:30']],
    ['that fails leaves a slot that comes meanwhile its turn', [unreachable], ['08:59:30', '09:01:30']],
  ])('%s', async (_title, outcomes, expected) => {
    const rig = startRig();
    rig.outcomes.push(...outcomes);
    const release = rig.hold();
    const asked = rig.digest.postNow();
    await pass(2 * minuteMs);
    release();
    await asked;
    await pass(hourMs);
    expect(postedAt(rig)).toEqual(expected);
  });
});

describe('a preview', () => {
  test('shows the current digest to the asker only, and posts nothing', async () => {
    const rig = startRig();
    expect(await rig.digest.preview()).toEqual(digestAtNow(rig));
    expect(rig.posts).toEqual([]);
  });

  test('asks no portal that was read just now', async () => {
    const rig = startRig();
    await rig.digest.preview();
    await rig.digest.preview();
    expect(rig.asked).toEqual(['acme own']);
  });

  test('says that the last digest was not posted, when and why, until one is', async () => {
    const rig = startRig();
    const advice = 'Unarchive the channel.';
    rig.outcomes.push({ kind: 'refused', code: 'is_archived', advice });
    await pass(minuteMs);
    const { blocks, text } = await rig.digest.preview();
    const told = 'The last digest was not posted.* Slack refused it (is_archived). Unarchive the channel.';
    expect(text.replaceAll('`', '')).toContain(told);
    expect(text).toContain('2026-11-24 09:00 UTC');
    expect(JSON.stringify(blocks)).toContain(advice);
    expect(rig.posts[0]?.message.text).not.toContain('not posted');
    await rig.digest.postNow();
    expect((await rig.digest.preview()).text).not.toContain('not posted');
  });

  test('says that a digest may not have been posted, and that one is being tried again', async () => {
    const rig = startRig();
    for (const outcome of [unreachable, { kind: 'uncertain', code: 'TimeoutError' } as const]) {
      rig.outcomes.push(outcome);
      await rig.digest.postNow();
      const { text } = await rig.digest.preview();
      expect(text).toContain(outcome.code);
      expect(text.includes('may not have been posted')).toBe(outcome.kind === 'uncertain');
    }
  });

  function digestAtNow(rig: DigestRig) {
    return renderDigest({
      verdict: assessReadings(
        [{ portal: acme, histories: [{ part: 'own', answer: rig.answer, readAt: new Date() }] }],
        new Date(),
      ),
      now: new Date(),
      lastFailure: undefined,
      next: new Date('2026-11-24T09:00:00Z'),
      late: undefined,
      audience: 'asker',
    });
  }
});
