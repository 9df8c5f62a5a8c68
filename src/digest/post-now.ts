import { lookUp } from './assess-doubt.ts';
import type { Deliver } from './deliver.ts';
import type { DigestOutcome } from './digests.ts';
import type { Delivery, Lease, Ledger } from './ledger.ts';
import type { Poster, PostOutcome } from './poster.ts';
import type { Record } from './record-outcome.ts';
import type { Subscription } from './subscription.ts';

export interface PostNowDeps {
  readonly ledger: Ledger;
  readonly deliver: Deliver;
  readonly record: Record;
  readonly poster: Poster;
  readonly lease: () => Lease;
  readonly noteFailure: (error: unknown) => void;
  /** Keeps a delivery held while the work lasts. */
  readonly holding: <Result>(held: Delivery, work: () => Promise<Result>) => Promise<Result>;
}

/**
 * Posts a digest that somebody asks for. Those of the subscription that wait are taken first, so that nobody sends them
 * meanwhile; they are settled once the new one is posted, or may be, and wait again when it surely is not. Never
 * rejects.
 */
export function createPostNow(
  deps: PostNowDeps,
): (subscription: Subscription, actId: string) => Promise<DigestOutcome> {
  const { ledger, record } = deps;

  /** `undefined` when one of them is being posted just now. */
  async function takeWaiting(own: Delivery, { id }: Subscription): Promise<Delivery[] | undefined> {
    const waiting: Delivery[] = [];
    for (const open of await ledger.openOf(id)) {
      if (open.id === own.id || isLater(open, own)) continue;
      const taken = await ledger.takeBeside(open, deps.lease());
      if (taken === undefined) {
        await giveBack(waiting);
        return undefined;
      }
      const left = await clearUp(taken);
      if (left !== undefined) waiting.push(left);
    }
    return waiting;
  }

  /** What is left of it after a look into the channel; nothing when it is there. */
  async function clearUp(taken: Delivery): Promise<Delivery | undefined> {
    if (taken.state !== 'sending') return taken;
    const sighting = await lookUp(deps.poster, taken);
    if (sighting.kind === 'absent') return { ...taken, state: 'claimed' };
    if (sighting.kind !== 'found') return taken;
    await record.settle(taken, { state: 'sent', ts: sighting.ts });
    return undefined;
  }

  async function giveBack(waiting: readonly Delivery[]): Promise<void> {
    for (const each of waiting) await record.letGo(each);
  }

  async function post(own: Delivery, subscription: Subscription): Promise<DigestOutcome> {
    const waiting = await takeWaiting(own, subscription);
    if (waiting === undefined) {
      await record.settle(own, { state: 'skipped', code: 'already-running' });
      return { kind: 'already-running' };
    }
    const outcome = await withAllHeld(waiting, () => deps.deliver(own, subscription));
    if (outcome !== undefined && isSurelyNotPosted(outcome)) await giveBack(waiting);
    else
      for (const each of waiting) {
        const state = each.state === 'sending' ? 'perhaps' : 'skipped';
        await record.settle(each, { state, code: 'by-hand' });
      }
    return outcome ?? { kind: 'already-running' };
  }

  function withAllHeld<Result>(held: readonly Delivery[], work: () => Promise<Result>): Promise<Result> {
    const [first, ...rest] = held;
    return first === undefined ? work() : deps.holding(first, () => withAllHeld(rest, work));
  }

  return async (subscription, actId) => {
    const id = `${subscription.id}:now:${actId}`;
    try {
      const own = await ledger.enterByHand({ id, subscriptionId: subscription.id }, deps.lease());
      if (own !== undefined) return await deps.holding(own, () => post(own, subscription));
      return outcomeOf(await ledger.find(id), subscription);
    } catch (error) {
      deps.noteFailure(error);
      return { kind: 'interrupted' };
    }
  };
}

/** Of two that are asked for at the same time, the first one is posted. */
function isLater(other: Delivery, own: Delivery): boolean {
  return other.slotAt > own.slotAt || (Number(other.slotAt) === Number(own.slotAt) && other.id > own.id);
}

function isSurelyNotPosted({ kind }: PostOutcome): boolean {
  return kind !== 'posted' && kind !== 'uncertain';
}

/** What became of the same command before, for its repetition. */
function outcomeOf(delivery: Delivery | undefined, { channel }: Subscription): DigestOutcome {
  const code = delivery?.code ?? 'interrupted';
  switch (delivery?.state) {
    case 'sent':
      return { kind: 'posted', channel, ts: delivery.ts ?? '' };
    case 'perhaps':
      return { kind: 'uncertain', code };
    case 'given-up':
      return { kind: 'not-delivered', code, retryAfterMs: undefined };
    case undefined:
    case 'claimed':
    case 'sending':
    case 'skipped':
    case 'quiet':
      return { kind: 'already-running' };
  }
}
