import { deliver, type Route } from '../deliver-to-app.ts';
import type { DeliveryError } from '../delivery.ts';
import { elementsOf } from '../fill-in-ids.ts';
import { asObjects, type JsonObject } from '../json.ts';
import { messageJson } from '../methods/message-json.ts';
import type { StoredMessage, StoredView } from '../stored-message.ts';
import { viewJson } from '../stored-views.ts';
import type { World } from '../world.ts';
import { type Answers, createAnswers } from './answers.ts';
import { type Entries, type Entry, entered, stateOfBlocks } from './element-state.ts';
import { actingUser, channelNamePart, commonPart } from './payload-parts.ts';

export interface ElementInput {
  readonly actionId: string;
  /** Needed only when two blocks have the same action_id. */
  readonly blockId?: string;
  /** The option's value, the date or the id, for selects, menus and pickers. Absent for a button. */
  readonly entry?: Entry;
  readonly userId?: string;
}

export interface ActionInput extends ElementInput {
  readonly message: StoredMessage;
  /** The person's own workspace when it is another than the bot's. */
  readonly userTeamId?: string;
}

export interface ViewActionInput extends ElementInput {
  readonly view: StoredView;
  /** What was entered in the view's other inputs before. */
  readonly entries?: Entries;
}

export interface InteractionOutcome {
  readonly acked: boolean;
  readonly ackMs: number;
  readonly error: DeliveryError | undefined;
}

export interface ActionOutcome extends InteractionOutcome, Answers {}

/** An element, and the block that it is in. */
export interface Target {
  readonly block: JsonObject;
  readonly element: JsonObject;
}

/** The element that is meant. Throws when there is none, or more than one. */
export function findElement(blocks: readonly JsonObject[], { actionId, blockId }: ElementInput): Target {
  const found = blocks
    .filter((block) => blockId === undefined || block['block_id'] === blockId)
    .flatMap((block) => elementsOf(block).map((element) => ({ block, element })))
    .filter(({ element }) => element['action_id'] === actionId);
  const [target, second] = found;
  if (target === undefined) throw new Error(`There is no element "${actionId}"`);
  if (second !== undefined)
    throw new Error(`"${actionId}" occurs ${found.length} times; choose one with blockId`);
  return target;
}

function actionPart(world: World, { block, element }: Target, entry: Entry | undefined): JsonObject {
  const { type, action_id, text, value, url, style, placeholder, confirm, initial_option } = element;
  return {
    type,
    action_id,
    block_id: block['block_id'],
    ...dropUndefined({ text, value, url, style, placeholder, confirm, initial_option }),
    ...(type === 'button' ? {} : entered(element, entry ?? '')),
    action_ts: world.store.nextTs(world.clock()),
  };
}

function dropUndefined(fields: JsonObject): JsonObject {
  return Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== undefined));
}

/** The message as it is now, and the user who acts. Throws when the message is gone or not visible to that user. */
export function lookAtMessage(
  world: World,
  input: Pick<ActionInput, 'message' | 'userId'>,
): { readonly message: StoredMessage; readonly userId: string } {
  const userId = input.message.ephemeralTo ?? actingUser(world, input.userId);
  const message = world.store.message(input.message.channelId, input.message.ts);
  if (message === undefined || message.deleted) throw new Error('That message no longer exists');
  if (input.userId !== undefined && input.userId !== userId)
    throw new Error('That message is visible only to another user');
  return { message, userId };
}

/** The fields of a payload about something in a message. Slack omits the message when it is ephemeral. */
export function messagePart(world: World, message: StoredMessage): JsonObject {
  const { channelId, ts } = message;
  const isEphemeral = message.ephemeralTo !== undefined;
  return {
    container: { type: 'message', message_ts: ts, channel_id: channelId, is_ephemeral: isEphemeral },
    channel: { id: channelId, name: channelNamePart(world.store.channel(channelId)) },
    ...(isEphemeral ? {} : { message: messageJson(message, world.workspace, true) }),
  };
}

/** Uses an element of a message. Throws when a user could not: the message or element is gone or not visible. */
export async function actOnMessage(world: World, route: Route, input: ActionInput): Promise<ActionOutcome> {
  const { message, userId } = lookAtMessage(world, input);
  const blocks = world.offeredOptions.fillIn(message.blocks, message, userId);
  const target = findElement(blocks, input);
  const { channelId, ts } = message;
  const responseUrl = world.responseUrls.issue(world, userId, channelId, { kind: 'message', channelId, ts });
  const payload = {
    type: 'block_actions',
    ...commonPart(world, userId, input.userTeamId),
    ...messagePart(world, message),
    state: { values: stateOfBlocks(blocks, entriesOf(input)) },
    trigger_id: world.triggers.issue(userId),
    response_url: responseUrl.url,
    actions: [actionPart(world, target, input.entry)],
  };
  return { ...createAnswers(responseUrl), ...(await send(world, route, payload, userId, input.actionId)) };
}

/** The view as it is now. Throws when it is no longer open. */
export function lookAtView(world: World, { id }: StoredView): StoredView {
  const view = world.store.openViews().find((open) => open.id === id);
  if (view === undefined) throw new Error('That view is no longer open');
  return view;
}

/** Uses an element of a Home tab or an open modal. */
export async function actOnView(
  world: World,
  route: Route,
  input: ViewActionInput,
): Promise<InteractionOutcome> {
  const view = lookAtView(world, input.view);
  const blocks = world.offeredOptions.fillIn(asObjects(view.content['blocks']), view, view.userId);
  const target = findElement(blocks, input);
  const payload = {
    type: 'block_actions',
    ...commonPart(world, view.userId),
    container: { type: 'view', view_id: view.id },
    view: viewJson(world, view, stateOfBlocks(blocks, { ...input.entries, ...entriesOf(input) })),
    trigger_id: world.triggers.issue(view.userId),
    actions: [actionPart(world, target, input.entry)],
  };
  return send(world, route, payload, view.userId, input.actionId);
}

function entriesOf({ actionId, blockId, entry }: ElementInput): Entries {
  if (entry === undefined) return {};
  return { [blockId === undefined ? actionId : `${blockId}/${actionId}`]: entry };
}

async function send(
  world: World,
  route: Route,
  payload: JsonObject,
  userId: string,
  what: string,
): Promise<InteractionOutcome> {
  const result = await deliver(
    world,
    route,
    { kind: 'interactive', payload },
    { interaction: 'block_actions', userId, what },
  );
  return { acked: result.acked, ackMs: result.ackMs, error: result.acked ? undefined : result.error };
}
