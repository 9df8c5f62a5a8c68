import type { App, BlockSuggestion } from '@slack/bolt';
import { findPortals } from '../commands/find-portals.ts';
import { actionIds } from '../messages/kit/actions.ts';
import { readPickBlockId, suggestPortals } from '../messages/parts/portal-select.ts';
import { askerOf, assessAccess } from './access.ts';
import { accessNow, type Listener } from './listener.ts';

/**
 * The portals with the letters that are typed in the select of a long list. They come from the configuration, so the
 * answer comes well within 3 s. Whoever may not ask gets none, and so does a request that cannot be answered.
 */
export function listenForOptions(app: App, listener: Listener): void {
  app.options(actionIds.pickPortal, async ({ body, ack }) => {
    await listener.inFlight.track(async () => {
      const options = await suggest(body, listener);
      await ack({ options }).catch((error: unknown) =>
        listener.log.warn('Acknowledging a request failed', { error }),
      );
    });
  });
}

async function suggest(request: BlockSuggestion, listener: Listener) {
  const { teamId, known, log } = listener;
  try {
    const refusal = assessAccess(askerOf(request), await accessNow(listener), teamId());
    const query = refusal === undefined ? readPickBlockId(request.block_id) : undefined;
    const options =
      query === undefined ? [] : suggestPortals(findPortals(request.value, known.portals), query);
    log.debug('Portals suggested', { user: request.user.id, count: options.length, refused: refusal });
    return options;
  } catch (error) {
    log.warn('Suggesting portals failed', { error });
    return [];
  }
}
