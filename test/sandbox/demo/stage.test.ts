import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { type CastName, castNames } from '../../../sandbox/cast.ts';
import {
  digestChannelId,
  directChannelId,
  opsChannelId,
  teamChannelId,
  viewerId,
} from '../../../sandbox/demo/demo-workspace.ts';
import { findStageAction, stageGroups } from '../../../sandbox/demo/stage.ts';
import type { StageStep } from '../../../sandbox/demo/stage-action.ts';
import type { BotExit } from '../../../sandbox/demo/start-bot.ts';
import { type Demo, startDemo } from '../../../sandbox/demo/start-demo.ts';
import { story } from '../../../sandbox/demo/story.ts';

let demo: Demo;
const lost: BotExit[] = [];

beforeAll(async () => {
  const clock = (): Date => new Date();
  const onBotLost = (exit: BotExit): void => void lost.push(exit);
  demo = await startDemo({ port: 0, env: process.env, clock, onBotLine: () => undefined, onBotLost });
  demo.slack.rules.enforceChannelPace = false;
});
afterAll(() => demo.close());
beforeEach(() => demo.cast.startOver());

async function play(...steps: readonly StageStep[]): Promise<void> {
  await demo.stage.run({ id: 'test', label: '', hint: '', steps });
}

/** What the portal answers to its own key, or `undefined` when nothing listens. */
async function ask(
  name: CastName,
): Promise<{ readonly status: number; readonly backups: number } | undefined> {
  const { url, apiKey } = demo.cast.portals[name];
  const history = new URL('/api/2.0/backup/getbackuphistory', url);
  try {
    const response = await fetch(history, { headers: { authorization: `Bearer ${apiKey}` } });
    const { response: list } = JSON.parse((await response.text()) || '{}') as { response?: unknown[] };
    return { status: response.status, backups: list?.length ?? 0 };
  } catch {
    return undefined;
  }
}

/** What everybody sees in the channel of the digest. */
function digests() {
  return demo.slack.store
    .messages({ channelId: digestChannelId })
    .filter(({ ephemeralTo }) => ephemeralTo === undefined);
}

function newest(channelId: string): string {
  return demo.slack.store.messages({ channelId }).at(-1)?.text ?? '';
}

