import type { RichTextElement } from '@slack/types';
import type { Portal } from '../../backups/portal.ts';
import { cleanText, quoteMrkdwn, quotePlain } from '../kit/clean-text.ts';
import { partLimits, shownLimits } from '../kit/limits.ts';
import { link } from '../kit/rich-text.ts';

/** Pages of a portal where something can be fixed, with what to do there. */
const pages = {
  'api-keys': { path: '/portal-settings/developer-tools/api-keys', label: 'Open API keys' },
  'data-backup': { path: '/portal-settings/backup/data-backup', label: 'Make a backup' },
  'auto-backup': { path: '/portal-settings/backup/auto-backup', label: 'Check the schedule' },
  storages: { path: '/portal-settings/integration/third-party-services', label: 'Check the storages' },
  payments: { path: '/portal-settings/payments/portal-payments', label: 'Open payments' },
} as const;

/** A page of a portal that we can link to. */
export type PortalPage = keyof typeof pages;

/** A link to the page, or nothing when Slack would not accept the portal's address. */
export function pageLink(portal: Portal, page: PortalPage): RichTextElement[] {
  const url = pageUrl(portal, page);
  return url === undefined ? [] : [link(url, pages[page].label)];
}

/** The page's address, or `undefined` when it is not a web address or too long. */
export function pageUrl(portal: Portal, page: PortalPage): string | undefined {
  const url = `${portal.url}${pages[page].path}`;
  const isFit = url.length <= partLimits.url && /^https?:\/\/[^\s<>|"]+$/u.test(url) && URL.canParse(url);
  return isFit ? url : undefined;
}

/** How a portal's name is written where it stands: as it is, for mrkdwn, or for plain text. */
export const portalName = {
  raw: (name: string) => cleanText(name, shownLimits.portalName) || 'unnamed portal',
  mrkdwn: (name: string) => quoteMrkdwn(portalName.raw(name)),
  plain: (name: string) => quotePlain(portalName.raw(name)),
} as const;

/** Writes a portal's name for where it stands: one of `portalName`. */
export type NameStyle = (name: string) => string;
