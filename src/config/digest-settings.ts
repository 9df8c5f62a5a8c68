import type { Environment } from './environment.ts';
import { destination } from './slack-ids.ts';
import { cron, timeZone } from './values.ts';

/** When and where the digest goes. */
export interface DigestConfig {
  /** The id of a channel, a direct message or a person. */
  readonly channel: string;
  readonly cron: string;
  readonly timeZone: string;
}

/** When and where the digest goes; `undefined` without a channel, or after problems were reported. */
export function parseDigest(environment: Environment): DigestConfig | undefined {
  const channel = environment.value('DIGEST_CHANNEL', destination);
  const pattern = environment.value('DIGEST_CRON', cron);
  const zone = environment.value('DIGEST_TIMEZONE', timeZone);
  if (!environment.isSet('DIGEST_CHANNEL')) {
    for (const name of ['DIGEST_CRON', 'DIGEST_TIMEZONE'] as const) {
      if (environment.isSet(name))
        environment.report(name, 'has no effect without DIGEST_CHANNEL. Set that too, or remove this');
    }
  }
  if (channel === undefined || pattern === undefined || zone === undefined) return undefined;
  return { channel, cron: pattern, timeZone: zone };
}
