import { nextFact } from './digest-form.ts';
import { formInputs } from './kit/actions.ts';
import { context } from './kit/blocks.ts';
import { escapeText } from './kit/clean-text.ts';
import { type Modal, modal, section } from './kit/modal.ts';
import { type Notice, renderNotice } from './notice.ts';
import { isListed } from './parts/digest-form-state.ts';

/** What is shown in the place of the form of a digest. `command` is the name of the app's command. */
export type FormNote =
  | {
      readonly kind:
        | 'loading'
        | 'saving'
        | 'repeated'
        | 'outdated'
        | 'not-allowed'
        | 'not-looked-up'
        | 'failed';
    }
  | { readonly kind: 'gone'; readonly command: string }
  | {
      readonly kind: 'done';
      readonly what: 'set-up' | 'saved' | 'unchanged';
      /** The id of a channel, a direct message or a person. */
      readonly channel: string;
      readonly next: readonly Date[];
    };

/** Why a digest could not be saved as it was filled in, and the next step. `sentence` ends with a full stop. */
export type FormProblem =
  | { readonly kind: 'channel-not-allowed' | 'outsiders' | 'same-moment' | 'not-remembered' }
  | { readonly kind: 'cannot-post'; readonly sentence: string };

/** A dialog with one sentence. */
export function renderFormNote(note: FormNote): Modal {
  const next = note.kind === 'done' ? nextFact(note.next) : undefined;
  return modal('Digest', [section(describe(note)), ...context(next === undefined ? [] : [next])]);
}

/** The same dialog with a notice. */
export function renderFormNotice(notice: Notice): Modal {
  return modal('Digest', [section(renderNotice(notice).text)]);
}

/** The sentence in plain text, and the `block_id` of the input that it is about, if it is about one. */
export function describeProblem(problem: FormProblem): {
  readonly sentence: string;
  readonly blockId: string | undefined;
} {
  switch (problem.kind) {
    case 'channel-not-allowed':
      return {
        sentence: 'Backups may not be shown there. Choose another, or have it added: ALLOWED_CHANNELS.',
        blockId: formInputs.channel,
      };
    case 'outsiders':
      return {
        sentence:
          'People outside your workspace are there. Choose another, or have it added: ALLOWED_CHANNELS.',
        blockId: formInputs.channel,
      };
    case 'cannot-post':
      return { sentence: problem.sentence, blockId: formInputs.channel };
    case 'same-moment':
      return {
        sentence: 'There is another digest at that time already. Choose another time, or change that digest.',
        blockId: formInputs.time,
      };
    case 'not-remembered':
      return {
        sentence:
          'This could not be saved, because the bot’s database cannot be used now. Try again in a minute.',
        blockId: undefined,
      };
  }
}

function describe(note: FormNote): string {
  switch (note.kind) {
    case 'loading':
      return 'One moment …';
    case 'saving':
      return 'Saving …';
    case 'repeated':
      return 'This was submitted a moment ago. Close it, and look into the channel.';
    case 'outdated':
      return 'Another version of the bot made this form. Close it, and open it again.';
    case 'not-allowed':
      return 'You are not on the list of people who may change digests. The bot’s operator can add you: `ALLOWED_ADMINS`.';
    case 'not-looked-up':
      return 'The bot’s database cannot be used now, so this digest cannot be changed. Try again in a minute.';
    case 'failed':
      return 'That failed because of a bug in the bot; its log has the cause. Close this, and try again.';
    case 'gone':
      return `This digest is no longer there. Type \`${escapeText(note.command)} digest\` to see those that are.`;
    case 'done':
      return describeDone(note.what, note.channel);
  }
}

function describeDone(what: Extract<FormNote, { kind: 'done' }>['what'], channel: string): string {
  if (what === 'unchanged') return '*Nothing was changed.*';
  const done = what === 'set-up' ? '*The digest is set up.*' : '*Saved.*';
  if (isListed(channel)) return `${done} <#${channel}> has been told.`;
  return /^[UW]/.test(channel) ? `${done} <@${channel}> has been told.` : done;
}
