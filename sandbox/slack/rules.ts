/** How strict this Slack is. Mutable: a test changes what it is about, for example a deadline of a few milliseconds. */
export interface SlackRules {
  /** Time to acknowledge a command, an action or an event. */
  ackDeadlineMs: number;
  responseUrlUses: number;
  responseUrlTtlMs: number;
  /** A trigger_id opens one view within this time. */
  triggerTtlMs: number;
  /** About one chat.postMessage per second and channel, else 429. */
  enforceChannelPace: boolean;
  channelPaceMs: number;
  /** Connections one app may hold. */
  maxSockets: number;
  pingIntervalMs: number;
  /** After a `disconnect` frame the connection is cut, should the app not leave by itself. */
  disconnectGraceMs: number;
  /** Whether the TCP connection ends with the closing handshake. Slack leaves it open. */
  endsTcpOnClose: boolean;
}

/** The numbers of Slack's documentation (slash commands, response_url, Socket Mode, rate limits). */
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
