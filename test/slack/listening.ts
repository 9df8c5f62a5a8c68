import { randomUUID } from 'node:crypto';
import { App } from '@slack/bolt';
import type { AnswerTo } from '../../src/answering/answer-to.ts';
import type { DigestForms } from '../../src/answering/create-digest-forms.ts';
import type { Sent } from '../../src/answering/reply.ts';
import type { Command } from '../../src/commands/parse-command.ts';
import { createSlackLogger } from '../../src/ops/slack-logger.ts';
import { createInFlight } from '../../src/slack/in-flight.ts';
import { listenForActions } from '../../src/slack/listen-for-actions.ts';
import { listenForCommand } from '../../src/slack/listen-for-command.ts';
import { listenForOptions } from '../../src/slack/listen-for-options.ts';
import type { Listener } from '../../src/slack/listener.ts';
import { createLogBook } from '../digest/log-book.ts';

export interface Asked {
  readonly command: Command;
  readonly to: AnswerTo;
}

/** Bolt with our listeners, to which a test hands what Slack would send. Its workspace is T1. */
export async function listen(
  options: Partial<Listener> & { readonly answer?: (asked: Asked) => Promise<Sent | undefined> } = {},
) {
  const { answer = async () => 'sent', ...rest } = options;
  const { log, entries } = createLogBook();
  const asked: Asked[] = [];
  /** What the acknowledgements contained. */
  const acked: unknown[] = [];
  const posts: { readonly url: string; readonly body: Record<string, unknown> }[] = [];
  const receiver = { init: () => undefined, start: async () => undefined, stop: async () => undefined };
  const app = new App({
    ...{ receiver, authorize: async () => ({ botToken: 'xoxb-test' }), deferInitialization: true },
    logger: createSlackLogger(log),
  });
  await app.init();
  const listener: Listener = {
    access: { users: new Set(), channels: new Set() },
    assessChannel: async () => ({ kind: 'allowed' }),
    known: { portals: ['acme', 'hr'], groups: [] },
    answering: {
      answer: (command, to) => {
        asked.push({ command, to });
        return answer({ command, to });
      },
      abandon: async () => undefined,
    },
    forms: noForms,
    acts: { claim: async () => true },
    subscribedChannels: async () => new Set(),
    fetch: async (url, init) => {
      posts.push({ url: String(url), body: JSON.parse(String(init?.body)) });
      return new Response('ok');
    },
    log,
    retryPauseMs: 1,
    inFlight: createInFlight(),
    onCommand: () => undefined,
    teamId: () => 'T1',
    ...rest,
  };
  listenForActions(app, listener);
  listenForCommand(app, listener);
  listenForOptions(app, listener);

  /** Resolves when everything that came of it is done, with the number of acknowledgements. */
  async function receive(body: Record<string, unknown>, onAck = async () => undefined): Promise<number> {
    let acks = 0;
    await app.processEvent({
      body,
      ack: async (response) => {
        acks += 1;
        acked.push(response);
        await onAck();
      },
    });
    return acks;
  }

  return { receive, asked, posts, entries, acked };
}

const nothing = { type: 'modal', title: { type: 'plain_text', text: 'Digest' }, blocks: [] } as const;

/** Forms for tests in which none is opened. */
export const noForms: DigestForms = {
  ...{ loading: { ...nothing, blocks: [] }, saving: { ...nothing, blocks: [] } },
  repeated: { ...nothing, blocks: [] },
  fill: async () => ({ ...nothing, blocks: [] }),
  follow: () => undefined,
  submit: async () => ({ kind: 'settled', view: { ...nothing, blocks: [] } }),
};

/** What Slack sends when Anna clicks on Refresh below her own answer. */
export function pressed(more: Record<string, unknown> = {}, action: Record<string, unknown> = {}) {
  return {
    type: 'block_actions',
    trigger_id: randomUUID(),
    user: { id: 'U1', team_id: 'T1' },
    team: { id: 'T1' },
    container: { type: 'message', message_ts: '1.2', channel_id: 'C1', is_ephemeral: true },
    channel: { id: 'C1' },
    response_url: 'http://slack.test/respond',
    actions: [{ type: 'button', action_id: 'backups.refresh', block_id: 'b', value: 'acme', ...action }],
    ...more,
  };
}

/** What Slack sends when Anna types `ac` in the select of her own answer, which shows dumps. */
export function suggested(more: Record<string, unknown> = {}) {
  return {
    type: 'block_suggestion',
    user: { id: 'U1', team_id: 'T1' },
    team: { id: 'T1' },
    container: { type: 'message', message_ts: '1.2', channel_id: 'C1', is_ephemeral: true },
    channel: { id: 'C1' },
    action_id: 'backups.pick_portal',
    block_id: 'backups.pick 1764000000000 dumps',
    value: 'ac',
    ...more,
  };
}

/** What Slack sends when Anna types `/backups acme`. */
export function typed(more: Record<string, unknown> = {}) {
  return {
    ...{ command: '/backups', text: 'acme', team_id: 'T1', user_id: 'U1', channel_id: 'C1' },
    trigger_id: randomUUID(),
    response_url: 'http://slack.test/respond',
    ...more,
  };
}
