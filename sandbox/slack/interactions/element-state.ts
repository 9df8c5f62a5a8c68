import { elementsOf } from '../fill-in-ids.ts';
import { asObjects, isJsonObject, type JsonObject } from '../json.ts';

/** What a user enters: a text, a date, an option's value or an id. Several of them for multi-selects. */
export type Entry = string | readonly string[];

/**
 * What a user entered in several elements, by action_id. Where blocks share one, by block_id and action_id with a slash
 * between them.
 */
export type Entries = Readonly<Record<string, Entry>>;

const textInputs = ['plain_text_input', 'email_text_input', 'url_text_input', 'number_input'];
/** Elements with one plain value: the payload's field for it, and the field of its initial value. */
const singles: Readonly<Record<string, readonly [state: string, initial: string]>> = {
  ...Object.fromEntries(textInputs.map((type) => [type, ['value', 'initial_value'] as const])),
  datepicker: ['selected_date', 'initial_date'],
  timepicker: ['selected_time', 'initial_time'],
  datetimepicker: ['selected_date_time', 'initial_date_time'],
  users_select: ['selected_user', 'initial_user'],
  channels_select: ['selected_channel', 'initial_channel'],
  conversations_select: ['selected_conversation', 'initial_conversation'],
  multi_users_select: ['selected_users', 'initial_users'],
  multi_channels_select: ['selected_channels', 'initial_channels'],
  multi_conversations_select: ['selected_conversations', 'initial_conversations'],
};
const optionElements = ['static_select', 'external_select', 'radio_buttons', 'overflow'];
const multiOptionElements = ['multi_static_select', 'multi_external_select', 'checkboxes'];

function offeredOptions(element: JsonObject): readonly JsonObject[] {
  return [
    ...asObjects(element['options']),
    ...asObjects(element['option_groups']).flatMap((group) => asObjects(group['options'])),
  ];
}

function pick(element: JsonObject, value: string): JsonObject {
  const option = offeredOptions(element).find((offered) => offered['value'] === value);
  if (option === undefined)
    throw new Error(`"${String(element['action_id'])}" has no option with the value "${value}"`);
  return option;
}

/** The part of a payload with the element's new value. Throws when a user could not enter that value. */
export function entered(element: JsonObject, entry: Entry): JsonObject {
  const type = String(element['type']);
  if (optionElements.includes(type)) return { selected_option: pick(element, String(entry)) };
  if (multiOptionElements.includes(type)) {
    return { selected_options: [entry].flat().map((value) => pick(element, String(value))) };
  }
  const [state] = singles[type] ?? [];
  if (state === undefined) throw new Error(`Nothing can be entered in a ${type}`);
  if (state === 'selected_date_time') return { [state]: Number(entry) };
  return { [state]: type.startsWith('multi_') ? [entry].flat() : entry };
}

/** The element's initial value. `undefined` for buttons and menus, which have none. */
function initialState(element: JsonObject): JsonObject | undefined {
  const type = String(element['type']);
  if (type === 'overflow') return undefined;
  if (optionElements.includes(type)) return { selected_option: element['initial_option'] ?? null };
  if (multiOptionElements.includes(type)) return { selected_options: element['initial_options'] ?? [] };
  const [state, initial] = singles[type] ?? [];
  if (state === undefined || initial === undefined) return undefined;
  return { [state]: element[initial] ?? (type.startsWith('multi_') ? [] : null) };
}

/** `state.values` of a message or view: by block_id, then by action_id. */
export function stateOfBlocks(blocks: readonly JsonObject[], entries: Entries = {}): JsonObject {
  const values: JsonObject = {};
  for (const block of blocks) {
    for (const element of elementsOf(block)) {
      const [blockId, actionId] = [String(block['block_id']), String(element['action_id'])];
      const state = stateOfElement(element, entries[`${blockId}/${actionId}`] ?? entries[actionId]);
      if (state === undefined) continue;
      const known = values[blockId];
      values[blockId] = {
        ...(isJsonObject(known) ? known : {}),
        [actionId]: { type: element['type'], ...state },
      };
    }
  }
  return values;
}

function stateOfElement(element: JsonObject, entry: Entry | undefined): JsonObject | undefined {
  const before = initialState(element);
  if (before === undefined || entry === undefined) return before;
  // Left empty again.
  if (entry === '') return Object.fromEntries(Object.keys(before).map((field) => [field, null]));
  return { ...before, ...entered(element, entry) };
}
