import { boolean, byType, type Check, list, object, oneOf, report, string, url } from './check.ts';

/** https://docs.slack.dev/reference/block-kit/composition-objects/text-object */
export function plainText(max: number): Check {
  return byType({ plain_text: plainTextFields(max) });
}

export function anyText(max: number): Check {
  return byType({ plain_text: plainTextFields(max), mrkdwn: mrkdwnFields(max) });
}

export function mrkdwnText(max: number): Check {
  return byType({ mrkdwn: mrkdwnFields(max) });
}

function plainTextFields(max: number): Check {
  return object({ text: string({ min: 1, max }) }, { emoji: boolean });
}

function mrkdwnFields(max: number): Check {
  return object({ text: string({ min: 1, max }) }, { verbatim: boolean });
}

/** Web and mail addresses. */
export const linkUrl = url(['http:', 'https:', 'mailto:', 'tel:', 'slack:']);
export const mediaUrl = url(['http:', 'https:']);

export const actionId = string({ min: 1, max: 255 });
export const blockId = string({ max: 255 });
export const colorScheme = oneOf('primary', 'danger');

/** https://docs.slack.dev/reference/block-kit/composition-objects/confirmation-dialog-object */
export const confirmDialog = object(
  { text: anyText(300) },
  { title: plainText(100), confirm: plainText(30), deny: plainText(30), style: colorScheme },
);

/** https://docs.slack.dev/reference/block-kit/composition-objects/option-object : 75 is the documented safe value length. */
function option(text: Check, more: Readonly<Record<string, Check>> = {}): Check {
  return object({ text, value: string({ max: 75 }) }, { description: anyText(75), ...more });
}

export const selectOption = option(plainText(75));
export const overflowOption = option(plainText(75), { url: linkUrl });
export const choiceOption = option(anyText(75));

export const optionGroup = object({ label: plainText(75), options: list(selectOption, 1, 100) });

/** https://docs.slack.dev/reference/block-kit/composition-objects/slack-file-object */
const slackFile = object({}, { id: string({ min: 1 }), url: mediaUrl }, (value, place) => {
  if ((value['id'] === undefined) === (value['url'] === undefined))
    report(place, 'must define either `id` or `url`');
});

const imageSource = { image_url: mediaUrl, slack_file: slackFile };

/** An image element or block: one source and an alternative text. */
export function image(more: Readonly<Record<string, Check>> = {}): Check {
  return object({ alt_text: string({ min: 1, max: 2000 }) }, { ...imageSource, ...more }, (value, place) => {
    const sources = Object.keys(imageSource).filter((name) => value[name] !== undefined);
    if (sources.length !== 1) report(place, 'must define either `image_url` or `slack_file`');
  });
}
