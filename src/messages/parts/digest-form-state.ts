import { daysOf, formatCron, timeOf } from '../../commands/digest-times.ts';
import { type FormInput, formInputs } from '../kit/actions.ts';

/** What somebody wants a digest to be. */
export interface FormWish {
  /** The id of a channel, a direct message or a person. */
  readonly channel: string;
  /** Five cron fields. */
  readonly cron: string;
  readonly timeZone: string;
  readonly kind: 'all' | 'problems';
  /** `undefined`: each portal's own. */
  readonly expiringWithinMs: number | undefined;
  readonly staleAfterMs: number | undefined;
}

/** The form of a digest as it is filled in. */
export interface DigestForm {
  /** The digest that is changed; `undefined` for a new one. */
  readonly id: string | undefined;
  /** What was there when the form was opened: what no input can say stays. */
  readonly kept: { readonly channel: string; readonly cron: string };
  readonly wish: FormWish;
}

/** The members of a dialog that say what was filled in, as Slack sends them. */
export interface FilledView {
  readonly private_metadata: string;
  readonly state: { readonly values: Readonly<Record<string, Readonly<Record<string, InputState>>>> };
}

interface InputState {
  readonly selected_option?: { readonly value?: string } | null;
  readonly selected_time?: string | null;
  readonly selected_conversation?: string | null;
}

/** What is wrong with which input, by its `block_id`, and the next step. */
export type FormErrors = Readonly<Record<string, string>>;

/** The values of choices that are not what they mean. */
export const choices = { keepDays: 'keep', ownWindow: 'own' } as const;

/** What goes into the dialog's metadata, to be read again with what was filled in. */
export function writeMetadata({ id, kept }: DigestForm): string {
  return JSON.stringify({ id, ...kept });
}

/**
 * What was filled in, with what was there before wherever an input is empty, and an error for each that may not be.
 * `undefined` when the dialog was not written by this version of the bot.
 */
export function readDigestForm(
  view: FilledView,
): { readonly form: DigestForm; readonly errors: FormErrors } | undefined {
  const opened = readMetadata(view.private_metadata);
  const zone = optionOf(view, 'zone');
  if (opened === undefined || zone === undefined) return undefined;
  const { kept } = opened;
  const channel = stateOf(view, 'channel').selected_conversation ?? undefined;
  const time = stateOf(view, 'time').selected_time ?? undefined;
  const wish: FormWish = {
    channel: channel ?? kept.channel,
    cron: cronOf(optionOf(view, 'days'), time ?? timeOf(kept.cron), kept.cron),
    timeZone: zone,
    kind: optionOf(view, 'kind') === 'problems' ? 'problems' : 'all',
    expiringWithinMs: windowOf(optionOf(view, 'expiring')),
    staleAfterMs: windowOf(optionOf(view, 'stale')),
  };
  return {
    form: { ...opened, wish },
    errors: {
      ...(channel === undefined && isListed(kept.channel) && { [formInputs.channel]: 'Choose a channel.' }),
      ...(time === undefined && { [formInputs.time]: 'Choose a time.' }),
    },
  };
}

/** Whether a list of conversations has it: a direct message with the bot, or a person, is not among them. */
export function isListed(channel: string): boolean {
  return /^[CG]/.test(channel);
}

/** Whether the days of a cron expression have no choice of their own, or it has several times a day. */
export function isUnusual(cron: string): boolean {
  return daysOf(cron) === undefined || timeOf(cron) === undefined;
}

/** The value of the choice of a time before which, or an age after which, to warn. */
export function windowValue(ms: number | undefined): string {
  return ms === undefined ? choices.ownWindow : String(ms);
}

function windowOf(value: string | undefined): number | undefined {
  return value === undefined || value === choices.ownWindow ? undefined : Number(value);
}

/** Days that are kept are kept with their own times, where there are several. */
function cronOf(days: string | undefined, time: string | undefined, kept: string): string {
  if (time === undefined) return kept;
  if (days !== choices.keepDays) return formatCron(time, days === 'weekdays' ? days : 'every-day');
  if (timeOf(kept) === undefined) return kept;
  const ofTime = formatCron(time, 'every-day').split(' ').slice(0, 2);
  return [...ofTime, ...kept.split(' ').slice(2)].join(' ');
}

function stateOf({ state }: FilledView, input: FormInput): InputState {
  return state.values[formInputs[input]]?.[formInputs[input]] ?? {};
}

function optionOf(view: FilledView, input: FormInput): string | undefined {
  return stateOf(view, input).selected_option?.value;
}

function readMetadata(text: string): Pick<DigestForm, 'id' | 'kept'> | undefined {
  try {
    const { id, channel, cron } = JSON.parse(text) as Record<string, unknown>;
    if (typeof channel !== 'string' || typeof cron !== 'string') return undefined;
    return { id: typeof id === 'string' ? id : undefined, kept: { channel, cron } };
  } catch {
    return undefined;
  }
}
