import { expect, it } from 'vitest';
import { type Payload, type Reaction, withApp } from './connected-app.ts';
import { slackWithClient } from './slack-fixture.ts';

const plain = (text: string) => ({ type: 'plain_text' as const, text });
const option = (value: string) => ({ text: plain(value), value });
const button = { type: 'button', action_id: 'page', text: plain('Older'), value: '2' };
const select = { type: 'static_select', action_id: 'portal', options: [option('acme'), option('globex')] };
const blocks = [{ type: 'actions', block_id: 'nav', elements: [button, select] }];
const modal = {
  type: 'modal' as const,
  callback_id: 'digest',
  title: plain('Digest'),
  submit: plain('Save'),
  blocks: [
    {
      type: 'input',
      block_id: 'when',
      label: plain('When'),
      element: { type: 'plain_text_input', action_id: 'cron', initial_value: '09:00' },
    },
    { type: 'input', block_id: 'which', label: plain('Which'), element: { ...select, action_id: 'which' } },
  ],
};

it('opens a modal by a trigger_id: once, and within three seconds', async () => {
  const { slack, client, payloads, pass } = await withApp();
  await client.chat.postMessage({ channel: 'C0SBGENERAL', text: 'x', blocks });
  const message = await slack.waitForMessage(() => true);
  await slack.act({ message, actionId: 'page', userId: 'U0SBANNA001' });
  const { trigger_id } = payloads[0] as Payload;
  await client.views.open({ trigger_id, view: modal });
  expect(slack.store.modals('U0SBANNA001')).toMatchObject([{ content: { callback_id: 'digest' } }]);
  await expect(client.views.open({ trigger_id, view: modal })).rejects.toMatchObject({
    data: { error: 'exchanged_trigger_id' },
  });
  await slack.act({ message, actionId: 'page', userId: 'U0SBANNA001' });
  pass(3001);
  const late = (payloads[1] as Payload).trigger_id;
  await expect(client.views.open({ trigger_id: late, view: modal })).rejects.toMatchObject({
    data: { error: 'expired_trigger_id' },
  });
  await expect(client.views.open({ trigger_id: 'x', view: modal })).rejects.toMatchObject({
    data: { error: 'invalid_trigger_id' },
  });
});

/** Anna with the digest modal on her screen. */
async function withModal(react?: Reaction, view: object = modal) {
  const app = await withApp(react);
  await app.client.chat.postMessage({ channel: 'C0SBGENERAL', text: 'x', blocks });
  const message = await app.slack.waitForMessage(() => true);
  await app.slack.act({ message, actionId: 'page', userId: 'U0SBANNA001' });
  const { trigger_id } = app.payloads[0] as Payload;
  await app.client.apiCall('views.open', { trigger_id, view });
  const top = () => {
    const open = app.slack.store.modals('U0SBANNA001').at(-1);
    if (open === undefined) throw new Error('no modal is open');
    return open;
  };
  return { ...app, top };
}

it('submits what was entered, and closes', async () => {
  const { slack, payloads, top } = await withModal();
  await slack.submitView({ view: top(), entries: { which: 'acme' } });
  expect(payloads[1]).toMatchObject({
    type: 'view_submission',
    user: { id: 'U0SBANNA001' },
    view: {
      callback_id: 'digest',
      state: {
        values: {
          when: { cron: { type: 'plain_text_input', value: '09:00' } },
          which: { which: { selected_option: option('acme') } },
        },
      },
    },
  });
  expect(slack.store.modals('U0SBANNA001')).toEqual([]);
});

const twice = {
  ...modal,
  blocks: ['from', 'to'].map((block_id) => ({
    type: 'input',
    block_id,
    label: plain(block_id),
    dispatch_action: true,
    element: { type: 'timepicker', action_id: 'value', initial_time: '09:00' },
  })),
};
const times = (from: string, to: string) => ({
  from: { value: { type: 'timepicker', selected_time: from } },
  to: { value: { type: 'timepicker', selected_time: to } },
});

it('tells inputs that share an action_id apart by their blocks', async () => {
  const { slack, payloads, top } = await withModal(undefined, twice);
  await slack.submitView({ view: top(), entries: { 'to/value': '18:00' } });
  expect(payloads[1]).toMatchObject({ view: { state: { values: times('09:00', '18:00') } } });
});

it('tells what was entered so far with a change that the app wants to hear of', async () => {
  const { slack, payloads, top } = await withModal(undefined, twice);
  await slack.actInView({
    ...{ view: top(), actionId: 'value', blockId: 'to', entry: '18:00' },
    entries: { 'from/value': '08:30', 'to/value': '17:00' },
  });
  expect(payloads[1]).toMatchObject({
    type: 'block_actions',
    container: { type: 'view', view_id: top().id },
    actions: [{ type: 'timepicker', block_id: 'to', selected_time: '18:00' }],
    view: { state: { values: times('08:30', '18:00') } },
  });
});

it('does not submit an empty required input', async () => {
  const { slack, top } = await withModal();
  await expect(slack.submitView({ view: top() })).rejects.toThrow('"which" is required');
});

