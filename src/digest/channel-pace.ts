/** Slack accepts about one message a second in a channel. */
const spacingMs = 1_100;
/** Who would wait longer for a turn lets the delivery go, and takes it again. */
const longestTurnMs = 5_000;

/** Keeps the posts in one channel apart. */
export interface ChannelPace {
  /** How long to wait before the next post in a channel; one that would wait too long gets no turn, but a time. */
  turn(channel: string, now: Date): { readonly waitMs: number } | { readonly notBefore: Date };
  /** Slack asked for a pause in a channel. */
  hold(channel: string, pauseMs: number, now: Date): void;
}

export function createChannelPace(): ChannelPace {
  const turns = new Map<string, { readonly askedAt: number; readonly freeAt: number }>();
  return {
    turn(channel, now) {
      const at = now.getTime();
      // One that was asked for later than now: the clock was set back, and it is not known when the channel is free.
      for (const [each, { askedAt, freeAt }] of turns) if (freeAt <= at || askedAt > at) turns.delete(each);
      const turnAt = Math.max(at, turns.get(channel)?.freeAt ?? 0);
      if (turnAt - at > longestTurnMs) return { notBefore: new Date(turnAt) };
      turns.set(channel, { askedAt: at, freeAt: turnAt + spacingMs });
      return { waitMs: turnAt - at };
    },
    hold(channel, pauseMs, now) {
      const askedAt = now.getTime();
      const freeAt = Math.max(turns.get(channel)?.freeAt ?? 0, askedAt + pauseMs);
      turns.set(channel, { askedAt, freeAt });
    },
  };
}
