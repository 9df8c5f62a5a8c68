import type {
  ActionsBlock,
  Button,
  ConfirmationDialog,
  ContextBlock,
  HeaderBlock,
  KnownBlock,
  Overflow,
  PlainTextElement,
  PlainTextOption,
} from '@slack/types';
import { type ActionId, actionIds } from './actions.ts';
import { capitalise, cutText } from './clean-text.ts';
import { partLimits } from './limits.ts';

/** The first block of every report: the verdict. */
export function header(words: string): HeaderBlock {
  return { type: 'header', text: plainText(words, partLimits.header) };
}

/**
 * Small grey facts with ` · ` between them, in mrkdwn because of its dates: our own words only, no untrusted text.
 * Facts that would not fit are dropped; no block without facts.
 */
export function context(facts: readonly string[]): ContextBlock[] {
  let text = '';
  for (const fact of facts) {
    const longer = text === '' ? fact : `${text} · ${fact}`;
    if (longer.length > partLimits.context) break;
    text = longer;
  }
  return text === '' ? [] : [{ type: 'context', elements: [{ type: 'mrkdwn', text: capitalise(text) }] }];
}

/** Groups of blocks with a rule between them; empty groups have none. */
export function ruled(groups: readonly (readonly KnownBlock[])[]): KnownBlock[] {
  const present = groups.filter((group) => group.length > 0);
  return present.flatMap((group, index) => (index === 0 ? group : [{ type: 'divider' } as const, ...group]));
}

/** No block when there is nothing to press. Without a `blockId`, Slack makes one up. */
export function actions(
  elements: readonly (ActionsBlock['elements'][number] | undefined)[],
  blockId?: string,
): ActionsBlock[] {
  const present = elements.filter((element) => element !== undefined);
  if (present.length === 0) return [];
  return [{ type: 'actions', ...(blockId !== undefined && { block_id: blockId }), elements: present }];
}

/** A button whose value is query text. */
export function queryButton(actionId: ActionId, label: string, value: string): Button {
  return { type: 'button', action_id: actionId, text: plainText(label, partLimits.buttonText), value };
}

/** A button that opens a page in the browser. */
export function urlButton(label: string, url: string): Button {
  return { type: 'button', action_id: actionIds.open, text: plainText(label, partLimits.buttonText), url };
}

/** A dialog that asks before something that cannot be taken back. */
export function confirmation(words: {
  readonly title: string;
  readonly text: string;
  readonly confirm: string;
}): ConfirmationDialog {
  return {
    title: plainText(words.title, partLimits.confirmTitle),
    text: plainText(words.text, partLimits.confirmText),
    confirm: plainText(words.confirm, partLimits.confirmButton),
    deny: plainText('Cancel', partLimits.confirmButton),
  };
}

/** A menu behind ⋯. */
export function overflow(options: readonly PlainTextOption[]): Overflow {
  return { type: 'overflow', action_id: actionIds.more, options: [...options] };
}

/** Plain text with emoji, truncated to Slack's limit. */
export function plainText(text: string, max: number): PlainTextElement {
  return { type: 'plain_text', text: cutText(text, max), emoji: true };
}
