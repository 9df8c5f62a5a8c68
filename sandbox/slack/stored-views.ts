import { randomBytes } from 'node:crypto';
import { validateView } from './block-kit/validate-view.ts';
import { fillInIds } from './fill-in-ids.ts';
import { stateOfBlocks } from './interactions/element-state.ts';
import { asObjects, isJsonObject, type JsonObject } from './json.ts';
import { invalidArguments, SlackApiError } from './slack-api-error.ts';
import type { StoredView } from './stored-message.ts';
import type { World } from './world.ts';

const largestViewBytes = 250_000;
const deepestStack = 3;

/** Checks the view of a call or of a `response_action`. Throws `invalid_arguments` or `view_too_large`. */
export function readView(view: unknown, type: 'modal' | 'home'): JsonObject {
  if (!isJsonObject(view)) throw invalidArguments('missing required field: view');
  if (view['type'] !== type) throw invalidArguments(`must be a valid enum value [json-pointer:/view/type]`);
  const errors = validateView(view);
  if (errors.length > 0) {
    throw invalidArguments(...errors.map((error) => `${error.message} [json-pointer:${error.pointer}]`));
  }
  if (JSON.stringify(view).length > largestViewBytes) throw new SlackApiError('view_too_large');
  return { ...view, blocks: fillInIds(asObjects(view['blocks'])) };
}

function newHash(world: World): string {
  return `${Math.floor(world.clock().getTime() / 1000)}.${randomBytes(4).toString('hex')}`;
}

function newView(
  world: World,
  userId: string,
  content: JsonObject,
  type: 'modal' | 'home',
  below?: StoredView,
): StoredView {
  refuseKnownExternalId(world, content);
  const id = `V${randomBytes(5).toString('hex').toUpperCase()}`;
  return {
    id,
    type,
    userId,
    hash: newHash(world),
    content,
    rootViewId: below?.rootViewId ?? id,
    ...(below === undefined ? {} : { previousViewId: below.id }),
    errors: {},
  };
}

function refuseKnownExternalId(world: World, content: JsonObject, self?: StoredView): void {
  const externalId = content['external_id'];
  const isTaken = world.store
    .openViews()
    .some(
      (view) =>
        view.id !== self?.id && externalId !== undefined && view.content['external_id'] === externalId,
    );
  if (isTaken) throw new SlackApiError('duplicate_external_id');
}

export function openModal(world: World, userId: string, content: JsonObject): StoredView {
  const view = newView(world, userId, content, 'modal');
  world.store.putModals(userId, [view]);
  return view;
}

export function pushModal(world: World, userId: string, content: JsonObject): StoredView {
  const stack = world.store.modals(userId);
  if (stack.length >= deepestStack) throw new SlackApiError('push_limit_reached');
  const view = newView(world, userId, content, 'modal', stack.at(-1));
  world.store.putModals(userId, [...stack, view]);
  return view;
}

export function publishHome(
  world: World,
  userId: string,
  content: JsonObject,
  hash: string | undefined,
): StoredView {
  const before = world.store.home(userId);
  if (hash !== undefined && before?.hash !== hash) throw new SlackApiError('hash_conflict');
  if (before === undefined) {
    const view = newView(world, userId, content, 'home');
    world.store.putHome(view);
    return view;
  }
  return replaceView(world, before, content);
}

/** Replaces the content of an open view. The view keeps its id and gets a new hash. */
export function replaceView(world: World, before: StoredView, content: JsonObject): StoredView {
  refuseKnownExternalId(world, content, before);
  const view: StoredView = { ...before, content, hash: newHash(world), errors: {} };
  putView(world, view);
  return view;
}

export function putView(world: World, view: StoredView): void {
  if (view.type === 'home') {
    world.store.putHome(view);
    return;
  }
  const stack = world.store.modals(view.userId).map((open) => (open.id === view.id ? view : open));
  world.store.putModals(view.userId, stack);
}

/** A view as it appears in responses and interaction payloads. */
export function viewJson(world: World, view: StoredView, values?: JsonObject): JsonObject {
  const { content } = view;
  return {
    id: view.id,
    team_id: world.workspace.teamId,
    type: view.type,
    blocks: content['blocks'],
    private_metadata: content['private_metadata'] ?? '',
    callback_id: content['callback_id'] ?? '',
    state: { values: values ?? stateOfBlocks(asObjects(content['blocks'])) },
    hash: view.hash,
    title: content['title'] ?? { type: 'plain_text', text: 'View Title' },
    clear_on_close: content['clear_on_close'] === true,
    notify_on_close: content['notify_on_close'] === true,
    close: content['close'] ?? null,
    submit: content['submit'] ?? null,
    previous_view_id: view.previousViewId ?? null,
    root_view_id: view.rootViewId,
    app_id: world.workspace.appId,
    external_id: content['external_id'] ?? '',
    app_installed_team_id: world.workspace.teamId,
    bot_id: world.workspace.botId,
  };
}
