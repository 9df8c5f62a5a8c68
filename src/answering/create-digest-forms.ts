import type { DigestSetup, SetupOutcome } from '../digest/digest-setup.ts';
import { notSavedText, renderDigestForm } from '../messages/digest-form.ts';
import { describeProblem, type FormProblem, renderFormNote } from '../messages/digest-form-note.ts';
import type { Modal } from '../messages/kit/modal.ts';
import {
  type DigestForm,
  type FilledView,
  type FormErrors,
  readDigestForm,
} from '../messages/parts/digest-form-state.ts';
import type { Log } from '../ops/log.ts';

/** Which form somebody asked for. */
export interface FormRequest {
  /** The digest to be changed; `undefined` for a new one. */
  readonly digestId: string | undefined;
  /** Where the form was asked for, which is what a new digest begins with. */
  readonly channel: string;
  readonly userId: string;
}

/** What comes of a form that was submitted. */
export type Submission =
  | { readonly kind: 'settled'; readonly view: Modal }
  /**
   * What is wrong with which input, by `block_id`; and all of it once more: as the same form with the problem above it,
   * and as a message's text.
   */
  | {
      readonly kind: 'refused';
      readonly errors: FormErrors;
      readonly view: Modal;
      readonly text: string;
    };

/** The form in which digests are set up and changed, for people who fill it in. */
export interface DigestForms {
  /** What is shown while one waits for `fill`. */
  readonly loading: Modal;
  /** What is shown while one waits for `submit`. */
  readonly saving: Modal;
  /** The form as it begins, or why there is none. Never rejects. */
  fill(asked: FormRequest): Promise<Modal>;
  /** The form with the next deliveries of what is chosen now; `undefined` when it cannot be read. */
  follow(view: FilledView): Modal | undefined;
  /** What is shown when Slack delivers one submission again. */
  readonly repeated: Modal;
  /** Sets up or changes the digest. Never rejects. */
  submit(view: FilledView, userId: string): Promise<Submission>;
}

const shownDeliveries = 3;

export function createDigestForms(options: {
  readonly setup: DigestSetup;
  /** The name of the app's command, as it was last typed. */
  readonly commandName: () => string;
  readonly log: Log;
}): DigestForms {
  const { setup, log } = options;

  async function begin({ digestId, channel, userId }: FormRequest): Promise<Modal> {
    if (!setup.mayChange(userId)) return renderFormNote({ kind: 'not-allowed' });
    const wish = await (digestId === undefined ? setup.proposal(channel, userId) : setup.find(digestId));
    if (wish === undefined) return gone();
    return render({ id: digestId, kept: { channel: wish.channel, cron: wish.cron }, wish });
  }

  function render(form: DigestForm, problem?: string): Modal {
    return renderDigestForm(form, { next: setup.nextSlots(form.wish, shownDeliveries), problem });
  }

  function gone(): Modal {
    return renderFormNote({ kind: 'gone', command: options.commandName() });
  }

  function refuse(form: DigestForm, problem: FormProblem): Submission {
    const { sentence, blockId } = describeProblem(problem);
    return refused(form, blockId === undefined ? {} : { [blockId]: sentence }, sentence);
  }

  function refused(form: DigestForm, errors: FormErrors, sentence: string): Submission {
    return { kind: 'refused', errors, view: render(form, sentence), text: notSavedText(sentence) };
  }

  function settle(form: DigestForm, outcome: SetupOutcome): Submission {
    switch (outcome.kind) {
      case 'done': {
        const { subscription, what } = outcome;
        const next = setup.nextSlots(subscription, shownDeliveries);
        const told = what === 'set-up' || what === 'unchanged' ? what : 'saved';
        return settled(renderFormNote({ kind: 'done', what: told, channel: subscription.channel, next }));
      }
      case 'not-allowed':
        return settled(renderFormNote({ kind: 'not-allowed' }));
      case 'gone':
        return settled(gone());
      case 'withheld':
        return refuse(form, { kind: 'outsiders' });
      case 'channel-not-allowed':
      case 'cannot-post':
      case 'same-moment':
      case 'not-remembered':
        return refuse(form, outcome);
    }
  }

  return {
    loading: renderFormNote({ kind: 'loading' }),
    saving: renderFormNote({ kind: 'saving' }),
    repeated: renderFormNote({ kind: 'repeated' }),
    async fill(asked) {
      try {
        return await begin(asked);
      } catch (error) {
        log.error('A digest could not be looked up: the database cannot be used', { error });
        return renderFormNote({ kind: 'not-looked-up' });
      }
    },
    follow(view) {
      const filled = readDigestForm(view);
      return filled && render(filled.form);
    },
    async submit(view, userId) {
      const filled = readDigestForm(view);
      if (filled === undefined) return settled(renderFormNote({ kind: 'outdated' }));
      const { form, errors } = filled;
      if (Object.keys(errors).length > 0) return refused(form, errors, Object.values(errors).join(' '));
      const { id, wish } = form;
      try {
        const outcome = id === undefined ? setup.setUp(wish, userId) : setup.change(id, wish, userId);
        return settle(form, await outcome);
      } catch (error) {
        log.error('Saving a digest failed', { error });
        return settled(renderFormNote({ kind: 'failed' }));
      }
    },
  };
}

function settled(view: Modal): Submission {
  return { kind: 'settled', view };
}
