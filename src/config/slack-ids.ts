import * as z from 'zod';
import { quote, type ValueSchema } from './values.ts';

const idTail = '[A-Z0-9]{7,}$';
const channelId = new RegExp(`^[CGD]${idTail}`);
const personId = new RegExp(`^[UW]${idTail}`);

/** Where a message can go: a channel, a direct message, or a person, whose direct message Slack then opens. */
export const destination: ValueSchema<string> = z.string().transform((text, context) => {
  if (channelId.test(text) || personId.test(text)) return text;
  context.addIssue({ code: 'custom', message: explainId(text) });
  return z.NEVER;
});

/** Ids of people, separated by commas or spaces; at least one. */
export const people = idsLike(personId);
/** Ids of channels and direct messages, separated by commas or spaces; at least one. */
export const channels = idsLike(channelId);

function idsLike(shape: RegExp): ValueSchema<ReadonlySet<string>> {
  return z.string().transform((text, context) => {
    const ids = text.split(/[\s,]+/).filter((id) => id !== '');
    const wrong = ids.find((id) => !shape.test(id));
    if (wrong === undefined && ids.length > 0) return new Set(ids);
    // An empty list would mean everyone, which a list of commas was probably not meant to mean.
    const message = wrong === undefined ? 'has no id' : explainId(wrong, ids.length > 1);
    context.addIssue({ code: 'custom', message });
    return z.NEVER;
  });
}

function explainId(text: string, inList = false): string {
  const is = inList ? `has ${quote(text)}, which is` : 'is';
  const linked = /[/#@]([CGDUW][A-Z0-9]{7,})\b/.exec(text)?.[1];
  if (linked !== undefined) return `${is} a link or a mention; give only the id, ${linked}`;
  if (text.startsWith('#')) {
    return `${is} a channel's name; click that name at the top of the channel, the id is at the end of About`;
  }
  if (text.startsWith('@')) return `${is} a person's name; the id is in the profile, under ⋮, Copy member ID`;
  return `${is} not such an id`;
}
