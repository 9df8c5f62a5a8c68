import { backupRecord, inDatabaseOrder } from '../sandbox/docspace/records.ts';
import type { Portal } from '../src/backups/portal.ts';
import { parseHistory } from '../src/docspace/history.ts';
import type { PortalReader } from '../src/readings/portal-reader.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Weather } from './weather.ts';

const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const timeoutMs = 20_000;
const mostBackups = 5;

export const portals: readonly Portal[] = ['acme', 'globex', 'hooli', 'initech', 'umbrella'].map((name) => ({
  name,
  url: `https://${name}.example.com`,
  group: undefined,
  dumps: false,
  policy: { expiringWithinMs: 48 * hourMs, staleAfterMs: 8 * dayMs },
}));

/** Each lists the backups of the last nights. */
export function createPortals(time: VirtualTime, random: Random, weather: Weather): PortalReader {
  return {
    async readHistory({ name }) {
      if (weather.arePortalsAway) {
        await time.sleep(timeoutMs);
        return { kind: 'failed', failure: { kind: 'timeout', afterMs: timeoutMs } };
      }
      await time.sleep(random.between(50, 4_000));
      const today = Math.floor(time.now().getTime() / dayMs) * dayMs;
      const nights = Array.from({ length: mostBackups }, (_, index) => new Date(today - index * dayMs));
      const response = inDatabaseOrder(
        nights.map((createdAt) => backupRecord({ createdAt, storage: 'ThirdPartyConsumer', alias: name })),
      );
      const envelope = { response, count: response.length, status: 0, statusCode: 200 };
      return parseHistory(envelope, false);
    },
  };
}
