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

/** Judges by what is in the channels, and not by what the bot believes. */
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
  const tally = {
    due: due.length,
    delivered: 0,
    late: 0,
    marked: 0,
    perhaps: 0,
    skipped: 0,
    lost: 0,
    twice: 0,
  };
  const faults: string[] = [];
  for (const slot of due) {
    const key = slotKey(slot.subscriptionId, slot.at);
    const copies = messages.get(key) ?? [];
    messages.delete(key);
    const [first, ...repeats] = copies;
    if (first === undefined) {
      const fate = fateOfMissing(slot, states.get(key), seen.troubles);
      tally[fate] += 1;
      if (fate === 'lost') faults.push(`lost: ${describe(slot)}, which the bot calls ${states.get(key)}`);
      continue;
    }
    tally.delivered += 1;
    const lateMs = sentAt(first) - slot.at.getTime();
    if (lateMs > lateAfterMs) {
      tally.late += 1;
      if (lateMs > lateAfterMs + wayMs && !saysLate(first))
        faults.push(`late without a word: ${describe(slot)}`);
    }
    tally.marked += copies.filter(isMarked).length;
    if (repeats.every(isMarked)) continue;
    tally.twice += 1;
    faults.push(
      `twice: ${describe(slot)} ${copies.map((c) => `${c.channelId} ${new Date(sentAt(c)).toISOString()}`).join(', ')}`,
    );
  }
  const strays = [...messages.keys()].map((key) => `not due: ${key}`);
  return { ...tally, faults: [...faults, ...strays] };
}

function fateOfMissing(
  slot: DueSlot,
  state: string | undefined,
  troubles: readonly Trouble[],
): 'perhaps' | 'skipped' | 'lost' {
  if (state === 'perhaps') return 'perhaps';
  const isGivenUp = state === 'skipped' || state === 'given-up';
  return isGivenUp && quietMs(slot, troubles) < enoughMs ? 'skipped' : 'lost';
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

function slotKey(subscriptionId: string, at: Date): string {
  return `${subscriptionId}:${at.getTime()}`;
}

function sentAt({ ts }: StoredMessage): number {
  return Number(ts) * 1_000;
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
