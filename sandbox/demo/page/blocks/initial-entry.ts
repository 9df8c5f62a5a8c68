import { asJsonObject, asObjects, type JsonObject } from '../../../slack/json.ts';
import type { Entry } from './acting.ts';

/** What an element begins with: a value, or several of checkboxes and multi-selects. Empty for nothing. */
export function initialEntry(element: JsonObject): Entry {
  const { type, initial_option, initial_options } = element;
  if (type === 'checkboxes' || String(type).startsWith('multi_'))
    return asObjects(initial_options).map(({ value }) => String(value));
  const { initial_user, initial_channel, initial_conversation, initial_date, initial_time, initial_value } =
    element;
  return String(
    asJsonObject(initial_option)['value'] ??
      initial_user ??
      initial_channel ??
      initial_conversation ??
      initial_date ??
      initial_time ??
      initial_value ??
      '',
  );
}
