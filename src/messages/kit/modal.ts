import type { InputBlock, KnownBlock, ModalView, PlainTextOption, SectionBlock } from '@slack/types';
import { type FormInput, formInputs } from './actions.ts';
import { plainText } from './blocks.ts';
import { partLimits, viewLimits } from './limits.ts';

/** A dialog. */
export type Modal = ModalView & { readonly blocks: KnownBlock[] };

/** A dialog to be closed. With inputs it needs a `submit` too. */
export function modal(title: string, blocks: readonly KnownBlock[]): Modal {
  return {
    type: 'modal',
    title: plainText(title, viewLimits.title),
    close: plainText('Close', viewLimits.button),
    blocks: [...blocks],
  };
}

/** A sentence of a dialog in mrkdwn: our own words and escaped names only. */
export function section(mrkdwn: string): SectionBlock {
  return { type: 'section', text: { type: 'mrkdwn', text: mrkdwn, verbatim: true } };
}

/** An input with a label. */
export function input(
  name: FormInput,
  label: string,
  element: InputBlock['element'],
  more: { readonly hint?: string; readonly optional?: boolean; readonly tellsChanges?: boolean } = {},
): InputBlock {
  return {
    type: 'input',
    block_id: formInputs[name],
    label: plainText(label, viewLimits.label),
    element,
    ...(more.hint !== undefined && { hint: plainText(more.hint, viewLimits.hint) }),
    ...(more.optional === true && { optional: true }),
    ...(more.tellsChanges === true && { dispatch_action: true }),
  };
}

/** One of a list of choices. */
export function option(value: string, words: string, description?: string): PlainTextOption {
  return {
    text: plainText(words, partLimits.optionText),
    value,
    ...(description !== undefined && { description: plainText(description, partLimits.optionText) }),
  };
}
