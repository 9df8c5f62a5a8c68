import type { webApi } from '@slack/bolt';
import type { FormRequest } from '../answering/create-digest-forms.ts';
import type { Listener } from './listener.ts';
import { settledWithin } from './settled-within.ts';
import { mapSlackFailure } from './slack-failure.ts';
import { updateView } from './update-view.ts';

/** A form that takes longer is announced by an empty one: Slack opens none after 3 s. */
const lookUpMs = 500;

/**
 * Opens the form of a digest for the person whose command or click `triggerId` belongs to. Resolves with whether it
 * opened; never rejects.
 */
export async function openDigestForm(
  { forms, log }: Pick<Listener, 'forms' | 'log'>,
  { client, triggerId }: { readonly client: webApi.WebClient; readonly triggerId: string },
  asked: FormRequest,
): Promise<boolean> {
  const filling = forms.fill(asked);
  const ready = await settledWithin(filling, lookUpMs);
  try {
    const { view } = await client.views.open({ trigger_id: triggerId, view: ready ?? forms.loading });
    if (ready === undefined && view?.id !== undefined) {
      await updateView({ client, log }, { viewId: view.id, view: await filling });
    }
    return true;
  } catch (error) {
    const { code } = mapSlackFailure(error);
    // Slack delivered the click twice: the form is open.
    if (code === 'exchanged_trigger_id') return true;
    log.warn('A form did not open', { code, error });
    return false;
  }
}
