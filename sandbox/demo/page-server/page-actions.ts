import { z } from 'zod';
import type { SuggestionOutcome } from '../../slack/interactions/suggestion.ts';
import type { SandboxSlack } from '../../slack/slack-server.ts';
import type { StoredMessage, StoredView } from '../../slack/stored-message.ts';
import type { SlashCommand } from '../app-manifest.ts';
import { opsChannelId, viewerId } from '../demo-workspace.ts';
import type { StageRunner } from '../run-stage.ts';
import { findStageAction } from '../stage.ts';
import type { PageReply } from './page-wire.ts';

export interface ActionParts {
  readonly slack: SandboxSlack;
  readonly stage: StageRunner;
  readonly command: SlashCommand;
  readonly clock: () => Date;
  readonly lookAtPortals: () => Promise<void>;
}

/** The actions of the page, by path. */
export type PageActions = ReadonlyMap<string, (body: unknown) => Promise<PageReply>>;

const entry = z.union([z.string().max(3_000), z.array(z.string().max(3_000)).max(100)]);
const id = z.string().max(255);
/** By block_id and action_id, with a slash between them. */
const entries = z.record(z.string().max(511), entry);
const element = { actionId: id, blockId: id, entry: entry.optional() };

const bodies = {
  typed: z.object({ channelId: id, text: z.string().min(1).max(4_000) }),
  act: z.object({ channelId: id, ts: id, ...element }),
  suggest: z.object({ channelId: id, ts: id, actionId: id, blockId: id, value: z.string().max(300) }),
  viewAct: z.object({ viewId: id, ...element, entries: entries.optional() }),
  viewSuggest: z.object({ viewId: id, actionId: id, blockId: id, value: z.string().max(300) }),
  submit: z.object({ viewId: id, entries }),
  close: z.object({ viewId: id }),
  channel: z.object({
    channelId: id,
    change: z.enum(['archive', 'unarchive', 'delete', 'remove-bot', 'invite-bot']),
  }),
  stage: z.object({ id }),
  tab: z.object({ tab: z.enum(['home', 'messages']) }),
};

/** Everything that can be done on the page. An action never rejects: errors are replies too. */
export function createPageActions(parts: ActionParts): PageActions {
  const { slack } = parts;
  return new Map([
    action('/api/type', bodies.typed, (typed) => takeLine(parts, typed)),
    action('/api/act', bodies.act, async ({ channelId, ts, ...rest }) => {
      const message = findMessage(slack, channelId, ts);
      return replyOf(await slack.act({ message, userId: viewerId, ...present(rest) }));
    }),
    action('/api/suggest', bodies.suggest, async ({ channelId, ts, ...rest }) => {
      const message = findMessage(slack, channelId, ts);
      return suggestionsOf(await slack.suggest({ message, userId: viewerId, ...rest }));
    }),
    action('/api/view/suggest', bodies.viewSuggest, async ({ viewId, ...rest }) =>
      suggestionsOf(await slack.suggest({ view: findView(slack, viewId), ...rest })),
    ),
    action('/api/view/act', bodies.viewAct, async ({ viewId, entries: before = {}, ...rest }) =>
      replyOf(await slack.actInView({ view: findView(slack, viewId), entries: before, ...present(rest) })),
    ),
    action('/api/view/submit', bodies.submit, async ({ viewId, entries }) =>
      replyOf(await slack.submitView({ view: findModal(slack, viewId), entries })),
    ),
    action('/api/view/close', bodies.close, async ({ viewId }) => {
      await slack.closeView(findModal(slack, viewId));
      return { ok: true };
    }),
    action('/api/channel', bodies.channel, async ({ channelId, change }) => {
      if (channelId === opsChannelId) return refuse('The stage types in this channel, so it stays as it is.');
      slack.changeChannel(channelId, change);
      return { ok: true };
    }),
    // The app subscribes to the event together with its Home tab. Nobody sees whether it arrived.
    action('/api/tab', bodies.tab, async ({ tab }) => {
      if (slack.workspace.homeTabEnabled) await slack.openHome(viewerId, tab);
      return { ok: true };
    }),
    action(
      '/api/stage',
      bodies.stage,
      onlyOneAtATime((wanted) => playScene(parts, wanted.id)),
    ),
  ]);
}

