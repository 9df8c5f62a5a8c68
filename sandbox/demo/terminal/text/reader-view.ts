/** The names a reader sees in place of Slack's ids, and the reader's time and zone. */
export interface ReaderView {
  /** Without the `#`. */
  readonly channelName: (id: string) => string;
  /** Without the `@`. */
  readonly userName: (id: string) => string;
  readonly now: Date;
  /** IANA name. When absent, the zone of this machine. */
  readonly timeZone?: string;
}