it.each<[object, (modals: readonly object[]) => void]>([
  [
    { response_action: 'errors', errors: { when: 'no time' } },
    (open) => expect(open).toMatchObject([{ errors: { when: 'no time' } }]),
  ],
  [
    { response_action: 'update', view: { ...modal, callback_id: 'two' } },
    (open) => expect(open).toMatchObject([{ content: { callback_id: 'two' } }]),
  ],
  [{ response_action: 'push', view: modal }, (open) => expect(open).toHaveLength(2)],
  [{ response_action: 'clear' }, (open) => expect(open).toEqual([])],
])('follows %j', async (answer, check) => {
  const { slack, top } = await withModal((payload) =>
    payload['type'] === 'view_submission' ? answer : undefined,
  );
  await slack.submitView({ view: top(), entries: { which: 'acme' } });
  check(slack.store.modals('U0SBANNA001'));
});

it('reports a closed modal only when the view asks for it', async () => {
  const quiet = await withModal();
  expect(await quiet.slack.closeView(quiet.top())).toBeUndefined();
  const loud = await withModal(undefined, { ...modal, notify_on_close: true });
  expect(await loud.slack.closeView(loud.top())).toMatchObject({ acked: true });
  expect(loud.payloads[1]).toMatchObject({ type: 'view_closed', is_cleared: false });
  expect(loud.slack.store.modals('U0SBANNA001')).toEqual([]);
});

it('updates an open view by id, and notices a race by its hash', async () => {
  const { client, top } = await withModal();
  const { id, hash } = top();
  await client.views.update({ view_id: id, hash, view: { ...modal, callback_id: 'two' } });
  expect(top()).toMatchObject({ id, content: { callback_id: 'two' } });
  await expect(client.views.update({ view_id: id, hash, view: modal })).rejects.toMatchObject({
    data: { error: 'hash_conflict' },
  });
  await expect(client.views.update({ view_id: 'V0', view: modal })).rejects.toMatchObject({
    data: { error: 'not_found' },
  });
});

it('points at the faulty place in a view', async () => {
  const { client } = await withApp();
  const view = { ...modal, title: plain('x'.repeat(25)) };
  await expect(client.views.open({ trigger_id: 'x', view })).rejects.toMatchObject({
    data: {
      error: 'invalid_arguments',
      response_metadata: {
        messages: ['[ERROR] must be less than 25 characters [json-pointer:/view/title/text]'],
      },
    },
  });
});

it('opens, publishes and clicks in a Home tab', async () => {
  const { slack, client, payloads } = await withApp();
  await slack.openHome('U0SBANNA001');
  expect(payloads[0]).toMatchObject({
    type: 'event_callback',
    event_id: expect.stringMatching(/^Ev/),
    event: {
      type: 'app_home_opened',
      tab: 'home',
      user: 'U0SBANNA001',
      channel: expect.stringMatching(/^D/),
    },
  });
  await client.views.publish({ user_id: 'U0SBANNA001', view: { type: 'home', blocks } });
  const home = slack.store.home('U0SBANNA001');
  if (home === undefined) throw new Error('nothing was published');
  await slack.actInView({ view: home, actionId: 'portal', entry: 'acme' });
  expect(payloads[1]).toMatchObject({
    type: 'block_actions',
    container: { type: 'view', view_id: home.id },
    view: {
      id: home.id,
      type: 'home',
      state: { values: { nav: { portal: { selected_option: option('acme') } } } },
    },
  });
  expect(payloads[1]).not.toHaveProperty('response_url');
  const stale = { user_id: 'U0SBANNA001', hash: 'old', view: { type: 'home' as const, blocks } };
  await expect(client.views.publish(stale)).rejects.toMatchObject({ data: { error: 'hash_conflict' } });
});

it('has no Home tab where none is enabled', async () => {
  const { client } = await slackWithClient({ workspace: { homeTabEnabled: false } });
  const view = { type: 'home' as const, blocks };
  await expect(client.views.publish({ user_id: 'U0SBANNA001', view })).rejects.toMatchObject({
    data: { error: 'not_enabled' },
  });
});

it('stacks three modals, not four', async () => {
  const { slack, client, payloads, top } = await withModal();
  const push = async (click: number) => {
    const message = await slack.waitForMessage(() => true);
    await slack.act({ message, actionId: 'page', userId: 'U0SBANNA001' });
    return client.views.push({ trigger_id: payloads[click]?.trigger_id ?? '', view: modal });
  };
  const bottom = top();
  await push(1);
  await push(2);
  expect(top()).toMatchObject({
    rootViewId: bottom.id,
    previousViewId: slack.store.modals('U0SBANNA001')[1]?.id,
  });
  await expect(push(3)).rejects.toMatchObject({ data: { error: 'push_limit_reached' } });
});

it('refuses an external_id that is in use, and a view that is too large', async () => {
  const { client } = await withApp();
  const publish = (user_id: string, view: object) =>
    client.views.publish({ user_id, view: { type: 'home', blocks, ...view } });
  await publish('U0SBANNA001', { external_id: 'home' });
  await publish('U0SBANNA001', { external_id: 'home' });
  await expect(publish('U0SBBEN0001', { external_id: 'home' })).rejects.toMatchObject({
    data: { error: 'duplicate_external_id' },
  });
  const long = Array.from({ length: 90 }, () => ({ type: 'section', text: plain('x'.repeat(3000)) }));
  await expect(publish('U0SBBEN0001', { blocks: long })).rejects.toMatchObject({
    data: { error: 'view_too_large' },
  });
});
