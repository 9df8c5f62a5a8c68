import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { answerDigest, type DigestAnswerDeps } from '../../src/answering/answer-digest.ts';
import type { AnswerTo } from '../../src/answering/answer-to.ts';
import { parseCommand, parseValue } from '../../src/commands/parse-command.ts';
import { createDigestSetup } from '../../src/digest/create-digest-setup.ts';
import type { DeliveryReport, DigestOutcome } from '../../src/digest/digests.ts';
import type { Subscription } from '../../src/digest/subscription.ts';
import type { Message } from '../../src/messages/kit/message.ts';
import { createSubscriptions } from '../../src/store/subscriptions.ts';
import { createLogBook, type LogEntry } from '../digest/log-book.ts';
import { createRecordingPoster, type RecordingPoster } from '../digest/recording-poster.ts';
import { controls, visibleLines } from '../messages/cast.ts';
import { openEmbeddedStore, type TestStore } from '../store/open-test-store.ts';
import { createRecordingReply } from './recording-reply.ts';

const anna = 'U0SBANNA001';
const bob = 'U0SBBOB0001';
const channel = 'C0123456789';
const now = new Date('2026-03-02T10:00:00Z');
const hourMs = 3_600_000;

let opened: TestStore;
let deps: DigestAnswerDeps;
let poster: RecordingPoster;
let entries: LogEntry[];
let posted: { readonly digest: Subscription; readonly actId: string }[];
let outcome: DigestOutcome;
let last: DeliveryReport | undefined;

beforeEach(async () => {
  opened = await openEmbeddedStore();
  const book = createLogBook();
  ({ entries } = book);
  poster = createRecordingPoster(() => now);
  posted = [];
  last = undefined;
  outcome = { kind: 'posted', channel, ts: '1.2' };
  const subscriptions = createSubscriptions({ database: opened.store.database, teamId: () => 'T1' });
  const shared = { subscriptions, clock: () => now, log: book.log };
  deps = {
    ...shared,
    commandName: () => '/backups',
    setup: createDigestSetup({
      ...{ ...shared, poster, timeZone: 'UTC' },
      zones: { zoneOf: async (user) => (user === anna ? 'Europe/Berlin' : undefined) },
      access: { users: new Set(), channels: new Set(), admins: new Set([anna]) },
    }),
    digests: {
      preview: async ({ id }) => ({ text: `preview of ${id}`, blocks: [] }),
      async postNow(digest, actId) {
        posted.push({ digest, actId });
        return outcome;
      },
      lastDelivery: async () => last,
    },
  };
});
afterEach(() => opened.remove());

async function answer(text: string, more: Partial<AnswerTo> = {}, read = parseCommand) {
  const command = read(text, { portals: ['acme'], groups: [] });
  if (command.kind !== 'digest') throw new Error(`“${text}” is ${command.kind}`);
  const to: AnswerTo = {
    ...{ reply: createRecordingReply(), place: 'asker', userId: anna, fresh: false, channel, actId: 'act' },
    ...more,
  };
  return answerDigest(deps, command.ask, to, (work) => work());
}

async function linesOf(text: string, more: Partial<AnswerTo> = {}): Promise<string[]> {
  return visibleLines(messageOf(await answer(text, more)));
}

function messageOf(answered: Awaited<ReturnType<typeof answer>>): Message {
  if (answered === undefined) throw new Error('nothing was answered');
  return answered.message;
}

const press = (value: string, more: Partial<AnswerTo> = {}) =>
  answer(value, more, (text, known) => parseValue(text, false, known));
const idAt = async (index: number) => (await deps.subscriptions.ofChannel(channel))[index]?.id ?? '';

