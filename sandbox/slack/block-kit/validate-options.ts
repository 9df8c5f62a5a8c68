import type { BlockError, Place } from './check.ts';
import { suggestedOptions } from './elements.ts';

/**
 * Everything that Slack would refuse in the answer to a `block_suggestion`. Empty when it is valid.
 * https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#external_select
 */
export function validateOptions(answer: unknown): BlockError[] {
  const place: Place = { pointer: '', surface: 'message', errors: [] };
  suggestedOptions(answer, place);
  return place.errors;
}
