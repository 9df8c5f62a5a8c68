import { text } from 'node:stream/consumers';
import { describe, expect, it } from 'vitest';
import type { SandboxSlack } from '../../sandbox/slack/slack-server.ts';
import type { Subscriptions } from '../../src/digest/subscription.ts';
import { formInputs } from '../../src/messages/kit/actions.ts';
import { openEmbeddedStore } from '../store/open-test-store.ts';
import { anna, backups, type FormRig, startFormRig, startFormSlack, until } from './form-rig.ts';
import { startApi } from './post-once.ts';

const wordsOf = (rig: FormRig) => JSON.stringify(rig.top().content);
const announcements = ({ store }: SandboxSlack) => store.messages({ channelId: backups });
const opened = ({ store }: SandboxSlack) => store.apiCalls.filter(({ method }) => method === 'views.open');

/** A database whose answers to one question wait until they are released, or fail. */
function slow<Method extends keyof Subscriptions>(method: Method) {
  let release: (error?: Error) => void = () => undefined;
  const held = new Promise<Error | undefined>((resolve) => {
    release = resolve;
  });
  const wrap = (subscriptions: Subscriptions): Subscriptions => ({
    ...subscriptions,
    async [method](...args: never[]) {
      const error = await held;
      if (error !== undefined) throw error;
      return (subscriptions[method] as (...all: never[]) => unknown)(...args);
    },
  });
  return { wrap, release: (error?: Error) => release(error) };
}

describe('a form whose digest takes long to be looked up', () => {
  it('opens at once all the same, and is filled in when it can be', async () => {
    const { wrap, release } = slow('find');
    const rig = await startFormRig({ wrap });
    const asking = rig.ask('d-unknown');
    await rig.showing('One moment');
    expect(opened(rig.slack)).toMatchObject([{ outcome: 'ok' }]);
    release();
    await rig.showing('no longer there');
    await asking;
    expect(opened(rig.slack)).toHaveLength(1);
  });

  it('says so when the database cannot be used', async () => {
    const { wrap, release } = slow('find');
    release(new Error('no database'));
    const rig = await startFormRig({ wrap });
    await rig.ask('d1');
    expect(wordsOf(rig)).toContain('database cannot be used now');
  });

  it('begins with the zone of the settings when Slack does not tell that of the person in time', async () => {
    const rig = await startFormRig();
    rig.slack.failApi('users.info', { kind: 'stall' });
    const asking = rig.ask();
    await rig.showing('One moment');
    await rig.showing('"initial_option":{"text":{"type":"plain_text","text":"UTC"');
    await asking;
  });

  it('is filled in although Slack fails at first to change it', async () => {
    const { wrap, release } = slow('find');
    const rig = await startFormRig({ wrap });
    const asking = rig.ask('d-unknown');
    await rig.showing('One moment');
    rig.slack.failApi('views.update', { kind: 'status', status: 503 });
    release();
    await rig.showing('no longer there');
    await asking;
  });
});

describe('a form that takes long to be saved', () => {
  it('says that it is being saved, and then what came of it', async () => {
    const { wrap, release } = slow('put');
    const rig = await startFormRig({ wrap });
    await rig.ask();
    const submitted = await rig.slack.submitView({ view: rig.top() });
    expect(submitted).toMatchObject({ acked: true, errors: {} });
    expect(submitted.ackMs).toBeLessThan(2_500);
    expect(wordsOf(rig)).toContain('Saving');
    release();
    await rig.showing('*The digest is set up.*');
    expect(announcements(rig.slack)).toHaveLength(1);
  });

  it('is shown again as it was filled in, with the reason, when it could not be saved', async () => {
    const { wrap, release } = slow('put');
    const rig = await startFormRig({ wrap });
    await rig.ask();
    await rig.slack.submitView({ view: rig.top(), entries: { [formInputs.time]: '17:05' } });
    release(new Error('no database'));
    const view = await rig.showing('*The digest was not saved.*');
    expect(view.content).toMatchObject({ submit: { text: 'Save' } });
    expect(wordsOf(rig)).toContain('"initial_time":"17:05"');
  });

  it('tells its reader in a direct message when it failed and they have closed it', async () => {
    const { wrap, release } = slow('put');
    const rig = await startFormRig({ wrap });
    await rig.ask();
    await rig.slack.submitView({ view: rig.top() });
    await rig.slack.closeView(rig.top());
    release(new Error('no database'));
    const told = await rig.slack.waitForMessage(({ text: words }) =>
      words.startsWith('*The digest was not saved.*'),
    );
    expect(told.channelId).toBe(rig.slack.store.channels.find(({ directWith }) => directWith === anna)?.id);
  });

  it('says at once what was not saved when the database fails at once', async () => {
    const { wrap, release } = slow('put');
    release(new Error('no database'));
    const rig = await startFormRig({ wrap });
    await rig.ask();
    const { errors } = await rig.slack.submitView({ view: rig.top() });
    expect(errors).toEqual({});
    expect(wordsOf(rig)).toContain('database cannot be used now. Try again in a minute.');
  });
});

describe('several choices in a row', () => {
  it('end with the deliveries of the last one, although the form has changed meanwhile', async () => {
    const rig = await startFormRig();
    await rig.ask();
    const choose = (actionId: string, entry: string) =>
      rig.slack.actInView({ view: rig.top(), actionId, entry });
    rig.slack.failApi('views.update', { kind: 'error', error: 'hash_conflict' });
    await choose(formInputs.zone, 'America/New_York');
    await rig.showing(String(Date.parse('2026-11-25T14:00:00Z') / 1_000));
  });
});

describe('a form over two copies of the bot', () => {
  it('opens once and is saved once, although Slack delivers everything to both', async () => {
    const slack = await startFormSlack();
    const store = await openEmbeddedStore();
    const copies = [
      await startFormRig({ slack, store, mode: 'http' }),
      await startFormRig({ slack, store, mode: 'http' }),
    ];
    slack.httpTarget = (await deliverToAll(copies.map((copy) => copy.address()))).replace(
      '/api/',
      '/slack/events',
    );
    const [one, other] = copies;
    await one?.ask();
    await until(slack, () => other?.opened.length === 1);
    expect(copies.map((copy) => copy.opened)).toEqual([[true], [true]]);
    expect(slack.store.modals(anna)).toHaveLength(1);
    await slack.submitView({ view: slack.store.modals(anna)[0] as never });
    await Promise.all(copies.map((copy) => copy.stop()));
    expect(announcements(slack)).toHaveLength(1);
    const repeated = copies.flatMap(({ entries }) =>
      entries.filter(({ message }) => message.startsWith('Ignored')),
    );
    expect(repeated).toHaveLength(1);
    await store.remove();
  });
});

/** Hands each request to every address, and answers with the first one's answer. */
function deliverToAll(addresses: readonly string[]): Promise<string> {
  return startApi((request, response) => {
    const headers = Object.fromEntries(
      ['content-type', 'x-slack-signature', 'x-slack-request-timestamp'].map((name) => [
        name,
        String(request.headers[name]),
      ]),
    );
    void text(request)
      .then((body) =>
        Promise.all(addresses.map((address) => fetch(address, { method: 'POST', headers, body }))),
      )
      .then(async ([first]) => {
        const contentType = first?.headers.get('content-type') ?? 'text/plain';
        response.writeHead(first?.status ?? 500, { 'content-type': contentType }).end(await first?.text());
      });
  });
}
