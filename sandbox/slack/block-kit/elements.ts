import { isJsonObject, type JsonObject } from '../json.ts';
import {
  boolean,
  byType,
  type Check,
  integer,
  list,
  matching,
  object,
  oneOf,
  type Place,
  report,
  string,
} from './check.ts';
import { richText } from './rich-text.ts';
import {
  actionId,
  choiceOption,
  colorScheme,
  confirmDialog,
  image,
  linkUrl,
  optionGroup,
  overflowOption,
  plainText,
  selectOption,
} from './text-objects.ts';

type Fields = Readonly<Record<string, Check>>;

const named = { action_id: actionId };
const confirmable = { ...named, confirm: confirmDialog };
const focusable = { focus_on_load: boolean };
const menu = { ...confirmable, ...focusable, placeholder: plainText(150) };
const multi = { ...menu, max_selected_items: integer(1, 100) };
const input = { ...named, ...focusable, placeholder: plainText(150) };
const dispatchable = {
  dispatch_action_config: object(
    {},
    { trigger_actions_on: list(oneOf('on_enter_pressed', 'on_character_entered'), 1, 2) },
  ),
};
const id = string({ min: 1 });
const ids = list(id, 0, 100);
const filter = object(
  {},
  {
    include: list(oneOf('im', 'mpim', 'private', 'public'), 1, 4),
    exclude_external_shared_channels: boolean,
    exclude_bot_users: boolean,
  },
);

function sameOption(left: unknown, right: unknown): boolean {
  return isJsonObject(left) && isJsonObject(right) && left['value'] === right['value'];
}

function offered(value: JsonObject): readonly unknown[] {
  const groups = Array.isArray(value['option_groups']) ? value['option_groups'].filter(isJsonObject) : [];
  return [value['options'], ...groups.map((group) => group['options'])].flat();
}

/** Initial options must be among the offered options. */
function initialIsOffered(value: JsonObject, place: Place): void {
  const initial = [value['initial_option'], value['initial_options']]
    .flat()
    .filter((entry) => entry !== undefined);
  const options = offered(value);
  const isOffered = initial.every((entry) => options.some((candidate) => sameOption(candidate, entry)));
  if (!isOffered) report(place, 'initial option(s) must match options');
}

function eitherOptionsOrGroups(value: JsonObject, place: Place): void {
  if ((value['options'] === undefined) === (value['option_groups'] === undefined))
    report(place, 'must define either `options` or `option_groups`');
}

/** https://docs.slack.dev/reference/block-kit/block-elements/select-menu-element#static_select */
function staticSelect(more: Fields): Check {
  const optional = { ...more, options: list(selectOption, 1, 100), option_groups: list(optionGroup, 1, 100) };
  return object({}, optional, (value, place) => {
    eitherOptionsOrGroups(value, place);
    initialIsOffered(value, place);
  });
}

/** What the app answers to a `block_suggestion`. No options at all are allowed: Slack then shows that there are none. */
export const suggestedOptions: Check = object(
  {},
  { options: list(selectOption, 0, 100), option_groups: list(optionGroup, 0, 100) },
  eitherOptionsOrGroups,
);

function choices(more: Fields): Check {
  return object(
    { options: list(choiceOption, 1, 10) },
    { ...confirmable, ...focusable, ...more },
    initialIsOffered,
  );
}

const button = object(
  { text: plainText(75) },
  {
    ...confirmable,
    value: string({ max: 2000 }),
    url: linkUrl,
    style: colorScheme,
    accessibility_label: string({ max: 75 }),
  },
);

const feedbackButton = object(
  { text: plainText(75), value: string({ max: 2000 }) },
  { accessibility_label: string({ max: 75 }) },
);

