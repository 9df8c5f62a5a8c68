import { expect, it } from 'vitest';
import { withApp } from './connected-app.ts';

const button = {
  type: 'button' as const,
  action_id: 'page',
  text: { type: 'plain_text' as const, text: 'Older' },
};

it('delivers a command twice with the same trigger_id, then once', async () => {
  const { slack, payloads } = await withApp();
  slack.deliverTwice();
  expect(await slack.command({ text: 'acme' })).toMatchObject({ acked: true });
  await slack.command({ text: 'acme' });
  const triggers = payloads.map(({ trigger_id }) => trigger_id);
  expect(triggers).toHaveLength(3);
  expect(triggers[1]).toBe(triggers[0]);
  expect(triggers[2]).not.toBe(triggers[0]);
});

it('delivers a click twice, as often as asked', async () => {
  const { slack, client, payloads } = await withApp();
  await client.chat.postMessage({
    channel: 'C0SBGENERAL',
    text: 'x',
    blocks: [{ type: 'actions', elements: [button] }],
  });
  const message = await slack.waitForMessage(() => true);
  slack.deliverTwice(2);
  for (const _ of [1, 2]) await slack.act({ message, actionId: 'page' });
  expect(payloads).toHaveLength(4);
  expect(new Set(payloads.map(({ trigger_id }) => trigger_id)).size).toBe(2);
});
