/** The port through which commands and clicks that change or post something are remembered for a day, over all copies. */
export interface Acts {
  /**
   * Resolves with true for the first copy that claims this act, and with false ever after. `id` is Slack's own for one
   * command, click or submission. Rejects while the database cannot be used.
   */
  claim(id: string): Promise<boolean>;
}
