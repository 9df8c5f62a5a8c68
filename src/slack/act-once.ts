import type { Acts } from '../answering/acts.ts';
import type { Log } from '../ops/log.ts';
import type { InFlight } from './in-flight.ts';
import { settledWithin } from './settled-within.ts';

/** Somebody waits, and Slack gives a form 3 s. */
const patienceMs = 1_000;

/**
 * Carries out what changes or posts something, unless Slack delivered it before, to this copy of the bot or another.
 * While the database is slow or cannot be used, only this copy's own memory counts. Resolves with whether it ran.
 */
export async function actOnce(
  options: { readonly acts: Acts; readonly inFlight: InFlight; readonly log: Log },
  actId: string,
  work: () => Promise<void>,
): Promise<boolean> {
  let hasRun = false;
  await options.inFlight.once(`act ${actId}`, async () => {
    hasRun = await mayRun(options, actId);
    if (hasRun) await work();
    return true;
  });
  if (!hasRun) options.log.info('Ignored what Slack delivered a second time');
  return hasRun;
}

async function mayRun(
  { acts, log }: { readonly acts: Acts; readonly log: Log },
  actId: string,
): Promise<boolean> {
  const claim = acts.claim(actId).catch((error: unknown) => {
    log.warn('A command or click is not remembered: the database cannot be used', { error });
    return true;
  });
  return (await settledWithin(claim, patienceMs)) ?? true;
}
