import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { opsChannelId } from '../../../sandbox/demo/demo-workspace.ts';
import { finalAnswer } from '../../../sandbox/demo/final-answer.ts';
import type { BotExit } from '../../../sandbox/demo/start-bot.ts';
import { type Demo, startDemo } from '../../../sandbox/demo/start-demo.ts';

let demo: Demo;
const onBotLost = vi.fn<(exit: BotExit) => void>();
const start = { env: process.env, clock: () => new Date(), onBotLine: () => undefined, onBotLost };

beforeAll(async () => {
  demo = await startDemo({ ...start, port: 0 });
});
afterAll(() => demo.close());

test('a bot that dies is noticed, and can be started again', async () => {
  const gone = new Promise<void>((resolve) => {
    demo.bot.onState((state) => state === 'exited' && resolve());
  });
  process.kill(demo.bot.pid ?? 0, 'SIGKILL');
  await gone;
  expect(onBotLost).toHaveBeenCalledExactlyOnceWith({ code: null, signal: 'SIGKILL' });
  await vi.waitFor(() => expect(demo.slack.socketConnections).toBe(0), 10_000);
  const unanswered = await demo.slack.command({ text: 'acme', channelId: opsChannelId });
  expect(unanswered.error).toBe('dispatch_failed');
  await demo.bot.restart();
  const answered = await demo.slack.command({ text: 'acme', channelId: opsChannelId });
  expect((await answered.nextAnswer()).text).toContain('acme');
});

test('a demo of many portals has the bot read them all, by group too', async () => {
  await using crowd = await startDemo({ ...start, port: 0, portalCount: 60 });
  const answered = await crowd.slack.command({ text: '', channelId: opsChannelId });
  expect((await finalAnswer(answered, 30_000)).text).toContain('60 portals');
  const north = await crowd.slack.command({ text: 'group:north', channelId: opsChannelId });
  expect((await finalAnswer(north, 30_000)).text).toContain('14 portals');
});