/** Every block element, by type: https://docs.slack.dev/reference/block-kit/block-elements */
const elements: Fields = {
  button,
  image: image(),
  static_select: staticSelect({ ...menu, initial_option: selectOption }),
  multi_static_select: staticSelect({ ...multi, initial_options: list(selectOption, 1, 100) }),
  external_select: object({}, { ...menu, initial_option: selectOption, min_query_length: integer(0, 3000) }),
  multi_external_select: object(
    {},
    { ...multi, initial_options: list(selectOption, 1, 100), min_query_length: integer(0, 3000) },
  ),
  users_select: object({}, { ...menu, initial_user: id }),
  multi_users_select: object({}, { ...multi, initial_users: ids }),
  channels_select: object({}, { ...menu, initial_channel: id, response_url_enabled: boolean }),
  multi_channels_select: object({}, { ...multi, initial_channels: ids }),
  conversations_select: object(
    {},
    {
      ...menu,
      initial_conversation: id,
      default_to_current_conversation: boolean,
      response_url_enabled: boolean,
      filter,
    },
  ),
  multi_conversations_select: object(
    {},
    { ...multi, initial_conversations: ids, default_to_current_conversation: boolean, filter },
  ),
  overflow: object({ options: list(overflowOption, 1, 5) }, confirmable),
  checkboxes: choices({ initial_options: list(choiceOption, 1, 10) }),
  radio_buttons: choices({ initial_option: choiceOption }),
  datepicker: object({}, { ...menu, initial_date: matching(/^\d{4}-\d\d-\d\d$/, 'date') }),
  timepicker: object(
    {},
    { ...menu, initial_time: matching(/^([01]\d|2[0-3]):[0-5]\d$/, 'time'), timezone: string({ min: 1 }) },
  ),
  datetimepicker: object(
    {},
    { ...confirmable, ...focusable, initial_date_time: integer(1_000_000_000, 9_999_999_999) },
  ),
  plain_text_input: object(
    {},
    {
      ...input,
      ...dispatchable,
      initial_value: string({ max: 3000 }),
      multiline: boolean,
      min_length: integer(0, 3000),
      max_length: integer(1, 3000),
    },
  ),
  email_text_input: object({}, { ...input, ...dispatchable, initial_value: string() }),
  url_text_input: object({}, { ...input, ...dispatchable, initial_value: string() }),
  number_input: object(
    { is_decimal_allowed: boolean },
    { ...input, ...dispatchable, initial_value: string(), min_value: string(), max_value: string() },
  ),
  file_input: object(
    {},
    { ...named, filetypes: list(string({ min: 1 }), 1, 100), max_files: integer(1, 10) },
  ),
  rich_text_input: object(
    {},
    {
      ...input,
      ...dispatchable,
      initial_value: richText,
      min_lines: integer(1, 100),
      max_lines: integer(1, 100),
    },
  ),
  feedback_buttons: object({ positive_button: feedbackButton, negative_button: feedbackButton }, named),
  icon_button: object(
    { icon: string({ min: 1 }), text: plainText(75) },
    {
      ...confirmable,
      value: string({ max: 2000 }),
      accessibility_label: string({ max: 75 }),
      visible_to_user_ids: ids,
    },
  ),
};

const single = ['static', 'external', 'users', 'conversations', 'channels'].map(
  (source) => `${source}_select`,
);
const menus = [
  ...single,
  ...single.map((type) => `multi_${type}`),
  'checkboxes',
  'radio_buttons',
  'datepicker',
  'timepicker',
];

export const buttonElement = byType(elements, ['button']);
export const imageElement = byType(elements, ['image']);
export const accessory = byType(elements, ['button', 'image', 'overflow', ...menus]);
export const actionsElement = byType(elements, [
  'button',
  'overflow',
  'datetimepicker',
  'rich_text_input',
  ...menus,
]);
export const contextAction = byType(elements, ['feedback_buttons', 'icon_button']);
export const inputElement = byType(elements, [
  'plain_text_input',
  'email_text_input',
  'url_text_input',
  'number_input',
  'file_input',
  'rich_text_input',
  'datetimepicker',
  ...menus,
]);
