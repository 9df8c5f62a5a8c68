import type { Zones } from '../digest/digest-setup.ts';
import type { Log } from '../ops/log.ts';
import { type ClientOptions, createClient } from './create-client.ts';
import { mapSlackFailure } from './slack-failure.ts';

/** A form that waits for it must open within 3 s. */
const timeoutMs = 1_500;
const rememberForMs = 60 * 60_000;

/**
 * People's time zones as Slack knows them, remembered for an hour. Without the optional scope users:read they are not
 * known; the log says so once.
 */
export function createZones(options: ClientOptions & { readonly log: Log }): Zones {
  const { log } = options;
  const client = createClient(options, timeoutMs);
  const remembered = new Map<string, string | undefined>();
  let isLogged = false;

  function remember(userId: string, zone: string | undefined): string | undefined {
    remembered.set(userId, zone);
    setTimeout(() => remembered.delete(userId), rememberForMs).unref();
    return zone;
  }

  return {
    async zoneOf(userId) {
      if (remembered.has(userId)) return remembered.get(userId);
      try {
        const { user } = await client.users.info({ user: userId });
        return remember(userId, user?.tz !== undefined && isZone(user.tz) ? user.tz : undefined);
      } catch (error) {
        const { code } = mapSlackFailure(error);
        if (code !== 'missing_scope') {
          log.warn('Looking up a time zone failed', { user: userId, code, error });
          return undefined;
        }
        if (!isLogged) log.info(lacksScope, { scope: 'users:read' });
        isLogged = true;
        return remember(userId, undefined);
      }
    },
  };
}

const lacksScope =
  'A time zone was not looked up, because the Slack app lacks an optional scope: new digests begin with DIGEST_TIMEZONE.';

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
