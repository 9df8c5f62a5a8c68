import type { Backup } from './backup.ts';
import type { Portal } from './portal.ts';

/** Which lists of a portal are meant: its own backups, whole-server dumps, or both. */
export type Scope = 'own' | 'dumps' | 'all';

/**
 * Why a portal's history could not be read, by who failed. Data only: no body, no header, no address query.
 * `retryAt` is the portal's own word on when to ask again.
 */
export type ReadFailure =
  | {
      readonly kind: 'unreachable';
      readonly reason: 'dns' | 'refused' | 'certificate' | 'not-https' | 'dropped' | 'proxy' | 'network';
    }
  | { readonly kind: 'timeout'; readonly afterMs: number }
  /** 401: the key is wrong, expired or was deleted. */
  | { readonly kind: 'key-refused' }
  /** 402: the portal's plan does not cover backups. */
  | { readonly kind: 'not-in-plan' }
  /** 403: the key's owner is not an administrator, or may not see whole-server dumps. */
  | { readonly kind: 'forbidden' }
  /** 404: no portal, or no backup API, at this address. */
  | { readonly kind: 'not-found' }
  | { readonly kind: 'rate-limited'; readonly retryAt: Date | undefined }
  | { readonly kind: 'server-error'; readonly status: number; readonly retryAt: Date | undefined }
  /** `to` is the host the portal sent us to, or `undefined` when it did not say. */
  | { readonly kind: 'redirected'; readonly to: string | undefined }
  | { readonly kind: 'unexpected-status'; readonly status: number }
  /** A page instead of data: a proxy, a login page, a parked domain. */
  | { readonly kind: 'not-json' }
  /** JSON that stops in the middle or is not JSON at all. */
  | { readonly kind: 'broken-json' }
  /** JSON of another shape; `at` names the first member that differs, for example `response`. */
  | { readonly kind: 'wrong-shape'; readonly at: string }
  | { readonly kind: 'too-large'; readonly limitBytes: number }
  /** Our own mistake; the log has the cause. */
  | { readonly kind: 'bug' };

/** One list of a portal, or why it could not be read. */
export type HistoryAnswer =
  | { readonly kind: 'read'; readonly backups: readonly Backup[] }
  | { readonly kind: 'failed'; readonly failure: ReadFailure };

/** One list of a portal: its own backups, or the dumps of its server. */
export interface HistoryPart {
  readonly dump: boolean;
  readonly answer: HistoryAnswer;
  /** The moment the portal answered, or the moment we gave up. */
  readonly readAt: Date;
}

/** Everything one portal told. Its parts fail separately. */
export interface Reading {
  readonly portal: Portal;
  readonly histories: readonly HistoryPart[];
}

/** All backups that could be read, in no order. */
export function backupsOf({ histories }: Reading): readonly Backup[] {
  const lists = histories.flatMap(({ answer }) => (answer.kind === 'read' ? [answer.backups] : []));
  const [first = []] = lists;
  return lists.length < 2 ? first : lists.flat();
}

/** Whether any backup was seen. */
export function hasBackups({ histories }: Reading): boolean {
  return histories.some(({ answer }) => answer.kind === 'read' && answer.backups.length > 0);
}

/**
 * When the oldest of the lists that were read was, by which a reader judges how fresh the whole is. A failure has no
 * say: it shows nothing that could be stale, and may be remembered for a day.
 */
export function readAtOf(reading: Reading): Date | undefined {
  return reading.histories
    .filter(({ answer }) => answer.kind === 'read')
    .map((part) => part.readAt)
    .reduce<Date | undefined>((oldest, at) => (oldest === undefined || at < oldest ? at : oldest), undefined);
}
