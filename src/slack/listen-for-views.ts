import { setTimeout as wait } from 'node:timers/promises';
import type { App, BlockAction, ViewSubmitAction, webApi } from '@slack/bolt';
import type { Submission } from '../answering/create-digest-forms.ts';
import { renderFormNotice } from '../messages/digest-form-note.ts';
import { formCallback } from '../messages/kit/actions.ts';
import type { FilledView } from '../messages/parts/digest-form-state.ts';
import { assessPerson, fillerOf } from './access.ts';
import { actOnce } from './act-once.ts';
import type { Listener } from './listener.ts';
import { settledWithin } from './settled-within.ts';
import { updateView } from './update-view.ts';

/** Slack waits 3 s for the acknowledgement, which may say what is wrong with an input. */
const ackWithinMs = 1_500;
/** Slack shows what an acknowledgement contains, and must not do so after the outcome. */
const afterAckMs = 500;

type Client = webApi.WebClient;

/** The form of a digest: what is chosen in it, and what is submitted. */
export function listenForViews(app: App, listener: Listener): void {
  listenForChoices(app, listener);
  app.view<ViewSubmitAction>(
    { callback_id: formCallback, type: 'view_submission' },
    async ({ ack, body, client }) => {
      await listener.inFlight.track(async () => {
        const acknowledge = (answer: Parameters<typeof ack>[0]) =>
          ack(answer).catch((error: unknown) =>
            listener.log.warn('Acknowledging a request failed', { error }),
          );
        const submitting = submit(listener, body);
        const early = await settledWithin(submitting, ackWithinMs);
        await acknowledge(early === undefined ? shown(listener.forms.saving) : answerOf(early));
        if (early === undefined) await showOutcome(listener, { client, body }, await submitting);
      });
    },
  );
}

async function submit(listener: Listener, body: ViewSubmitAction): Promise<Submission> {
  const { access, teamId, log, forms } = listener;
  const refusal = assessPerson(fillerOf(body), access, teamId());
  if (refusal !== undefined) {
    log.info('Request refused', { reason: refusal, user: body.user.id });
    return { kind: 'settled', view: renderFormNotice({ kind: `refused-${refusal}` }) };
  }
  let submission: Submission = { kind: 'settled', view: forms.repeated };
  await actOnce(listener, body.trigger_id, async () => {
    submission = await forms.submit(filled(body.view), body.user.id);
  });
  return submission;
}

function answerOf(submission: Submission) {
  const isAboutInputs = submission.kind === 'refused' && Object.keys(submission.errors).length > 0;
  return isAboutInputs
    ? ({ response_action: 'errors', errors: { ...submission.errors } } as const)
    : shown(submission.view);
}

function shown(view: Submission['view']) {
  return { response_action: 'update', view } as const;
}

/** Whoever has closed the form meanwhile learns of a failure in a direct message; of a success the channel is told. */
async function showOutcome(
  { log }: Listener,
  { client, body }: { readonly client: Client; readonly body: ViewSubmitAction },
  submission: Submission,
): Promise<void> {
  await wait(afterAckMs);
  const updated = await updateView({ client, log }, { viewId: body.view.id, view: submission.view });
  if (updated === 'updated' || submission.kind === 'settled') return;
  await client.chat
    .postMessage({ channel: body.user.id, text: submission.text })
    .catch((error: unknown) => log.error('Telling that a digest was not saved failed', { error }));
}

/** Shows the next deliveries of what is chosen. Several choices in a row may come in any order. */
function listenForChoices(app: App, listener: Listener): void {
  const newest = new Map<string, string>();
  app.action<BlockAction>(/^backups\.form\./, async ({ ack, body, client }) => {
    await listener.inFlight.track(async () => {
      await ack().catch((error: unknown) => listener.log.warn('Acknowledging a request failed', { error }));
      const { view } = body;
      const chosenAt = body.actions[0]?.action_ts ?? '';
      const refusal = assessPerson(fillerOf(body), listener.access, listener.teamId());
      const next =
        view === undefined || refusal !== undefined ? undefined : listener.forms.follow(filled(view));
      if (view === undefined || next === undefined || chosenAt < (newest.get(view.id) ?? '')) return;
      newest.set(view.id, chosenAt);
      setTimeout(() => newest.get(view.id) === chosenAt && newest.delete(view.id), 60_000).unref();
      const change = { viewId: view.id, view: next };
      const updated = await updateView({ client, log: listener.log }, { ...change, hash: view.hash });
      const isNewest = newest.get(view.id) === chosenAt;
      if (updated === 'changed-meanwhile' && isNewest)
        await updateView({ client, log: listener.log }, change);
    });
  });
}

function filled(view: ViewSubmitAction['view']): FilledView {
  return { private_metadata: view.private_metadata, state: view.state };
}
