import type { ExportFile } from '../messages/export-files.ts';

/** The port through which files reach a person: their direct messages with the bot, which nobody else reads. */
export interface Files {
  /** Never rejects. */
  send(userId: string, files: readonly ExportFile[], comment: string): Promise<FilesSent>;
}

/**
 * `not-allowed`: the app lacks an optional scope. `failed`: Slack did not take them; `code` is Slack's. `refused`: nor will
 * it the next time. `uncertain`: Slack did not confirm.
 */
export type FilesSent =
  | { readonly kind: 'sent' | 'not-allowed' }
  | { readonly kind: 'failed' | 'refused' | 'uncertain'; readonly code: string };
