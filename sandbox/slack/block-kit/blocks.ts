import type { JsonObject } from '../json.ts';
import {
  anything,
  boolean,
  byType,
  type Check,
  integer,
  list,
  object,
  oneOf,
  type Place,
  report,
  type Surface,
  string,
} from './check.ts';
import {
  accessory,
  actionsElement,
  buttonElement,
  contextAction,
  imageElement,
  inputElement,
} from './elements.ts';
import { richText } from './rich-text.ts';
import { dataTable, table } from './tables.ts';
import { anyText, blockId, image, mediaUrl, mrkdwnText, plainText } from './text-objects.ts';

const named = { block_id: blockId };
const contextElement: Check = (value, place) => {
  const isImage = typeof value === 'object' && value !== null && 'type' in value && value.type === 'image';
  (isImage ? imageElement : anyText(3000))(value, place);
};

function textOrFields(value: JsonObject, place: Place): void {
  if (value['text'] === undefined && value['fields'] === undefined)
    report(place, 'must define either `text` or `fields`');
}

const card = object(
  {},
  {
    ...named,
    hero_image: imageElement,
    icon: imageElement,
    title: mrkdwnText(150),
    subtitle: mrkdwnText(150),
    body: mrkdwnText(200),
    subtext: mrkdwnText(200),
    actions: list(buttonElement, 1, 3),
  },
);

const taskCard = object(
  {
    task_id: string({ min: 1 }),
    title: string({ min: 1 }),
    status: oneOf('pending', 'in_progress', 'complete', 'error'),
  },
  { ...named, details: richText, output: richText, sources: list(anything, 0, 100) },
);

/** Every block except `container`, by type: https://docs.slack.dev/reference/block-kit/blocks */
const flatBlocks: Readonly<Record<string, Check>> = {
  section: object(
    {},
    { ...named, text: anyText(3000), fields: list(anyText(2000), 1, 10), accessory, expand: boolean },
    textOrFields,
  ),
  header: object({ text: plainText(150) }, { ...named, level: integer(1, 4) }),
  divider: object({}, named),
  image: image({ ...named, title: plainText(2000) }),
  context: object({ elements: list(contextElement, 1, 10) }, named),
  actions: object({ elements: list(actionsElement, 1, 25) }, named),
  input: object(
    { label: plainText(2000), element: inputElement },
    { ...named, hint: plainText(2000), optional: boolean, dispatch_action: boolean },
  ),
  rich_text: richText,
  table,
  data_table: dataTable,
  markdown: object({ text: string({ min: 1, max: 12_000 }) }, named),
  video: object(
    {
      video_url: mediaUrl,
      thumbnail_url: mediaUrl,
      alt_text: string({ min: 1, max: 2000 }),
      title: plainText(200),
    },
    {
      ...named,
      title_url: mediaUrl,
      author_name: string({ max: 50 }),
      provider_name: string(),
      provider_icon_url: mediaUrl,
      description: plainText(200),
    },
  ),
  context_actions: object({ elements: list(contextAction, 1, 5) }, named),
  alert: object(
    { text: anyText(200) },
    { ...named, level: oneOf('default', 'info', 'warning', 'error', 'success') },
  ),
  card,
  carousel: object({ elements: list(byType({ card }), 1, 10) }, named),
  task_card: taskCard,
  plan: object(
    { title: string({ min: 1 }) },
    { ...named, tasks: list(byType({ task_card: taskCard }), 0, 50) },
  ),
};

const insideContainer = [
  'actions',
  'context',
  'divider',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'table',
  'video',
];

const container = object(
  { child_blocks: list(byType(flatBlocks, insideContainer), 1, 10) },
  {
    ...named,
    title: plainText(150),
    rich_text_title: richText,
    subtitle: anyText(150),
    width: oneOf('narrow', 'standard', 'wide', 'full'),
    icon: imageElement,
    is_collapsible: boolean,
    default_collapsed: boolean,
    has_header_divider: boolean,
  },
);

const everywhere = [
  'actions',
  'context',
  'divider',
  'header',
  'image',
  'input',
  'rich_text',
  'section',
  'video',
  'card',
];

/** Slack's pages disagree on table, data_table and container in the Home tab. This follows the stricter one. */
const allowedOn: Readonly<Record<Surface, readonly string[]>> = {
  message: [
    ...everywhere,
    'carousel',
    'table',
    'data_table',
    'markdown',
    'plan',
    'task_card',
    'context_actions',
    'container',
  ],
  modal: [...everywhere, 'alert'],
  home: [...everywhere, 'carousel'],
};

/** The block types that this validator knows, on any surface. */
export const blockTypes: readonly string[] = [...Object.keys(flatBlocks), 'container'];

/** Checks one block in its place. */
export const anyBlock: Check = (value, place: Place) =>
  byType({ ...flatBlocks, container }, allowedOn[place.surface])(value, place);

export const mostBlocks: Readonly<Record<Surface, number>> = { message: 50, modal: 100, home: 100 };
