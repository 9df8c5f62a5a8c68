/** The demo's time: the real one, and what it was moved ahead. Slack, the portals, the page and the bot live by it. */
export interface DemoClock {
  now(): Date;
  readonly aheadMs: number;
  /** Moves on to a later moment, from which it goes on as usual. */
  moveTo(at: Date): void;
  onMoved(listener: (aheadMs: number) => void): void;
}

export function createDemoClock(real: () => Date): DemoClock {
  const listeners = new Set<(aheadMs: number) => void>();
  let aheadMs = 0;
  const now = (): Date => new Date(real().getTime() + aheadMs);
  return {
    now,
    get aheadMs() {
      return aheadMs;
    },
    moveTo(at) {
      aheadMs += Math.max(0, at.getTime() - now().getTime());
      for (const listener of listeners) listener(aheadMs);
    },
    onMoved: (listener) => void listeners.add(listener),
  };
}

const shortestNightMs = 8 * 60 * 60 * 1000;

/**
 * The mornings up to the one after the next night: one, or two when it is early in the morning. A minute after nine in
 * the zone of this machine, which is the demo's: the digests of nine o’clock are due then.
 */
export function nextMornings(now: Date): readonly [...Date[], Date] {
  const first = new Date(now);
  first.setHours(9, 1, 0, 0);
  if (first <= now) first.setDate(first.getDate() + 1);
  if (first.getTime() - now.getTime() >= shortestNightMs) return [first];
  const second = new Date(first);
  second.setDate(second.getDate() + 1);
  return [first, second];
}
