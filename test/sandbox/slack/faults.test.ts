import { expect, it } from 'vitest';
import type { Fault } from '../../../sandbox/slack/faults.ts';
import { slackWithClient } from './slack-fixture.ts';

const hello = { channel: 'C0SBGENERAL', text: 'hi' };

it.each<[Fault, object]>([
  [{ kind: 'error', error: 'internal_error' }, { data: { error: 'internal_error' } }],
  [
    { kind: 'status', status: 503, body: 'busy' },
    { statusCode: 503, body: 'busy' },
  ],
  [{ kind: 'rate-limited', retryAfterS: 7 }, { retryAfter: 7 }],
  [{ kind: 'drop' }, { cause: { cause: { code: 'UND_ERR_SOCKET' } } }],
])('fails the next call with %j, does nothing, and then works again', async (fault, failure) => {
  const { slack, client } = await slackWithClient();
  slack.failApi('chat.postMessage', fault);
  await expect(client.chat.postMessage(hello)).rejects.toMatchObject(failure);
  expect(slack.store.messages()).toEqual([]);
  await client.chat.postMessage(hello);
  expect(slack.store.messages()).toHaveLength(1);
  expect(slack.store.apiCalls.map(({ outcome }) => outcome)).toEqual([fault.kind, 'ok']);
});

it('lets a stalled call run into its own timeout', async () => {
  const { slack } = await slackWithClient();
  slack.failApi('auth.test', { kind: 'stall' });
  const call = fetch(`${slack.apiUrl}auth.test`, { method: 'POST', signal: AbortSignal.timeout(30) });
  await expect(call).rejects.toMatchObject({ name: 'TimeoutError' });
});

it('accepts a message but answers with an error status', async () => {
  const { slack, client } = await slackWithClient();
  slack.failApi('chat.postMessage', { kind: 'accept-then-status', status: 500 });
  await expect(client.chat.postMessage(hello)).rejects.toMatchObject({ statusCode: 500 });
  expect(slack.store.messages()).toHaveLength(1);
  expect(slack.store.apiCalls.map(({ outcome }) => outcome)).toEqual(['ok']);
});

it('accepts a message and cuts the connection, so that a repeated call posts twice', async () => {
  const { slack, client } = await slackWithClient();
  slack.rules.enforceChannelPace = false;
  slack.failApi('chat.postMessage', { kind: 'accept-then-drop' });
  await expect(client.chat.postMessage(hello)).rejects.toMatchObject({
    cause: { cause: { code: 'UND_ERR_SOCKET' } },
  });
  await client.chat.postMessage(hello);
  expect(slack.store.messages()).toHaveLength(2);
});

it('plays a failure as often as asked, until healed', async () => {
  const { slack, client } = await slackWithClient();
  slack.failApi('auth.test', { kind: 'error', error: 'fatal_error' }, Number.POSITIVE_INFINITY);
  for (const _ of [1, 2])
    await expect(client.auth.test()).rejects.toMatchObject({ data: { error: 'fatal_error' } });
  slack.healAll();
  expect((await client.auth.test()).ok).toBe(true);
});
