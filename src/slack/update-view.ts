import { setTimeout as wait } from 'node:timers/promises';
import type { webApi } from '@slack/bolt';
import type { Modal } from '../messages/kit/modal.ts';
import type { Log } from '../ops/log.ts';
import { mapSlackFailure } from './slack-failure.ts';

/** Whether a dialog shows what it was to show; `closed`: its reader has closed it. */
export type Updated = 'updated' | 'closed' | 'changed-meanwhile' | 'failed';

const pausesMs = [0, 500, 2_000];

/**
 * Replaces what an open dialog shows; with a `hash`, only if it still shows what it showed then. Repeated when Slack
 * fails, which does no harm. Never rejects.
 */
export async function updateView(
  { client, log }: { readonly client: webApi.WebClient; readonly log: Log },
  { viewId, view, hash }: { readonly viewId: string; readonly view: Modal; readonly hash?: string },
): Promise<Updated> {
  let code = '';
  for (const pauseMs of pausesMs) {
    await wait(pauseMs);
    try {
      await client.views.update({ view_id: viewId, view, ...(hash !== undefined && { hash }) });
      return 'updated';
    } catch (error) {
      const failure = mapSlackFailure(error);
      code = failure.code;
      if (code === 'not_found') return 'closed';
      if (code === 'hash_conflict') return 'changed-meanwhile';
      log.debug('Slack did not update a dialog', { code, error });
      if (failure.kind === 'refused') break;
    }
  }
  log.warn('A dialog could not be updated', { code });
  return 'failed';
}
