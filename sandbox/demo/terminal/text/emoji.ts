interface Emoji {
  readonly character: string;
  /** What a screen reader says. */
  readonly words: string;
}

/** The emoji of verdicts, by Slack's names. */
export const verdictEmoji: ReadonlyMap<string, Emoji> = new Map([
  ['red_circle', { character: '🔴', words: 'red circle' }],
  ['large_yellow_circle', { character: '🟡', words: 'yellow circle' }],
  ['large_green_circle', { character: '🟢', words: 'green circle' }],
  ['white_circle', { character: '⚪', words: 'white circle' }],
  ['zzz', { character: '💤', words: 'asleep' }],
]);
