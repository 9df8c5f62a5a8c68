import type { RichTextElement } from '@slack/types';
import type { Portal } from '../../backups/portal.ts';
import { cleanText, quoteMrkdwn, quotePlain } from '../kit/clean-text.ts';
import { partLimits, shownLimits } from '../kit/limits.ts';
import { link } from '../kit/rich-text.ts';

/** Pages of a portal where something can be done. */
const paths = {
  portal: '',
  'api-keys': '/portal-settings/developer-tools/api-keys',
  'data-backup': '/portal-settings/backup/data-backup',
  'auto-backup': '/portal-settings/backup/auto-backup',
  storages: '/portal-settings/integration/third-party-services',
  payments: '/portal-settings/payments/portal-payments',
} as const;

/** A page of a portal that we can link to. */
export type PortalPage = keyof typeof paths;

/** A page, and what to do there. */
export type PortalLink = readonly [page: PortalPage, label: string];

/** A link to the page, or nothing when Slack would not accept the portal's address. */
export function pageLink(portal: Portal, [page, label]: PortalLink): RichTextElement[] {
  const url = pageUrl(portal, page);
  return url === undefined ? [] : [link(url, label)];
}

/** The page's address, or `undefined` when it is not a web address or too long. */
export function pageUrl(portal: Portal, page: PortalPage): string | undefined {
  const url = `${portal.url}${paths[page]}`;
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
