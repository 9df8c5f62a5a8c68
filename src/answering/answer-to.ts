import type { Place, Reply } from './reply.ts';

/** How to answer one command. */
export interface AnswerTo {
  readonly reply: Reply;
  /** `view`: the answer replaces what was pressed. */
  readonly place: Exclude<Place, 'channel'>;
  /** The id of the user who asks. */
  readonly userId: string;
  /** Ask the portals again, even if they were read a moment ago. */
  readonly fresh: boolean;
  /** The id of the conversation it was asked in; `undefined` where Slack does not say. */
  readonly channel: string | undefined;
  /** Names this command or click: its repetition by Slack has the same one. */
  readonly actId: string;
  /**
   * Opens the form that changes a digest or, without its id, sets up another; `undefined` where Slack opens none.
   * Resolves with false when it did not open, which the asker is then told. It looks the digest up by itself, because
   * Slack opens nothing after 3 s.
   */
  readonly openForm?: ((digestId: string | undefined) => Promise<boolean>) | undefined;
}
