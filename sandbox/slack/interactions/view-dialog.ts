import { deliver, type Route } from '../deliver-to-app.ts';
import type { DeliveryResult } from '../delivery.ts';
import { elementsOf } from '../fill-in-ids.ts';
import { asJsonObject, asObjects, type JsonObject } from '../json.ts';
import type { StoredView } from '../stored-message.ts';
import { pushModal, putView, readView, replaceView, viewJson } from '../stored-views.ts';
import type { World } from '../world.ts';
import type { InteractionOutcome } from './block-action.ts';
import { type Entries, stateOfBlocks } from './element-state.ts';
import { commonPart } from './payload-parts.ts';

export interface SubmitInput {
  readonly view: StoredView;
  /** The entered values. Other inputs keep their initial values. */
  readonly entries?: Entries;
}

export interface SubmitOutcome extends InteractionOutcome {
  /** The app's error messages, by block_id. With any, the modal stays open. */
  readonly errors: Readonly<Record<string, string>>;
}

function visibleModal(world: World, { id, userId }: StoredView): StoredView {
  const top = world.store.modals(userId).at(-1);
  if (top?.id !== id) throw new Error('That modal is not on top of the stack');
  return top;
}

/** Presses the submit button. Throws when a user could not: no button, or a required input is empty. */
export async function submitModal(
  world: World,
  route: Route,
  { view: named, entries = {} }: SubmitInput,
): Promise<SubmitOutcome> {
  const view = visibleModal(world, named);
  if (view.content['submit'] === undefined) throw new Error('That modal has no submit button');
  const blocks = world.offeredOptions.fillIn(asObjects(view.content['blocks']), view, view.userId);
  const values = stateOfBlocks(blocks, entries);
  refuseEmptyInputs(blocks, values);
  const payload = {
    type: 'view_submission',
    ...commonPart(world, view.userId),
    trigger_id: world.triggers.issue(view.userId),
    view: viewJson(world, view, values),
    response_urls: [],
  };
  const occasion = {
    interaction: 'view_submission',
    userId: view.userId,
    what: String(view.content['callback_id'] ?? view.id),
  } as const;
  return follow(world, view, await deliver(world, route, { kind: 'interactive', payload }, occasion));
}

function refuseEmptyInputs(blocks: readonly JsonObject[], values: JsonObject): void {
  for (const block of blocks.filter(
    (candidate) => candidate['type'] === 'input' && candidate['optional'] !== true,
  )) {
    for (const element of elementsOf(block)) {
      const { type: _, ...state } = asJsonObject(
        asJsonObject(values[String(block['block_id'])])[String(element['action_id'])],
      );
      const isEmpty = Object.values(state).every(
        (value) => value === null || value === '' || (Array.isArray(value) && value.length === 0),
      );
      if (isEmpty) throw new Error(`The input "${String(element['action_id'])}" is required`);
    }
  }
}

/** Performs the acknowledgement's `response_action`: https://docs.slack.dev/surfaces/modals#updating_response */
function follow(world: World, view: StoredView, result: DeliveryResult): SubmitOutcome {
  const outcome = {
    acked: result.acked,
    ackMs: result.ackMs,
    error: result.acked ? undefined : result.error,
    errors: {},
  };
  if (!result.acked) return outcome;
  const answer = result.ackPayload ?? {};
  switch (answer['response_action']) {
    case undefined:
      world.store.putModals(view.userId, world.store.modals(view.userId).slice(0, -1));
      return outcome;
    case 'clear':
      world.store.putModals(view.userId, []);
      return outcome;
    case 'update':
      replaceView(world, view, readView(answer['view'], 'modal'));
      return outcome;
    case 'push':
      pushModal(world, view.userId, readView(answer['view'], 'modal'));
      return outcome;
    case 'errors': {
      const entries = Object.entries(asJsonObject(answer['errors'])).map(([id, text]) => [id, String(text)]);
      const errors: Readonly<Record<string, string>> = Object.fromEntries(entries);
      putView(world, { ...view, errors });
      return { ...outcome, errors };
    }
    default:
      throw new Error(`Unknown response_action "${String(answer['response_action'])}"`);
  }
}

/** Closes the modal. The app is notified only if the view has `notify_on_close`. */
export async function closeModal(
  world: World,
  route: Route,
  named: StoredView,
): Promise<InteractionOutcome | undefined> {
  const view = visibleModal(world, named);
  const clears = view.content['clear_on_close'] === true;
  world.store.putModals(view.userId, clears ? [] : world.store.modals(view.userId).slice(0, -1));
  if (view.content['notify_on_close'] !== true) return undefined;
  const payload = {
    type: 'view_closed',
    ...commonPart(world, view.userId),
    view: viewJson(world, view),
    is_cleared: clears,
  };
  const occasion = {
    interaction: 'view_closed',
    userId: view.userId,
    what: String(view.content['callback_id'] ?? view.id),
  } as const;
  const result = await deliver(world, route, { kind: 'interactive', payload }, occasion);
  return { acked: result.acked, ackMs: result.ackMs, error: result.acked ? undefined : result.error };
}