function action<Body>(path: string, shape: z.ZodType<Body>, run: (body: Body) => Promise<PageReply>) {
  const answer = async (body: unknown): Promise<PageReply> => {
    const parsed = shape.safeParse(body);
    if (!parsed.success) return refuse('The request body is not valid.');
    try {
      return await run(parsed.data);
    } catch (error) {
      return refuse(error instanceof Error ? error.message : 'That did not work.');
    }
  };
  return [path, answer] as const;
}

/** Handles a typed line: the app's command, an unknown command, or a message for the channel. */
async function takeLine(
  { slack, command, clock }: ActionParts,
  { channelId, text }: { channelId: string; text: string },
): Promise<PageReply> {
  const { store } = slack;
  const channel = store.channel(channelId);
  if (channel === undefined) return refuse('There is no such channel.');
  if (channel.isArchived) return refuse('Nothing can be typed in an archived channel.');
  const [first = ''] = text.trim().split(/\s/, 1);
  if (first === command.name) {
    await slack.command({
      command: first,
      text: text.trim().slice(first.length).trim(),
      channelId,
      userId: viewerId,
    });
    return { ok: true };
  }
  const said = { channelId, blocks: [], origin: 'slack' as const, unfurlLinks: false };
  if (first.startsWith('/')) {
    const answer = `\`${escapeEntities(first)}\` is not a command of this workspace. Try \`${command.name}\`.`;
    store.postMessage({ ...said, userId: 'USLACKBOT', text: answer, ephemeralTo: viewerId }, clock());
  } else {
    store.postMessage({ ...said, userId: viewerId, text: escapeEntities(text) }, clock());
  }
  return { ok: true };
}

async function playScene({ stage, lookAtPortals }: ActionParts, wanted: string): Promise<PageReply> {
  const found = findStageAction(wanted);
  if (found === undefined) return refuse('There is no such button.');
  try {
    await stage.run(found);
  } finally {
    await lookAtPortals();
  }
  return { ok: true };
}

function onlyOneAtATime<Body>(run: (body: Body) => Promise<PageReply>): (body: Body) => Promise<PageReply> {
  let isBusy = false;
  return async (body) => {
    if (isBusy) return refuse('The previous scene is still playing.');
    isBusy = true;
    try {
      return await run(body);
    } finally {
      isBusy = false;
    }
  };
}

function findMessage(slack: SandboxSlack, channelId: string, ts: string): StoredMessage {
  const message = slack.store.message(channelId, ts);
  if (message === undefined) throw new Error('That message no longer exists.');
  return message;
}

function findView(slack: SandboxSlack, viewId: string): StoredView {
  const home = slack.store.home(viewerId);
  return home?.id === viewId ? home : findModal(slack, viewId);
}

function findModal(slack: SandboxSlack, viewId: string): StoredView {
  const view = slack.store.modals(viewerId).find((open) => open.id === viewId);
  if (view === undefined) throw new Error('That dialog is no longer open.');
  return view;
}

interface Element {
  readonly actionId: string;
  readonly blockId: string;
  readonly entry?: string | string[] | undefined;
}

function present({ actionId, blockId, entry: entered }: Element) {
  return { actionId, blockId, ...(entered === undefined ? {} : { entry: entered }) };
}

function suggestionsOf({ error, options, problems }: SuggestionOutcome): PageReply {
  if (problems.length > 0) return refuse(`Slack refuses the app’s options: ${problems.join('; ')}`);
  return error === undefined ? { ok: true, options } : refuse(error);
}

function replyOf({ error }: { readonly error: string | undefined }): PageReply {
  return error === undefined ? { ok: true } : refuse(error);
}

function refuse(error: string): PageReply {
  return { ok: false, error };
}

function escapeEntities(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