describe('/backups digest', () => {
  it('says in one line that there is none, and how to set one up', async () => {
    const message = messageOf(await answer('digest'));
    expect(visibleLines(message)).toEqual([
      'There is no digest in this channel yet. Set one up below, or type /backups digest on 09:00.',
    ]);
    expect(controls(message)).toEqual(['Set up']);
  });

  it('shows those of the channel, with the last and the next one', async () => {
    await answer('digest on 17:30 weekdays problems');
    await answer('digest on 9');
    last = { dueAt: now, state: 'sent', at: new Date(now.getTime() - hourMs), sentence: undefined };
    const message = messageOf(await answer('digest'));
    expect(visibleLines(message)).toEqual([
      '2 digests in this channel',
      '09:00, every day, Europe/Berlin',
      'Next in 22 h · last posted 1 h ago',
      '17:30, Monday to Friday, Europe/Berlin, problems only',
      'Next in 6 h · last posted 1 h ago',
    ]);
    expect(controls(message)).toEqual([
      ...['Change', 'Stop', '⋯ Preview, Post now', 'Change', 'Stop', '⋯ Preview, Post now'],
      'Set up another',
    ]);
  });

  it('says what went wrong', async () => {
    await answer('digest on 9');
    const sentence = 'Slack was too busy to accept it.';
    last = { dueAt: new Date(now.getTime() - 2 * hourMs), state: 'given-up', at: now, sentence };
    expect((await linesOf('digest')).slice(2)).toEqual([
      'Next in 22 h · 🟡 the one due 2 h ago was not posted',
      sentence,
    ]);
  });

  it('shows only what others may press', async () => {
    await answer('digest on 9');
    const message = messageOf(await answer('digest', { userId: bob }));
    expect(controls(message)).toEqual(['Preview', 'Post now']);
    expect(visibleLines(message).at(-1)).toBe(
      'Only the people in ALLOWED_ADMINS may set up and change digests.',
    );
    expect(await linesOf('digest', { userId: bob, channel: 'C0987654321' })).toEqual([
      'There is no digest in this channel yet. Only the people in ALLOWED_ADMINS may set up and change digests.',
    ]);
  });

  it('shows in a direct message all that the person set up, with the channels', async () => {
    const direct = { channel: 'D0123456789' };
    await answer('digest on 9');
    await answer('digest on 10', { channel: 'C0987654321' });
    await answer('digest on 11', direct);
    const lines = await linesOf('digest', direct);
    expect(lines[0]).toBe('3 digests that you set up or changed');
    expect(lines.filter((line) => line.includes(' in '))).toEqual([
      expect.stringMatching(/^09:00, every day, Europe\/Berlin in #?C0123456789/),
      'Next in 22 h · none posted yet',
      expect.stringMatching(/^10:00, every day, Europe\/Berlin in #?C0987654321/),
      'Next in 23 h · none posted yet',
      '11:00, every day, Europe/Berlin in a direct message',
      'Next in 24 h · none posted yet',
    ]);
    expect(await linesOf('digest', { channel: 'D0987654321', userId: bob })).toEqual([
      expect.stringMatching(/^You have set up no digest yet\./),
    ]);
  });
});

describe('a digest by text', () => {
  it('is set up, and shown in the list', async () => {
    expect((await linesOf('digest on 9 weekdays')).slice(0, 2)).toEqual([
      'Set up: 09:00, Monday to Friday, Europe/Berlin',
      '09:00, Monday to Friday, Europe/Berlin',
    ]);
    expect(poster.posts).toHaveLength(1);
  });

  it('has its days and kind changed by the same time again, whatever the zone of the asker, and keeps the rest', async () => {
    const wish = { channel, cron: '0 9 * * *', timeZone: 'Asia/Tokyo', kind: 'all' } as const;
    await deps.setup.setUp({ ...wish, expiringWithinMs: 3_600_000, staleAfterMs: undefined }, anna);
    expect((await linesOf('digest on 9 weekdays problems'))[0]).toBe(
      'Changed: 09:00, Monday to Friday, Asia/Tokyo, problems only',
    );
    expect(await deps.subscriptions.ofChannel(channel)).toMatchObject([
      { cron: '0 9 * * 1-5', kind: 'problems', expiringWithinMs: 3_600_000 },
    ]);
    await answer('digest on 9 berlin');
    expect(await deps.subscriptions.ofChannel(channel)).toHaveLength(2);
  });

  it('is not set up where the bot may not post; the asker learns the next step', async () => {
    poster.outcomes.push({ kind: 'refused', code: 'not_in_channel', advice: '' });
    expect(await linesOf('digest on 9')).toEqual([
      'Nothing was changed. The bot is not in that channel. Type /invite @docspace-backups there, then set the digest up again.',
    ]);
    expect(await deps.subscriptions.ofChannel(channel)).toEqual([]);
  });

  it.each(['digest on 9', 'digest on', 'digest off'])('is not changed by others: %s', async (text) => {
    await answer('digest on 10');
    expect((await linesOf(text, { userId: bob }))[0]).toMatch(
      /^You are not on the list of people who may change digests/,
    );
    expect(await deps.subscriptions.ofChannel(channel)).toMatchObject([{ state: { kind: 'on' } }]);
  });

  it('needs a time: “on” alone shows how, and a button', async () => {
    const message = messageOf(await answer('digest on'));
    expect(visibleLines(message)).toEqual([
      'When should it come? Type /backups digest on 09:00 weekdays, or fill in a form.',
    ]);
    expect(controls(message)).toEqual(['Open the form']);
  });

  it('is stopped; “off” alone asks which of several', async () => {
    for (const time of ['9', '12', '17']) await answer(`digest on ${time}`);
    expect((await linesOf('digest off 12'))[0]).toBe('Stopped: 12:00, every day, Europe/Berlin');
    const question = messageOf(await answer('digest off'));
    expect(visibleLines(question)).toEqual(['Which digest should stop?']);
    expect(controls(question)).toEqual(['09:00 Europe/Berlin', '17:00 Europe/Berlin']);
    await press(`digest stop ${await idAt(2)}`);
    expect((await linesOf('digest off'))[0]).toBe('Stopped: 09:00, every day, Europe/Berlin');
    expect((await linesOf('digest off'))[0]).toBe('Nothing to stop: no digest is on');
    expect((await linesOf('digest'))[0]).toBe('3 digests in this channel · 3 stopped');
    expect((await linesOf('digest off 9'))[0]).toBe('Nothing to stop: no digest at 09:00 is on');
  });

  it('is told apart by channel in a direct message', async () => {
    await answer('digest on 9');
    await answer('digest on 9', { channel: 'C0987654321' });
    const [title, ...lines] = await linesOf('digest off', { channel: 'D0123456789' });
    expect(title).toBe('Which one?');
    expect(lines.filter((line) => line.startsWith('09:00'))).toHaveLength(2);
  });
});

describe('digest now and preview', () => {
  it('say that there is none, with the button to set one up', async () => {
    for (const text of ['digest now', 'digest preview']) {
      const message = messageOf(await answer(text));
      expect(visibleLines(message).join()).toContain('There is no digest in this channel yet.');
      expect(controls(message)).toEqual(['Set up']);
    }
    expect(posted).toEqual([]);
  });

  it('take the only one that is on', async () => {
    await answer('digest on 9');
    await answer('digest on 10');
    await answer('digest off 9');
    expect(await linesOf('digest now')).toEqual([
      expect.stringMatching(/^The digest is in #?C0123456789\.$/),
    ]);
    expect(posted).toMatchObject([{ digest: { cron: '0 10 * * *' }, actId: 'act' }]);
    expect(messageOf(await answer('digest preview')).text).toBe(`preview of ${await idAt(1)}`);
    await answer('digest off 10');
    expect((await linesOf('digest now'))[0]).toBe('Nothing to post: no digest is on');
    expect(posted).toHaveLength(1);
  });

  it('ask which of several, and do it to the one that was pressed', async () => {
    await answer('digest on 9');
    await answer('digest on 10');
    for (const text of ['digest now', 'digest preview']) {
      expect(controls(messageOf(await answer(text)))).toEqual(['09:00 Europe/Berlin', '10:00 Europe/Berlin']);
    }
    expect(posted).toEqual([]);
    await press(`digest now ${await idAt(1)}`, { userId: bob });
    expect(posted).toMatchObject([{ digest: { cron: '0 10 * * *' } }]);
  });

  it.each<[DigestOutcome, string]>([
    [{ kind: 'posted', channel, ts: '1.2' }, 'The digest is in'],
    [{ kind: 'already-running' }, 'already on its way'],
    [{ kind: 'uncertain', code: 'timeout' }, 'may be in'],
    [{ kind: 'withheld' }, 'People outside your workspace are there.'],
    [{ kind: 'refused', code: 'is_archived', advice: 'Unarchive it.' }, '(is_archived). Unarchive it.'],
    [{ kind: 'not-delivered', code: 'http_503', retryAfterMs: 0 }, '(http_503). Try again in a minute.'],
    [{ kind: 'bug' }, 'a bug in the bot'],
  ])('say what came of it: %j', async (came, words) => {
    await answer('digest on 9');
    outcome = came;
    expect((await linesOf('digest now')).join()).toContain(words);
  });
});

describe('a button of a digest', () => {
  it('stops and resumes it; the list takes the place of the one before', async () => {
    await answer('digest on 9');
    const id = await idAt(0);
    const stopped = await press(`digest stop ${id}`, { place: 'view' });
    expect(stopped?.replaces).toBe(true);
    expect(visibleLines(messageOf(stopped)).slice(0, 3)).toEqual([
      'Stopped: 09:00, every day, Europe/Berlin',
      '09:00, every day, Europe/Berlin',
      'Stopped · none posted yet',
    ]);
    expect(controls(messageOf(stopped))).toEqual(['Resume', 'Change', 'Preview', 'Set up another']);
    const resumed = messageOf(await press(`digest resume ${id}`));
    expect(visibleLines(resumed)[0]).toBe('Resumed: 09:00, every day, Europe/Berlin');
  });

  it('shows a preview below the list', async () => {
    await answer('digest on 9');
    expect(await press(`digest preview ${await idAt(0)}`)).toMatchObject({ replaces: false });
  });

  it('opens the form, for those who may', async () => {
    const asked: (string | undefined)[] = [];
    const openForm = async (id: string | undefined) => {
      asked.push(id);
      return asked.length < 3;
    };
    expect(await press('digest set-up', { openForm })).toBeUndefined();
    expect(await press('digest change abc', { openForm })).toBeUndefined();
    expect(asked).toEqual([undefined, 'abc']);
    const failed = messageOf(await press('digest set-up', { openForm }));
    expect(failed.text).toMatch(/^Slack did not open the form\. .*`\/backups digest on 09:00 weekdays`\.$/);
    expect(messageOf(await press('digest set-up', { openForm, userId: bob })).text).toMatch(
      /^You are not on the list/,
    );
    expect(asked).toHaveLength(3);
  });

  it('says that its digest is gone', async () => {
    for (const value of ['digest stop x', 'digest now x', 'digest preview x']) {
      expect(messageOf(await press(value)).text).toMatch(/^This digest is no longer there\./);
    }
  });

  it('tells of a channel that is gone, first of all', async () => {
    await answer('digest on 9');
    await answer('digest on 10');
    const subscriptions = createSubscriptions({ database: opened.store.database, teamId: () => 'T1' });
    const change = { by: undefined, at: now, nextDueAt: undefined };
    await subscriptions.setState(await idAt(1), { kind: 'broken', code: 'is_archived' }, change);
    const message = messageOf(await answer('digest'));
    expect(visibleLines(message).slice(0, 4)).toEqual([
      '🔴 1 can’t be posted · 2 digests in this channel',
      '10:00, every day, Europe/Berlin',
      'None posted yet',
      '🔴 The channel was archived. Unarchive it and resume the digest, or choose another channel.',
    ]);
    expect(controls(message).slice(0, 3)).toEqual(['Resume', 'Change', 'Preview']);
  });
});

describe('a database that cannot be used', () => {
  it('is told, with what becomes of the digests, and is in the log', async () => {
    await opened.store.database.destroy();
    for (const text of ['digest', 'digest now', 'digest preview', 'digest off', 'digest on 9']) {
      expect(await linesOf(text)).toEqual([
        'Digests can’t be looked up just now. The bot’s database cannot be used. Try again in a minute; digests that are due come when it is back.',
      ]);
    }
    expect(messageOf(await press('digest stop x')).text).toMatch(/^\*Nothing was changed\.\* .*database/);
    expect(entries.length).toBeGreaterThanOrEqual(6);
    expect(poster.posts).toEqual([]);
    opened = await openEmbeddedStore();
  });
});
