/** The limits of this Slack. Mutable, so that a test can shorten a deadline, for example. */
export interface SlackRules {
  /** Time to acknowledge a command, an action or an event, and to suggest options. */
  ackDeadlineMs: number;
  responseUrlUses: number;
  responseUrlTtlMs: number;
  /** A trigger_id opens one view within this time. */
  triggerTtlMs: number;
  /** About one chat.postMessage per second and channel, else 429. */
  enforceChannelPace: boolean;
  channelPaceMs: number;
  /** The number of connections that one app may hold. */
  maxSockets: number;
  pingIntervalMs: number;
  /** After a `disconnect` frame, the app has this long to close the connection itself. */
  disconnectGraceMs: number;
  /** Whether the TCP connection ends with the closing handshake. Slack leaves it open. */
  endsTcpOnClose: boolean;
}

/** The limits in Slack's documentation (slash commands, response_url, Socket Mode, rate limits). */
export function slackRules(): SlackRules {
  return {
    ackDeadlineMs: 3000,
    responseUrlUses: 5,
    responseUrlTtlMs: 30 * 60_000,
    triggerTtlMs: 3000,
    enforceChannelPace: true,
    channelPaceMs: 1000,
    maxSockets: 10,
    pingIntervalMs: 10_000,
    disconnectGraceMs: 10_000,
    endsTcpOnClose: false,
  };
}
