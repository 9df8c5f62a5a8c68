/** What a reader sees in place of Slack's ids, and when and where they read. */
export interface ReaderView {
  /** Without the `#`. */
  readonly channelName: (id: string) => string;
  /** Without the `@`. */
  readonly userName: (id: string) => string;
  readonly now: Date;
  /** IANA name; the reader's own zone when absent. */
  readonly timeZone?: string;
}
