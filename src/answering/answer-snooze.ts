import type { Portal } from '../backups/portal.ts';
import { chooseAll } from '../backups/query.ts';
import { fingerprint, isSnoozable, nameOf, type Snooze, type SnoozeEnd } from '../backups/snooze.ts';
import { assessReading, type PortalVerdict } from '../backups/verdict.ts';
import type { SnoozeAsk, SnoozeTerm } from '../commands/snooze-command.ts';
import type { Snoozes } from '../digest/snoozes.ts';
import type { Message } from '../messages/kit/message.ts';
import { renderNotice } from '../messages/notice.ts';
import { renderSnooze } from '../messages/snooze.ts';
import type { Log } from '../ops/log.ts';
import type { Readings } from '../readings/create-readings.ts';

/** What answers about snoozes need. */
export interface SnoozeAnswerDeps {
  readonly portals: readonly Portal[];
  readonly readings: Readings;
  readonly snoozes: Snoozes;
  readonly clock: () => Date;
  readonly log: Log;
  /** The name of the app's command, as it was last typed. */
  readonly commandName: () => string;
}

const dayMs = 86_400_000;

/**
 * Silences a finding or lets it count again, and shows what of the portal can be snoozed and what is. While the database
 * cannot be used, the answer says that nothing was changed. Rejects only because of a bug.
 */
export async function answerSnooze(deps: SnoozeAnswerDeps, ask: SnoozeAsk, userId: string): Promise<Message> {
  const portal = deps.portals.find(({ name }) => name === ask.portal);
  if (portal === undefined) throw new Error(`no portal called ${ask.portal}`);
  const { scope } = chooseAll([portal]);
  const [reading] = await deps.readings.read([portal], { scope, fresh: false });
  if (reading === undefined) throw new Error('a portal was not read');
  try {
    const judge = async () => assessReading(reading, deps.clock(), await deps.snoozes.all());
    if (ask.kind === 'undo') await deps.snoozes.remove(portal.name, ask.finding);
    if (ask.kind === 'put') {
      const snooze = wishOf(ask, await judge(), { userId, at: deps.clock() });
      if (snooze === undefined) {
        return renderNotice({ kind: 'snooze-over', portal: portal.name, command: deps.commandName() });
      }
      await deps.snoozes.put(snooze);
      deps.log.info('A finding was snoozed', {
        portal: snooze.portal,
        finding: snooze.finding,
        user: userId,
      });
    }
    return renderSnooze(await judge(), deps.clock());
  } catch (error) {
    deps.log.warn('Snoozes could not be looked up or changed', { error });
    return renderNotice({ kind: 'snoozes-unknown' });
  }
}

/** `undefined` when there is nothing to silence any more. */
function wishOf(
  { finding: wanted, portal, term }: Extract<SnoozeAsk, { kind: 'put' }>,
  { findings, snoozed }: PortalVerdict,
  { userId: by, at }: { readonly userId: string; readonly at: Date },
): Snooze | undefined {
  const present = [...findings, ...snoozed.map(({ finding }) => finding)];
  const finding = present.find((each) => nameOf(each) === wanted && isSnoozable(each));
  if (finding === undefined) return undefined;
  return { portal, finding: wanted, until: endOf(term, fingerprint(finding), at), by, at };
}

function endOf(term: SnoozeTerm, from: string, at: Date): SnoozeEnd {
  switch (term) {
    case '1d':
      return { kind: 'moment', at: new Date(at.getTime() + dayMs) };
    case '7d':
      return { kind: 'moment', at: new Date(at.getTime() + 7 * dayMs) };
    case 'change':
      return { kind: 'change', from };
  }
}
