import type { Acts } from '../answering/acts.ts';
import type { Answering } from '../answering/create-answering.ts';
import type { DigestForms } from '../answering/create-digest-forms.ts';
import type { Reply } from '../answering/reply.ts';
import type { KnownNames } from '../commands/known-names.ts';
import { renderNotice } from '../messages/notice.ts';
import type { Log } from '../ops/log.ts';
import { type AccessRules, type Asker, assessAccess } from './access.ts';
import type { AssessChannel } from './channel-guard.ts';
import { createReply } from './create-reply.ts';
import type { InFlight } from './in-flight.ts';
import type { SubscribedChannels } from './subscribed-channels.ts';

/** What every listener needs. */
export interface Listener {
  readonly access: AccessRules;
  readonly subscribedChannels: SubscribedChannels;
  readonly assessChannel: AssessChannel;
  readonly known: KnownNames;
  readonly answering: Answering;
  readonly forms: DigestForms;
  readonly acts: Acts;
  readonly fetch: typeof globalThis.fetch;
  readonly log: Log;
  readonly retryPauseMs: number;
  readonly inFlight: InFlight;
  /** Called with the name by which the app's command was typed, such as `/backups`. */
  readonly onCommand: (name: string) => void;
  /** The bot's own workspace; `undefined` until Slack has told it. */
  readonly teamId: () => string | undefined;
}

/**
 * Acknowledges at once, refuses those who may not ask, and answers through `responseUrl`; stopping waits for it.
 * A failed acknowledgement (the socket just dropped) does not stop the answer.
 */
export async function handle(
  listener: Listener,
  entry: { readonly ack: () => Promise<void>; readonly asker: Asker; readonly responseUrl: string },
  respond: (reply: Reply) => Promise<void>,
): Promise<void> {
  await listener.inFlight.track(async () => {
    await entry
      .ack()
      .catch((error: unknown) => listener.log.warn('Acknowledging a request failed', { error }));
    const reply = createReply({
      ...listener,
      responseUrl: entry.responseUrl,
      assessChannel: () => listener.assessChannel(entry.asker.channelId ?? ''),
      retryDelayMs: listener.retryPauseMs,
    });
    const refusal = assessAccess(entry.asker, await accessNow(listener), listener.teamId());
    if (refusal === undefined) return respond(reply);
    listener.log.info('Request refused', { reason: refusal, user: entry.asker.userId });
    await reply.send(renderNotice({ kind: `refused-${refusal}` }), 'asker');
  });
}

/** A digest opens its channel for its own buttons, and for commands. */
export async function accessNow({ access, subscribedChannels }: Listener): Promise<AccessRules> {
  if (access.channels.size === 0) return access;
  return { ...access, channels: new Set([...access.channels, ...(await subscribedChannels())]) };
}
