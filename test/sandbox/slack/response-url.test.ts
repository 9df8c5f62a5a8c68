import { SocketModeClient } from '@slack/socket-mode';
import { expect, it, onTestFinished } from 'vitest';
import { silent, slackWithClient } from './slack-fixture.ts';

/** A workspace where a command was typed by Anna and acknowledged, and a way to answer it. */
async function commanded(text = 'acme') {
  let nowMs = Date.UTC(2026, 10, 24, 9);
  const { slack } = await slackWithClient({ clock: () => new Date(nowMs) });
  const bot = new SocketModeClient({
    appToken: slack.appToken,
    logger: silent,
    clientOptions: { slackApiUrl: slack.apiUrl },
  });
  onTestFinished(() => bot.disconnect());
  bot.on('slack_event', ({ ack }) => ack());
  await bot.start();
  const outcome = await slack.command({ text, userId: 'U0SBANNA001', channelId: 'C0SBRANDOM1' });
  const respond = (body: object, url = outcome.responseUrl) =>
    fetch(url, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify(body),
    });
  const pass = (ms: number): void => {
    nowMs += ms;
  };
  return { slack, outcome, respond, pass };
}

const refused = async (response: Response) => [response.status, await response.json()];

it('answers the one who typed, even where the bot is no member', async () => {
  const { slack, outcome, respond } = await commanded();
  const next = outcome.nextAnswer();
  expect(await (await respond({ text: 'hi' })).json()).toEqual({ ok: true });
  expect(await next).toMatchObject({
    text: 'hi',
    ephemeralTo: 'U0SBANNA001',
    channelId: 'C0SBRANDOM1',
    origin: 'response_url',
  });
  expect(outcome.answers()).toHaveLength(1);
  expect(slack.store.messages({ visibleTo: 'U0SBBEN0001' })).toEqual([]);
});

it('answers the channel when asked to, below the typed command', async () => {
  const { slack, respond } = await commanded('acme share');
  await respond({ text: 'hi', response_type: 'in_channel' });
  expect(slack.store.messages({ visibleTo: 'U0SBBEN0001' })).toMatchObject([
    { text: 'hi', commandEcho: '/backups acme share' },
  ]);
});

it('takes five messages', async () => {
  const { outcome, respond } = await commanded();
  for (const text of ['1', '2', '3', '4', '5']) expect((await respond({ text })).status).toBe(200);
  expect(await refused(await respond({ text: '6' }))).toEqual([404, { ok: false, error: 'used_url' }]);
  expect(outcome.answers().map(({ text }) => text)).toEqual(['1', '2', '3', '4', '5']);
});

it('takes messages for thirty minutes', async () => {
  const { respond, pass } = await commanded();
  pass(30 * 60_000);
  expect((await respond({ text: 'just' })).status).toBe(200);
  pass(1);
  expect(await refused(await respond({ text: 'late' }))).toEqual([404, { ok: false, error: 'expired_url' }]);
});

it('refuses what is not a message', async () => {
  const { slack, respond } = await commanded();
  expect(await refused(await respond({ blocks: [{ type: 'section' }] }))).toEqual([
    400,
    { ok: false, error: 'invalid_blocks' },
  ]);
  expect(await refused(await respond({}))).toEqual([400, { ok: false, error: 'no_text' }]);
  expect(slack.store.messages()).toEqual([]);
});

it('posts a new message when a command asks to replace, as Slack does', async () => {
  const { slack, respond } = await commanded();
  await respond({ text: 'Working…' });
  await respond({ text: 'done', replace_original: true });
  expect(slack.store.messages().map(({ text }) => text)).toEqual(['Working…', 'done']);
});

it('replaces and deletes the message that a button is in, ephemeral or not', async () => {
  const { slack, outcome, respond } = await commanded();
  const button = { type: 'button', action_id: 'refresh', text: { type: 'plain_text', text: 'Refresh' } };
  await respond({ text: 'old', blocks: [{ type: 'actions', elements: [button] }] });
  const message = await outcome.nextAnswer();
  const click = await slack.act({ message, actionId: 'refresh' });
  await respond({ text: 'new', replace_original: true }, click.responseUrl);
  expect(await click.nextAnswer()).toMatchObject({
    ts: message.ts,
    text: 'new',
    blocks: [],
    ephemeralTo: 'U0SBANNA001',
  });
  expect(slack.store.messages()).toHaveLength(1);
  await respond({ delete_original: true }, click.responseUrl);
  expect(slack.store.messages()).toEqual([]);
});

it('plays failures of a response_url', async () => {
  const { slack, outcome, respond } = await commanded();
  slack.failResponseUrl({ kind: 'status', status: 500 });
  expect((await respond({ text: 'hi' })).status).toBe(500);
  slack.failResponseUrl({ kind: 'drop' });
  await expect(respond({ text: 'hi' })).rejects.toThrow();
  expect(outcome.answers()).toEqual([]);
  await respond({ text: 'hi' });
  expect(outcome.answers()).toHaveLength(1);
});

it('knows no address it did not give out', async () => {
  const { slack, respond } = await commanded();
  expect((await respond({ text: 'hi' }, `${slack.url}/commands/T1/2/3`)).status).toBe(404);
});

it('says when no answer came', async () => {
  const { outcome, slack } = await commanded();
  await expect(outcome.nextAnswer(5)).rejects.toThrow('No answer through the response_url within 5 ms');
  await expect(slack.waitForMessage(() => true, 5)).rejects.toThrow('No fitting message within 5 ms');
});
