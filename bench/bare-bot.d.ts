import type { App } from '@slack/bolt';

export function startBareBot(options: {
  readonly botToken: string;
  readonly appToken: string;
  readonly apiUrl: string;
  readonly portalUrl: string;
  readonly portalKey: string;
}): Promise<App>;
