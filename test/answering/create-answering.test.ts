import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AnswerTo } from '../../src/answering/answer-to.ts';
import { createAnswering } from '../../src/answering/create-answering.ts';
import type { Sent } from '../../src/answering/reply.ts';
import { everything } from '../../src/backups/query.ts';
import type { Command } from '../../src/commands/parse-command.ts';
import type { DigestSetup } from '../../src/digest/digest-setup.ts';
import type { BrokenSeed, Digests } from '../../src/digest/digests.ts';
import type { Subscription } from '../../src/digest/subscription.ts';
import { createReadings } from '../../src/readings/create-readings.ts';
import type { PortalReader } from '../../src/readings/portal-reader.ts';
import { aBackup, aPortal, now } from '../backups/sample-backups.ts';
import { createLogBook } from '../digest/log-book.ts';
import { createRecordingReply, type RecordingReply } from './recording-reply.ts';

const acme = aPortal('acme');
const overview: Command = { kind: 'show', query: everything, share: false };
const shared: Command = { ...overview, share: true };
const digestNow: Command = { kind: 'digest', ask: { kind: 'now', id: undefined } };
const loadingAfterMs = 1_500;
const stopping = 'The bot is restarting and could not finish this. Ask again in a minute.';
const answerOf = expect.stringContaining('backed up');

beforeEach(() => void vi.useFakeTimers({ now }));
afterEach(() => void vi.useRealTimers());

/** Answers about `acme`, whose history the test gives by `read`. */
function startRig(
  options: Partial<Pick<TestDigests, 'postNow'>> & {
    readonly brokenSeed?: BrokenSeed;
    readonly snoozes?: () => Promise<[]>;
  } = {},
) {
  const asked: string[] = [];
  let read = (): void => undefined;
  const held = new Promise<void>((resolve) => {
    read = resolve;
  });
  const reader: PortalReader = {
    async readHistory({ name }) {
      asked.push(name);
      await held;
      return { kind: 'read', backups: [aBackup()] };
    },
  };
  const { log, entries } = createLogBook();
  const clock = () => new Date();
  const answering = createAnswering({
    ...{ portals: [acme], readings: createReadings({ reader, clock, log }) },
    ...{ clock, log, loadingAfterMs, commandName: () => '/backups' },
    snoozes: {
      all: options.snoozes ?? (async () => []),
      put: async () => undefined,
      remove: async () => undefined,
    },
    files: { send: async () => ({ kind: 'sent' }) },
    ...digestPorts(options),
  });
  return {
    answering,
    entries,
    /** The portals that were asked. */
    asked,
    /** From now on the portal answers. */
    read: () => read(),
  };
}

type TestDigests = Pick<Digests, 'preview' | 'postNow' | 'lastDelivery' | 'brokenSeed'>;

const digest: Subscription = {
  ...{ id: 'morning', channel: 'C0123456789', cron: '0 9 * * *', timeZone: 'UTC', kind: 'all' },
  ...{ expiringWithinMs: undefined, staleAfterMs: undefined, origin: 'chat', state: { kind: 'on' } },
  ...{ nextDueAt: now, createdBy: 'U0SBANNA001', updatedBy: 'U0SBANNA001', updatedAt: now },
};

/** The ports of digests, with one digest. */
function digestPorts(options: Parameters<typeof startRig>[0] = {}) {
  const digests: TestDigests = {
    preview: async () => ({ text: 'the digest', blocks: [] }),
    postNow: options.postNow ?? (async () => ({ kind: 'already-running' })),
    lastDelivery: async () => undefined,
    brokenSeed: () => options.brokenSeed,
  };
  const found = async () => [digest];
  const setup = { mayChange: () => true, find: async () => digest } as unknown as DigestSetup;
  return { digests, setup, subscriptions: { ofChannel: found, ofPerson: found } };
}

const to = (reply: RecordingReply, traits: Partial<AnswerTo> = {}): AnswerTo => ({
  ...{ reply, place: 'asker', userId: 'U0SBANNA001', fresh: false },
  ...{ channel: 'C0123456789', actId: 'act' },
  ...traits,
});
const textsOf = (reply: RecordingReply) => reply.shown.map(({ text }) => text);

describe('an answer', () => {
  it('goes to the asker only, and its outcome is returned', async () => {
    const { answering, read } = startRig();
    const reply = createRecordingReply();
    const answered = answering.answer(overview, to(reply));
    read();
    expect(await answered).toBe('sent');
    expect(reply.shown).toEqual([{ to: 'asker', text: answerOf }]);
  });

  it('replaces what was pressed', async () => {
    const { answering, read } = startRig();
    const reply = createRecordingReply('an old answer');
    const answered = answering.answer(overview, to(reply, { place: 'view' }));
    read();
    await answered;
    expect(reply.shown).toEqual([{ to: 'asker', text: answerOf }]);
  });

  it('is announced only when it takes long', async () => {
    const { answering, read } = startRig();
    const reply = createRecordingReply();
    const answered = answering.answer(overview, to(reply));
    await vi.advanceTimersByTimeAsync(loadingAfterMs - 1);
    expect(reply.shown).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(textsOf(reply)).toEqual(['Reading 1 portal …']);
    read();
    await answered;
    expect(textsOf(reply)).toEqual(['Reading 1 portal …', answerOf]);
  });

  it('is not announced after it was sent', async () => {
    const { answering, read } = startRig();
    const reply = createRecordingReply();
    const answered = answering.answer(overview, to(reply));
    read();
    await answered;
    expect(vi.getTimerCount()).toBe(0);
    await vi.advanceTimersByTimeAsync(2 * loadingAfterMs);
    expect(reply.shown).toHaveLength(1);
  });

  it('does not wait for a database that hangs', async () => {
    const { answering, read, entries } = startRig({ snoozes: () => new Promise(() => undefined) });
    read();
    const reply = createRecordingReply();
    const answered = answering.answer(overview, to(reply));
    await vi.advanceTimersByTimeAsync(1_000);
    expect(await answered).toBe('sent');
    expect(entries).toMatchObject([{ level: 'warn', message: 'Snoozes could not be looked up' }]);
  });

  it('asks the portals again only when it is to be fresh', async () => {
    const { answering, read, asked } = startRig();
    read();
    for (const fresh of [false, false, true]) {
      await answering.answer(overview, to(createRecordingReply(), { fresh }));
    }
    expect(asked).toEqual(['acme', 'acme']);
  });
});