describe('the stage', () => {
  test('has a one-line explanation and an id of its own for every button', () => {
    const actions = [...story, ...stageGroups.flatMap((group) => group.actions)];
    expect(new Set(actions.map(({ id }) => id)).size).toBe(actions.length);
    for (const { id, hint } of actions) {
      expect(hint).toMatch(/^.{10,130}[.:]?$/);
      expect(findStageAction(id)?.hint).toBe(hint);
    }
    expect(findStageAction('unheard-of')).toBeUndefined();
  });

  test('takes a portal down and brings it back', async () => {
    await play({ kind: 'take-down', portal: 'finance' });
    expect(await ask('finance')).toBeUndefined();
    await play({ kind: 'bring-back', portal: 'finance' });
    expect(await ask('finance')).toMatchObject({ status: 200 });
  });

  test('makes a portal refuse its key and accept it again', async () => {
    await play({ kind: 'refuse-key', portal: 'design' });
    expect(await ask('design')).toMatchObject({ status: 401 });
    await play({ kind: 'accept-key', portal: 'design' });
    expect(await ask('design')).toMatchObject({ status: 200 });
  });

  test('makes a backup, and one that expires soon', async () => {
    const before = await ask('design');
    await play({ kind: 'make-backup', portal: 'design' }, { kind: 'let-one-expire-soon', portal: 'design' });
    expect((await ask('design'))?.backups).toBe((before?.backups ?? 0) + 2);
    await play({ kind: 'type', text: 'expiring 1h', channelId: opsChannelId, afterwards: 'refresh' });
    expect(newest(opsChannelId)).toContain('expire');
  });

  test('slows a portal down', async () => {
    await play({ kind: 'slow-down', portal: 'acme', latencyMs: 120 });
    const startedAt = performance.now();
    await ask('acme');
    expect(performance.now() - startedAt).toBeGreaterThanOrEqual(110);
  });

  test('heals everything, but not the backups', async () => {
    await play({ kind: 'take-down', portal: 'acme' }, { kind: 'heal-all' });
    for (const name of castNames) expect(await ask(name)).toMatchObject({ status: 200 });
    expect((await ask('archive'))?.backups).toBe(3);
  });

  test('lets Slack refuse one post, which is reported to the asker', async () => {
    const before = digests().length;
    const type = { kind: 'type', text: 'digest now', channelId: digestChannelId } as const;
    await play({ kind: 'heal-all' }, { kind: 'refuse-next-post', retryAfterS: 30 }, type);
    expect(newest(digestChannelId)).toContain('not in');
    await play(type);
    expect(newest(digestChannelId)).toContain('too busy');
    expect(digests()).toHaveLength(before);
    // It does not remember how long Slack wanted to be left alone.
    await play({ kind: 'restart-bot' }, type);
    expect(digests()).toHaveLength(before + 1);
  });

  test('turns any day into a good morning, whose digests come by themselves', async () => {
    await play({ kind: 'start-over' }, { kind: 'good-morning' });
    expect(demo.cast.hasTemporary).toBe(false);
    expect(newest(digestChannelId)).toContain('🟢');
  });

  test('lets a night pass: it is a minute after nine, and the digest is there', async () => {
    const { clock, slack } = demo;
    const evening = clock.now();
    await play({ kind: 'next-morning' });
    const morning = clock.now();
    expect([morning.getHours(), morning.getMinutes()]).toEqual([9, 1]);
    expect(morning.getTime()).toBeGreaterThan(evening.getTime());
    const digest = slack.store.messages({ channelId: digestChannelId }).at(-1);
    expect(Number(digest?.ts)).toBeGreaterThanOrEqual(Math.floor(morning.getTime() / 1000) - 1);
    await play({ kind: 'restart-bot' }, { kind: 'type', text: 'digest', channelId: digestChannelId });
    expect(newest(digestChannelId)).toMatch(/in 23\sh/);
  });

  test('has a digest stop with its channel, tells who set it up, and brings it back by their button', async () => {
    const { slack } = demo;
    const scene = async (label: string) => {
      const action = story.find((each) => each.label === label);
      await play({ kind: 'heal-all' }, ...(action?.steps ?? expect.unreachable(label)));
    };
    await scene('Set up a digest');
    expect(newest(teamChannelId)).toContain('09:00');
    await scene('The next morning');
    expect(newest(teamChannelId)).toContain('portals');
    const before = slack.store.messages({ channelId: teamChannelId }).length;
    await scene('A channel is archived');
    expect(slack.store.messages({ channelId: teamChannelId })).toHaveLength(before);
    expect(newest(directChannelId)).toContain('has stopped');
    await scene('It comes back');
    expect(newest(teamChannelId)).toContain('resumed');
    await play({ kind: 'next-morning' });
    expect(newest(teamChannelId)).toContain('portals');
  });

  test('forgets at the beginning what was set up in the story, and brings the channels back', async () => {
    const { slack } = demo;
    const set: StageStep = { kind: 'type', text: 'digest on 09:00', channelId: teamChannelId };
    await play(set, { kind: 'change-channel', channelId: teamChannelId, change: 'delete' });
    await play({ kind: 'start-over' }, { kind: 'type', text: 'digest', channelId: teamChannelId });
    expect(slack.store.channel(teamChannelId)).toMatchObject({ isArchived: false, isMember: true });
    expect(newest(teamChannelId)).toMatch(/no digest/i);
  });

  test('lets the line drop while the bot reads: its answer arrives, and Slack answers what is typed meanwhile', async () => {
    await play({ kind: 'heal-all' }, { kind: 'type', text: 'hr', channelId: opsChannelId });
    const answer = demo.slack.store.messages({ channelId: opsChannelId, visibleTo: viewerId }).at(-1);
    const states: string[] = [];
    demo.bot.onState((state) => states.push(state));
    await play(
      { kind: 'slow-down', portal: 'hr', latencyMs: 600 },
      { kind: 'lose-line', forMs: 100, channelId: opsChannelId, typed: 'acme' },
      { kind: 'slow-down', portal: 'hr', latencyMs: 0 },
    );
    expect(newest(opsChannelId)).toContain('dispatch_failed');
    expect(states).toEqual(['disconnected', 'connected']);
    const after = demo.slack.store.message(opsChannelId, answer?.ts ?? '');
    expect(after?.edited).toBeDefined();
    expect(after?.text).toContain('hr');
  });

  test('remembers what was played, until the story begins anew', async () => {
    const told: (readonly string[])[] = [];
    demo.stage.onPlayed((played) => told.push(played));
    const [first] = story;
    if (first === undefined) return expect.unreachable('there is a first scene');
    await demo.stage.run({ ...first, steps: [] });
    for (const id of ['drop-socket', 'heal-all', 'drop-socket'])
      await demo.stage.run({ id, label: '', hint: '', steps: [] });
    expect(demo.stage.played).toEqual([first.id, 'heal-all', 'drop-socket']);
    await demo.stage.run({ ...first, steps: [] });
    expect(demo.stage.played).toEqual([first.id]);
    expect(told.at(-1)).toEqual([first.id]);
  });

  test('survives a cut connection, and types when the bot is back', async () => {
    await play(
      { kind: 'heal-all' },
      { kind: 'drop-socket' },
      { kind: 'type', text: 'acme', channelId: opsChannelId },
    );
    expect(newest(opsChannelId)).toContain('acme');
  });

  test('restarts the bot, and old buttons still work', async () => {
    await play({ kind: 'heal-all' }, { kind: 'type', text: 'acme', channelId: opsChannelId });
    const message = demo.slack.store.messages({ channelId: opsChannelId, visibleTo: viewerId }).at(-1);
    const before = demo.bot.pid;
    await play({ kind: 'restart-bot' });
    expect(demo.bot.pid).not.toBe(before);
    if (message === undefined) return expect.unreachable('there is an answer');
    const outcome = await demo.slack.act({ message, userId: viewerId, actionId: 'backups.share' });
    expect((await outcome.nextAnswer()).text).toContain('acme');
    expect(lost).toEqual([]);
  });
});
