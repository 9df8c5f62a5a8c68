import { validateOptions } from '../block-kit/validate-options.ts';
import { deliver, type Route } from '../deliver-to-app.ts';
import type { DeliveryResult } from '../delivery.ts';
import { asObjects, type JsonObject } from '../json.ts';
import type { World } from '../world.ts';
import {
  type ActionInput,
  findElement,
  type InteractionOutcome,
  lookAtMessage,
  messagePart,
} from './block-action.ts';
import { commonPart } from './payload-parts.ts';

export interface SuggestionInput extends Omit<ActionInput, 'entry'> {
  /** What was typed so far. Empty when the select was just opened. */
  readonly value: string;
}

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
  const { message, userId } = lookAtMessage(world, input);
  const { block, element } = findElement(message.blocks, input);
  refuseEarly(element, input.value);
  const payload = {
    type: 'block_suggestion',
    ...commonPart(world, userId, input.userTeamId),
    ...messagePart(world, message),
    action_id: element['action_id'],
    block_id: block['block_id'],
    value: input.value,
  };
  const occasion = { interaction: 'block_suggestion', userId, what: input.actionId } as const;
  const outcome = readAnswer(await deliver(world, route, { kind: 'interactive', payload }, occasion));
  world.offeredOptions.offer({ message, userId, block, element }, outcome.options);
  return outcome;
}

function refuseEarly(element: JsonObject, value: string): void {
  const { type, action_id: id } = element;
  if (!String(type).endsWith('external_select'))
    throw new Error(`"${String(id)}" has its options in the message`);
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
