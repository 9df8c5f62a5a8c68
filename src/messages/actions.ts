/**
 * The `action_id` of everything that can be pressed or picked: `backups.<verb>`. Within one actions block Slack wants
 * them distinct, which is why buttons that all show a query have several.
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
  open: 'backups.open',
} as const;

export type ActionId = (typeof actionIds)[keyof typeof actionIds];

/** All of them, for the listeners' own checks. */
export const allActionIds: readonly ActionId[] = Object.values(actionIds);

/** Those whose button `value`, or picked option's `value`, is text for `parseQuery`: all but links. */
export const queryActionIds: readonly ActionId[] = allActionIds.filter((id) => id !== actionIds.open);