describe('a share', () => {
  it('goes to the channel, and nothing to the asker', async () => {
    const { answering, read } = startRig();
    const reply = createRecordingReply();
    const answered = answering.answer(shared, to(reply));
    read();
    expect(await answered).toBe('sent');
    expect(reply.shown).toEqual([{ to: 'channel', text: answerOf }]);
  });

  it.each<[Exclude<Sent, 'sent'>, RegExp]>([
    ['lost', /^\*Not shared\.\* Slack did not accept it/],
    ['uncertain', /^\*It may be shared, or not\.\*/],
    ['outsiders', /^\*Not shared\.\* People outside your workspace/],
    ['unchecked', /^\*Not shared\.\* Slack did not say who is in this channel/],
  ])('that is %s is reported as such to the asker only', async (outcome, words) => {
    const { answering, read } = startRig();
    const reply = createRecordingReply();
    reply.outcomes.push(outcome);
    const answered = answering.answer(shared, to(reply));
    read();
    expect(await answered).toBe(outcome);
    expect(reply.shown.at(-1)).toEqual({ to: 'asker', text: expect.stringMatching(words) });
    expect(reply.shown).toHaveLength(outcome === 'uncertain' ? 2 : 1);
  });
});

describe('a button that no longer works', () => {
  it.each([
    ['acme-old', 'There is no longer a portal `acme-old`. Type `/backups` to see all portals.'],
    [undefined, 'This button no longer works. Type `/backups` for a new answer.'],
  ])('is explained to the user who pressed it, and the answer above it stays: %s', async (portal, text) => {
    const { answering, asked } = startRig();
    const reply = createRecordingReply('an old answer');
    await answering.answer({ kind: 'outdated', portal }, to(reply, { place: 'view' }));
    expect(textsOf(reply)).toEqual(['an old answer', text]);
    expect(asked).toEqual([]);
  });
});

describe('an answer while the digest of the settings no longer comes', () => {
  const brokenSeed = { channel: 'C0123456789', code: 'not_in_channel' };
  const said =
    /\n\*🔴 The digest no longer comes in\* <#C0123456789>\*\.\* The bot is not in the channel\. Type `\/invite @docspace-backups` there /;

  it('says so in its last line, to the asker only', async () => {
    const { answering, read } = startRig({ brokenSeed });
    read();
    const reply = createRecordingReply();
    await answering.answer(overview, to(reply));
    await answering.answer(shared, to(reply));
    const [alone, inChannel] = reply.shown;
    expect(alone?.text).toMatch(said);
    expect(inChannel).toMatchObject({ to: 'channel', text: expect.not.stringMatching(said) });
  });
});

describe('a bug', () => {
  it('is answered with a reference that is also in the log', async () => {
    const { answering, entries } = startRig({ postNow: () => Promise.reject(new Error('oops')) });
    const reply = createRecordingReply();
    await answering.answer(digestNow, to(reply));
    const { reference } = entries[0]?.fields ?? {};
    expect(reference).toMatch(/^[0-9a-f]{8}$/);
    expect(textsOf(reply)).toEqual([expect.stringContaining(`\`${String(reference)}\``)]);
  });
});

describe('a bot that stops', () => {
  it('notifies everyone who waits, and does not send their answers afterwards', async () => {
    const { answering, read } = startRig();
    const replies = [createRecordingReply(), createRecordingReply()] as const;
    const answers = [answering.answer(overview, to(replies[0])), answering.answer(shared, to(replies[1]))];
    await answering.abandon();
    read();
    expect(await Promise.all(answers)).toEqual([undefined, undefined]);
    expect(replies.map(textsOf)).toEqual([[stopping], [stopping]]);
  });

  it('makes no announcements after that', async () => {
    const { answering } = startRig();
    const reply = createRecordingReply();
    void answering.answer(overview, to(reply));
    await answering.abandon();
    await vi.advanceTimersByTimeAsync(2 * loadingAfterMs);
    expect(textsOf(reply)).toEqual([stopping]);
  });

  it('does not notify users who have been answered', async () => {
    const { answering, read } = startRig();
    const reply = createRecordingReply();
    const answered = answering.answer(overview, to(reply));
    read();
    await answered;
    await answering.abandon();
    expect(textsOf(reply)).toEqual([answerOf]);
  });

  it('answers users who ask after that', async () => {
    const { answering } = startRig();
    await answering.abandon();
    const reply = createRecordingReply();
    expect(await answering.answer({ kind: 'help' }, to(reply))).toBe('sent');
  });

  it('does not report a bug to users who were already notified', async () => {
    let fail = (): void => undefined;
    const posting = new Promise<never>((_, reject) => {
      fail = () => reject(new Error('oops'));
    });
    const { answering } = startRig({ postNow: () => posting });
    const reply = createRecordingReply();
    const answered = answering.answer(digestNow, to(reply));
    await answering.abandon();
    fail();
    expect(await answered).toBeUndefined();
    expect(textsOf(reply)).toEqual([stopping]);
  });
});
