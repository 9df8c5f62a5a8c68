/** The demo moves the clock of its bot. */
export interface BotOrder {
  readonly id: number;
  readonly aheadMs: number;
}

/** The bot has delivered what was due by then. */
export interface BotReport {
  readonly isDoneFor: number;
}
