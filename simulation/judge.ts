import type { StoredMessage } from '../sandbox/slack/stored-message.ts';

const minuteMs = 60_000;
const lateAfterMs = 5 * minuteMs;
/** Between the writing of a digest and its arrival. */
const wayMs = 2 * minuteMs;
/** So much time without any trouble is enough to deliver what waits. */
const enoughMs = 60 * minuteMs;

/** A digest that somebody waits for. */
export interface DueSlot {
  readonly subscriptionId: string;
  readonly at: Date;
  /** The next slot of the same subscription, or when a digest is too late: from then on it need not come. */
  readonly until: Date;
}

/** What the bot has written down of a slot. */
export interface Entry {
  readonly subscriptionId: string;
  readonly slotAt: Date;
  readonly state: string;
}

/** A time in which no digest could be delivered by anybody. */
export interface Trouble {
  readonly from: Date;
  readonly until: Date;
}

export interface Tally {
  readonly due: number;
  /** In its channel. */
  readonly delivered: number;
  /** Of these, later than five minutes. */
  readonly late: number;
  /** Sent once more, and said so. */
  readonly marked: number;
  /** Not in the channel; the bot knows that it may not be. */
  readonly perhaps: number;
  /** Left out because it would have come too late, or after the next one. */
  readonly skipped: number;
  readonly lost: number;
  /** In its channel again without a word. */
  readonly twice: number;
  /** What is wrong, in words. */
  readonly faults: readonly string[];
}

/** What one slot adds to the tally. */
interface Verdict {
  readonly counts: readonly Exclude<keyof Tally, 'due' | 'faults'>[];
  readonly faults: readonly string[];
}

/** Judges by what is in the channels, and not by what the bot believes. `due`: by time. */
export function judge(
  due: readonly DueSlot[],
  seen: {
    readonly messages: readonly StoredMessage[];
    readonly entries: readonly Entry[];
    readonly troubles: readonly Trouble[];
  },
): Tally {
  const messages = grouped(seen.messages, keyOf);
  const states = new Map(
    seen.entries.map((entry) => [slotKey(entry.subscriptionId, entry.slotAt), entry.state]),
  );
  const verdicts = due.map((slot, index): Verdict => {
    const copies = messages.get(keyOfSlot(slot)) ?? [];
    if (copies.length > 0) return ofDelivered(slot, copies);
    const next = due.slice(index + 1).find(({ subscriptionId }) => subscriptionId === slot.subscriptionId);
    const [nextMessage] = (next && messages.get(keyOfSlot(next))) ?? [];
    return ofMissing(slot, { state: states.get(keyOfSlot(slot)), troubles: seen.troubles, nextMessage });
  });
  const keys = new Set(due.map(keyOfSlot));
  const strays = [...messages.keys()].filter((key) => !keys.has(key)).map((key) => `not due: ${key}`);
  const counts = verdicts.flatMap((verdict) => verdict.counts);
  const count = (name: Verdict['counts'][number]) => counts.filter((each) => each === name).length;
  return {
    due: due.length,
    ...{ delivered: count('delivered'), late: count('late'), marked: count('marked') },
    ...{ perhaps: count('perhaps'), skipped: count('skipped'), lost: count('lost'), twice: count('twice') },
    faults: [...verdicts.flatMap(({ faults }) => faults), ...strays],
  };
}

function ofDelivered(slot: DueSlot, copies: readonly StoredMessage[]): Verdict {
  const [first, ...repeats] = copies.toSorted((a, b) => sentAt(a) - sentAt(b));
  const lateMs = first === undefined ? 0 : sentAt(first) - slot.at.getTime();
  const isSilentlyLate = lateMs > lateAfterMs + wayMs && !copies.some(saysLate);
  const isTwice = !repeats.every(isMarked);
  return {
    counts: [
      'delivered',
      ...(lateMs > lateAfterMs ? (['late'] as const) : []),
      ...copies.filter(isMarked).map(() => 'marked' as const),
      ...(isTwice ? (['twice'] as const) : []),
    ],
    faults: [
      ...(isSilentlyLate ? [`late without a word: ${describe(slot)}`] : []),
      ...(isTwice ? [`twice: ${describe(slot)}, posted at ${copies.map(postedAt).join(' and ')}`] : []),
    ],
  };
}

function ofMissing(
  slot: DueSlot,
  about: {
    readonly state: string | undefined;
    readonly troubles: readonly Trouble[];
    readonly nextMessage: StoredMessage | undefined;
  },
): Verdict {
  const { state = 'not entered', troubles, nextMessage } = about;
  if (state === 'perhaps') return { counts: ['perhaps'], faults: [] };
  const isSkipped = state === 'skipped' || state === 'given-up';
  if (!isSkipped || quietMs(slot, troubles) >= enoughMs)
    return { counts: ['lost'], faults: [`lost: ${describe(slot)}, which the bot calls ${state}`] };
  const isTold = nextMessage === undefined || saysSkipped(nextMessage);
  return { counts: ['skipped'], faults: isTold ? [] : [`skipped without a word: ${describe(slot)}`] };
}

/** How much of the time in which it could have been delivered there was no trouble. */
function quietMs({ at, until }: DueSlot, troubles: readonly Trouble[]): number {
  let quiet = 0;
  for (let minute = at.getTime(); minute < until.getTime(); minute += minuteMs) {
    const isTroubled = troubles.some(
      (each) => each.from.getTime() <= minute && minute < each.until.getTime(),
    );
    if (!isTroubled) quiet += minuteMs;
  }
  return quiet;
}

function keyOf({ metadata }: StoredMessage): string {
  const { key } = (metadata?.['event_payload'] ?? {}) as { key?: string };
  return key ?? 'a message without a key';
}

function keyOfSlot({ subscriptionId, at }: DueSlot): string {
  return slotKey(subscriptionId, at);
}

function slotKey(subscriptionId: string, at: Date): string {
  return `${subscriptionId}:${at.getTime()}`;
}

function sentAt({ ts }: StoredMessage): number {
  return Number(ts) * 1_000;
}

function postedAt(message: StoredMessage): string {
  return new Date(sentAt(message)).toISOString();
}

function saysSkipped(message: StoredMessage): boolean {
  return /(?:was|were) skipped/.test(wordsOf(message));
}

function saysLate(message: StoredMessage): boolean {
  return /Late by/.test(wordsOf(message));
}

function isMarked(message: StoredMessage): boolean {
  return /may be a repeat/.test(wordsOf(message));
}

function wordsOf({ text, blocks }: StoredMessage): string {
  return `${text} ${JSON.stringify(blocks)}`;
}

function describe({ subscriptionId, at }: DueSlot): string {
  return `${subscriptionId} at ${at.toISOString()}`;
}

function grouped<Item>(items: readonly Item[], keyOfItem: (item: Item) => string): Map<string, Item[]> {
  const groups = new Map<string, Item[]>();
  for (const item of items) {
    const key = keyOfItem(item);
    groups.set(key, [...(groups.get(key) ?? []), item]);
  }
  return groups;
}
