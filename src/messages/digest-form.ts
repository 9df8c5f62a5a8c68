import type { InputBlock, PlainTextOption } from '@slack/types';
import { daysOf, timeOf } from '../commands/digest-times.ts';
import { formCallback, formInputs } from './kit/actions.ts';
import { context, plainText } from './kit/blocks.ts';
import { escapeText } from './kit/clean-text.ts';
import { dateToken } from './kit/dates.ts';
import { viewLimits } from './kit/limits.ts';
import { input, type Modal, modal, option, section } from './kit/modal.ts';
import {
  choices,
  type DigestForm,
  isListed,
  isUnusual,
  windowValue,
  writeMetadata,
} from './parts/digest-form-state.ts';
import { zoneGroups } from './parts/zone-groups.ts';
import { windowWords } from './words/durations.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const expiringChoicesMs = [12 * hourMs, 24 * hourMs, 48 * hourMs, 3 * dayMs, 7 * dayMs];
/** A little longer than a day, three days, a week, two weeks and a month: see `STALE_AFTER`. */
const staleChoicesMs = [36 * hourMs, 4 * dayMs, 8 * dayMs, 15 * dayMs, 32 * dayMs];

/**
 * The form in which a digest is set up or changed. `next` are its next deliveries as it stands; `problem` is why it could
 * not be saved, and the next step.
 */
export function renderDigestForm(
  form: DigestForm,
  facts: { readonly next: readonly Date[]; readonly problem?: string | undefined },
): Modal {
  const { wish } = form;
  const view = modal(form.id === undefined ? 'New digest' : 'Change digest', [
    ...(facts.problem === undefined ? [] : [section(notSavedText(facts.problem))]),
    channelInput(form),
    timeInput(wish.cron),
    zoneInput(wish.timeZone),
    daysInput(form),
    ...nextDeliveries(facts.next),
    kindInput(wish.kind),
    expiringInput(wish.expiringWithinMs),
    staleInput(wish.staleAfterMs),
  ]);
  return {
    ...view,
    submit: plainText('Save', viewLimits.button),
    close: plainText('Cancel', viewLimits.button),
    callback_id: formCallback,
    private_metadata: writeMetadata(form),
  };
}

/** Why a digest was not saved, in mrkdwn; `problem` is plain text. */
export function notSavedText(problem: string): string {
  return `*The digest was not saved.* ${escapeText(problem)}`;
}

/** The next deliveries as a fact, in mrkdwn; `undefined` when there are none. */
export function nextFact(next: readonly Date[]): string | undefined {
  return next.length === 0
    ? undefined
    : `Next, in your own time: ${next.map((at) => dateToken(at, 'brief')).join(' · ')}`;
}

function channelInput({ kept, wish }: DigestForm): InputBlock {
  const hint = isListed(kept.channel)
    ? 'The bot must be a member there: type /invite in the channel.'
    : 'Leave it empty for the direct message with the bot.';
  return input(
    'channel',
    'Post it in',
    {
      type: 'conversations_select',
      action_id: formInputs.channel,
      ...(isListed(wish.channel) && { initial_conversation: wish.channel }),
      filter: { include: ['public', 'private', 'mpim'], exclude_bot_users: true },
    },
    { hint, optional: !isListed(kept.channel) },
  );
}

function timeInput(cron: string): InputBlock {
  const time = timeOf(cron) ?? '09:00';
  const element = { type: 'timepicker', action_id: formInputs.time, initial_time: time } as const;
  return input('time', 'At', element, { tellsChanges: true });
}

function zoneInput(zone: string): InputBlock {
  const groups = zoneGroups(zone);
  const options = groups.flatMap((group) => group.options);
  return input(
    'zone',
    'Time zone',
    {
      type: 'static_select',
      action_id: formInputs.zone,
      option_groups: groups,
      ...initial(options, zone),
    },
    { tellsChanges: true },
  );
}

function daysInput({ kept, wish }: DigestForm): InputBlock {
  const times =
    timeOf(kept.cron) === undefined ? 'At its own times, not at the one above' : 'At the time above';
  const options = [
    option('every-day', 'Every day'),
    option('weekdays', 'Monday to Friday'),
    ...(isUnusual(kept.cron) ? [option(choices.keepDays, `As set: ${kept.cron}`, times)] : []),
  ];
  const value = isUnusual(wish.cron) ? choices.keepDays : (daysOf(wish.cron) ?? 'every-day');
  return input('days', 'On', radioButtons('days', options, value), { tellsChanges: true });
}

/** In the place of its own block, so that it changes with what is chosen. */
function nextDeliveries(next: readonly Date[]) {
  return context([nextFact(next) ?? 'No delivery is due within forty years. Choose other days.']);
}

function kindInput(kind: 'all' | 'problems'): InputBlock {
  const options = [
    option('all', 'Post a short all-clear'),
    option('problems', 'Post nothing, but an all-clear once a week'),
  ];
  return input('kind', 'When all is well', radioButtons('kind', options, kind));
}

function expiringInput(chosenMs: number | undefined): InputBlock {
  const words = (ms: number) => `${windowWords(ms)} before`;
  return input(
    'expiring',
    'Warn before a backup expires',
    windowSelect('expiring', expiringChoicesMs, chosenMs, words),
  );
}

function staleInput(chosenMs: number | undefined): InputBlock {
  const select = windowSelect('stale', staleChoicesMs, chosenMs, windowWords);
  return input('stale', 'Warn when the newest backup is older than', select);
}

/** The choices, each portal's own window, and the chosen one if it is another. */
function windowSelect(
  name: 'expiring' | 'stale',
  choicesMs: readonly number[],
  chosenMs: number | undefined,
  words: (ms: number) => string,
) {
  const all =
    chosenMs === undefined ? choicesMs : [...new Set([...choicesMs, chosenMs])].sort((a, b) => a - b);
  const options = [
    option(choices.ownWindow, 'As set for each portal'),
    ...all.map((ms) => option(windowValue(ms), words(ms))),
  ];
  return {
    type: 'static_select',
    action_id: formInputs[name],
    options,
    ...initial(options, windowValue(chosenMs)),
  } as const;
}

function radioButtons(name: 'days' | 'kind', options: PlainTextOption[], value: string) {
  return { type: 'radio_buttons', action_id: formInputs[name], options, ...initial(options, value) } as const;
}

function initial(options: readonly PlainTextOption[], value: string): { initial_option?: PlainTextOption } {
  const found = options.find((each) => each.value === value);
  return found === undefined ? {} : { initial_option: found };
}
