/** Slack accepts about one message a second in a channel. */
const spacingMs = 1_100;
/** Who would wait longer for a turn lets the delivery go, and takes it again. */
const longestTurnMs = 5_000;

/** Keeps the posts in one channel apart. */
export interface ChannelPace {
  /** How long to wait before the next post in a channel; one that would wait too long gets no turn, but a time. */
  turn(channel: string, now: Date): { readonly waitMs: number } | { readonly notBefore: Date };
  /** Slack asked for a pause in a channel. */
  hold(channel: string, until: Date): void;
}

export function createChannelPace(): ChannelPace {
  const freeAt = new Map<string, number>();
  return {
    turn(channel, now) {
      const at = now.getTime();
      for (const [each, free] of freeAt) if (free <= at) freeAt.delete(each);
      const turnAt = Math.max(at, freeAt.get(channel) ?? 0);
      if (turnAt - at > longestTurnMs) return { notBefore: new Date(turnAt) };
      freeAt.set(channel, turnAt + spacingMs);
      return { waitMs: turnAt - at };
    },
    hold(channel, until) {
      freeAt.set(channel, Math.max(freeAt.get(channel) ?? 0, until.getTime()));
    },
  };
}
