import { validateOptions } from '../block-kit/validate-options.ts';
import { deliver, type Route } from '../deliver-to-app.ts';
import type { DeliveryResult } from '../delivery.ts';
import { asObjects, type JsonObject } from '../json.ts';
import type { Surface } from '../offered-options.ts';
import type { StoredView } from '../stored-message.ts';
import { viewJson } from '../stored-views.ts';
import type { World } from '../world.ts';
import {
  type ActionInput,
  type ElementInput,
  findElement,
  type InteractionOutcome,
  lookAtMessage,
  lookAtView,
  messagePart,
} from './block-action.ts';
import { commonPart } from './payload-parts.ts';

interface Typed {
  /** What was typed so far. Empty when the select was just opened. */
  readonly value: string;
}

/** In a message, or in an open view. */
export type SuggestionInput = Typed &
  (Omit<ActionInput, 'entry'> | (ElementInput & { readonly view: StoredView }));

export interface SuggestionOutcome extends InteractionOutcome {
  /** What the user can pick: options and, without their labels, those of groups. None after an error. */
  readonly options: readonly JsonObject[];
  /** What is wrong with an answer that Slack refuses. */
  readonly problems: readonly string[];
}

/** Slack's default for `min_query_length`. */
const fewestLetters = 3;

/**
 * Asks the app for the options of an `external_select`: https://docs.slack.dev/reference/interaction-payloads/block_suggestion-payload
 * Throws when Slack would not ask: the message or element is gone or not visible, or too little was typed.
 */
export async function suggestOptions(
  world: World,
  route: Route,
  input: SuggestionInput,
): Promise<SuggestionOutcome> {
  const { surface, userId, blocks, part } =
    'view' in input ? inView(world, input.view) : inMessage(world, input);
  const { block, element } = findElement(blocks, input);
  refuseEarly(element, input.value);
  const payload = {
    type: 'block_suggestion',
    ...part,
    action_id: element['action_id'],
    block_id: block['block_id'],
    value: input.value,
  };
  const occasion = { interaction: 'block_suggestion', userId, what: input.actionId } as const;
  const outcome = readAnswer(await deliver(world, route, { kind: 'interactive', payload }, occasion));
  world.offeredOptions.offer({ surface, userId, block, element }, outcome.options);
  return outcome;
}

interface Sight {
  readonly surface: Surface;
  readonly userId: string;
  readonly blocks: readonly JsonObject[];
  /** Of the payload. */
  readonly part: JsonObject;
}

function inMessage(world: World, input: Omit<ActionInput, 'entry'>): Sight {
  const { message, userId } = lookAtMessage(world, input);
  const part = { ...commonPart(world, userId, input.userTeamId), ...messagePart(world, message) };
  return { surface: message, userId, blocks: message.blocks, part };
}

function inView(world: World, named: StoredView): Sight {
  const view = lookAtView(world, named);
  const part = {
    ...commonPart(world, view.userId),
    container: { type: 'view', view_id: view.id },
    view: viewJson(world, view),
  };
  return { surface: view, userId: view.userId, blocks: asObjects(view.content['blocks']), part };
}

function refuseEarly(element: JsonObject, value: string): void {
  const { type, action_id: id } = element;
  if (!String(type).endsWith('external_select')) throw new Error(`"${String(id)}" brings its options along`);
  const fewest = Number(element['min_query_length'] ?? fewestLetters);
  if (value.length < fewest) throw new Error(`"${String(id)}" asks the app from ${fewest} characters on`);
}

function readAnswer(result: DeliveryResult): SuggestionOutcome {
  const { acked, ackMs } = result;
  const none = { acked, ackMs, options: [], problems: [] };
  if (!result.acked) return { ...none, error: result.error };
  const { ackPayload } = result;
  const problems = validateOptions(ackPayload).map(({ message, pointer }) => `${message} [${pointer}]`);
  if (problems.length > 0) return { ...none, error: 'invalid_options', problems };
  const groups = asObjects(ackPayload?.['option_groups']);
  const options = [ackPayload, ...groups].flatMap((holder) => asObjects(holder?.['options']));
  return { ...none, error: undefined, options };
}
