/**
 * The `action_id` of everything that can be pressed or picked: `backups.<verb>`. Slack requires distinct ones within an
 * actions block, so buttons that all show a query have several.
 */
export const actionIds = {
  show: 'backups.show',
  expiring: 'backups.expiring',
  allPortals: 'backups.all_portals',
  refresh: 'backups.refresh',
  older: 'backups.older',
  newer: 'backups.newer',
  pickPortal: 'backups.pick_portal',
  share: 'backups.share',
  more: 'backups.more',
  pickGroup: 'backups.pick_group',
  open: 'backups.open',
  digest: 'backups.digest',
} as const;

/**
 * Every one but `open`, which is a link, carries what `formatQuery` wrote as its `value`, or as that of its picked
 * option; an option of `more` carries a menu choice.
 */
export type ActionId =
  | (typeof actionIds)[keyof typeof actionIds]
  /** One of several buttons that show a query, side by side. */
  | `${typeof actionIds.show}.${number}`
  /** What one of several buttons does with a digest; its value is what `digestValue` wrote. */
  | `${typeof actionIds.digest}.${string}`;

/** The inputs of the form of a digest: each is the `block_id` and the `action_id` of one. */
export const formInputs = {
  channel: 'backups.form.channel',
  time: 'backups.form.time',
  zone: 'backups.form.zone',
  days: 'backups.form.days',
  kind: 'backups.form.kind',
  expiring: 'backups.form.expiring',
  stale: 'backups.form.stale',
} as const;

export type FormInput = keyof typeof formInputs;

/** The `callback_id` of the form of a digest. */
export const formCallback = 'backups.form';
