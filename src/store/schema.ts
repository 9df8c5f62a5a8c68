import type { Kysely } from 'kysely';
import type { BindableTables } from './bindable.ts';

/**
 * The tables, the same in both engines: text, whole numbers and milliseconds since 1970. No column holds a boolean,
 * because libsql 0.5 aborts the whole process when one is bound; JSON is text. Every table is asked by `team_id`, but for
 * the one about the database itself.
 */
export interface Tables {
  readonly subscriptions: SubscriptionRow;
  readonly deliveries: DeliveryRow;
  readonly portals: PortalRow;
  readonly readings: ReadingRow;
  readonly backups_seen: BackupSeenRow;
  readonly notices: NoticeRow;
  readonly acts: ActRow;
  readonly snoozes: SnoozeRow;
  readonly store_version: StoreVersionRow;
}

/** The columns that make a row unique, of every table but the one about the database itself. */
export const primaryKeys: {
  readonly [Table in Exclude<keyof Tables, 'store_version'>]: readonly (string & keyof Tables[Table])[];
} = {
  subscriptions: ['id'],
  deliveries: ['id'],
  portals: ['team_id', 'name'],
  readings: ['team_id', 'portal', 'part'],
  backups_seen: ['team_id', 'portal', 'part', 'backup_id'],
  notices: ['team_id', 'subscription_id', 'portal', 'finding', 'backup_id', 'threshold'],
  acts: ['team_id', 'trigger_id'],
  snoozes: ['team_id', 'portal', 'finding'],
};

/** The database as the queries see it. */
export type Database = Kysely<BindableTables<Tables>>;

/** What every table's queries need: the database, and the workspace whose rows they see. */
export interface StoreContext {
  readonly database: Database;
  /** Known once Slack has accepted the bot's token. */
  readonly teamId: () => string;
}

/** A channel wants digests. Unique by channel, time of day and zone. */
export interface SubscriptionRow {
  readonly id: string;
  readonly team_id: string;
  readonly channel_id: string;
  /** `09:00`, or the whole cron expression where it has more than one time of day. */
  readonly at_time: string;
  readonly time_zone: string;
  /** Five fields. */
  readonly cron: string;
  readonly kind: 'all' | 'problems';
  readonly expiring_within_ms: number | null;
  readonly stale_after_ms: number | null;
  /** `settings`: follows `DIGEST_…` until somebody changes it in chat. */
  readonly origin: 'settings' | 'chat';
  readonly state: 'on' | 'stopped' | 'broken';
  /** Slack's error code, while broken. */
  readonly broken_code: string | null;
  readonly next_due_at: number | null;
  readonly created_by: string | null;
  readonly created_at: number;
  readonly updated_by: string | null;
  readonly updated_at: number;
}

/** What became of one slot, or of one `digest now`. */
export interface DeliveryRow {
  /** Goes along with the message as its metadata: the subscription, and the slot or the act. */
  readonly id: string;
  readonly team_id: string;
  readonly subscription_id: string;
  readonly kind: 'slot' | 'by-hand';
  /** The due moment, or when `digest now` was asked for. */
  readonly slot_at: number;
  readonly state: DeliveryState;
  /** The process that worked on it last: a random id for each start; empty before the first. */
  readonly owner: string;
  /** It is worked on until then; in the past: nobody does. */
  readonly lease_until: number;
  readonly not_before: number;
  readonly attempt: number;
  /** How often it was sent although an earlier copy may be there. */
  readonly repeats: number;
  /** When the earliest attempt began that may have posted it. */
  readonly sending_at: number | null;
  /** The channel it was sent to: the subscription may have moved since. */
  readonly sent_to: string | null;
  /** When the message was written that was posted, or may be: what is newer is news for the next one. */
  readonly written_at: number | null;
  /** Slack's id of the message. */
  readonly ts: string | null;
  /** Why it waits, was skipped or given up: Slack's code, or ours. */
  readonly code: string | null;
  /** The next step for people, in our own words. */
  readonly advice: string | null;
  /** What kept it back, once something did. */
  readonly late_reason: 'bot-was-down' | 'slow-portals' | 'slack' | 'database' | null;
  readonly settled_at: number | null;
}

export type DeliveryState =
  | 'claimed'
  | 'sending'
  | 'sent'
  /** Slack did not confirm it, and it was not repeated. */
  | 'perhaps'
  | 'given-up'
  | 'skipped'
  /** Problems only, and there were none. */
  | 'quiet';

/** A portal that was configured once. */
export interface PortalRow {
  readonly team_id: string;
  readonly name: string;
  /** Another address is another portal: nothing of the old one is compared with it. */
  readonly url: string;
  /** Since when it is no longer configured. */
  readonly left_at: number | null;
}

/** How one list of a portal was read. */
export interface ReadingRow {
  readonly team_id: string;
  readonly portal: string;
  readonly part: 'own' | 'dumps';
  /** Grows with every change, of the list's backups too. */
  readonly revision: number;
  /** When it was first read since it is watched: what was there then is not new. */
  readonly first_read_at: number | null;
  /** When it was read for the last time. */
  readonly last_read_at: number | null;
  readonly asked_at: number;
  /** Since when it cannot be read. */
  readonly failing_since: number | null;
  /** The last time that it could not be read for a while: from when, and until when. */
  readonly outage_since: number | null;
  readonly outage_until: number | null;
}

export interface BackupSeenRow {
  readonly team_id: string;
  readonly portal: string;
  readonly part: 'own' | 'dumps';
  /** A hash where the portal sends no id, or one of another form than a GUID. */
  readonly backup_id: string;
  readonly first_seen_at: number;
  readonly relisted_at: number | null;
  /** While it is listed, `last_read_at` of its list tells when it was seen. */
  readonly last_seen_at: number | null;
  readonly gone_at: number | null;
  readonly gone_why: 'expired' | 'rotated' | 'unexplained' | 'unwatched' | null;
  /** JSON: what the portal told of it last. */
  readonly facts: string;
}

/** What a subscription has told and is still open. */
export interface NoticeRow {
  readonly team_id: string;
  readonly subscription_id: string;
  readonly portal: string;
  readonly finding: string;
  /** Empty where the finding is not about one backup. */
  readonly backup_id: string;
  /** Empty for the warning window, else the time before an expiry in milliseconds. */
  readonly threshold: string;
  readonly given_at: number;
  /** When it was open for the last time: what is over is removed, what is open is kept however long ago it was told. */
  readonly open_at: number;
}

/** A command or click that was carried out, so that its repetition is not. */
export interface ActRow {
  readonly team_id: string;
  readonly trigger_id: string;
  readonly at: number;
}

/** One finding of one portal that somebody silenced. */
export interface SnoozeRow {
  readonly team_id: string;
  readonly portal: string;
  readonly finding: string;
  /** Null: until it changes from `changes_from`. */
  readonly until: number | null;
  readonly changes_from: string | null;
  readonly snoozed_by: string;
  readonly at: number;
}

/** The one row about the database itself. */
export interface StoreVersionRow {
  readonly id: 'store';
  /** The migration that a bot must know to run on these tables. A later one only adds what older bots do not mind. */
  readonly needs: string;
  /** When a bot opened it last. */
  readonly opened_at: number;
}
