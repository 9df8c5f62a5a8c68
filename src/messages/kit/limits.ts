/**
 * What one message may hold. Slack allows 50 blocks and, by an undocumented rule, refuses somewhere above 13,000
 * characters over all blocks (bolt-js #2509); the margins are ours.
 */
export const messageLimits = { blocks: 45, characters: 10_000, text: 3_000, plainText: 4_000 } as const;

/** Slack's limits on parts of blocks (Block Kit reference), in characters after escaping; that of a `url` is ours. */
export const partLimits = {
  header: 150,
  context: 2_900,
  buttonText: 75,
  buttonValue: 2_000,
  options: 100,
  optionText: 75,
  optionValue: 75,
  overflowOptions: 5,
  confirmTitle: 100,
  confirmText: 300,
  confirmButton: 30,
  url: 500,
} as const;

/** Slack's limits on a modal and its inputs, in characters. */
export const viewLimits = { title: 24, button: 24, label: 2_000, hint: 2_000, section: 3_000 } as const;

/** How much of an untrusted text is shown. A portal's name has at most 40 characters; a file's name may be anything. */
export const shownLimits = {
  portalName: 40,
  /** Names in a line of names. */
  names: 8,
  fileName: 100,
  storageLabel: 30,
  sentence: 400,
  detail: 60,
} as const;

/** How much one page shows. */
export const pageSizes = { backups: 10, portals: 10 } as const;
