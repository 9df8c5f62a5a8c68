import type { Severity } from '../../backups/finding.ts';

/** The words beside it carry the meaning; at most one a line. */
export const emojiBySeverity: Readonly<Record<Severity, string>> = {
  problem: '🔴',
  attention: '🟡',
  unknown: '⚪',
  fine: '🟢',
  snoozed: '💤',
};
