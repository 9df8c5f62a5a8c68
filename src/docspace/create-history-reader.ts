import type { Backup } from '../backups/backup.ts';
import type { ReadFailure } from '../backups/failure.ts';
import type { Portal } from '../backups/portal.ts';
import type { Part } from '../backups/reading.ts';
import type { Log } from '../ops/log.ts';
import type { Secret } from '../ops/secret.ts';
import type { PortalReader } from '../readings/portal-reader.ts';
import { type AskOptions, createAsk, type Outcome } from './ask.ts';
import { historyPath, parseHistory } from './history.ts';
import type { Facts } from './request.ts';

/** What a history reader needs, and its limits. */
export interface HistoryReaderOptions extends Omit<AskOptions, 'maxBodyBytes'> {
  /** The key of the portal with that name, as the user wrote it. */
  readonly credentials: (portalName: string) => Secret;
  readonly log: Log;
  readonly maxBodyBytes?: number;
}

const defaultMaxBodyBytes = 32 * 1024 * 1024;

/**
 * Reads backup histories over DocSpace's HTTP API (3.7). Every answer comes within `timeoutMs`; failures are returned
 * as values. The log gets statuses and error codes, never a key, a body or an address.
 */
export function createHistoryReader(options: HistoryReaderOptions): PortalReader {
  const { credentials, log, maxBodyBytes = defaultMaxBodyBytes, ...rest } = options;
  const ask = createAsk({ ...rest, maxBodyBytes });
  return {
    async readHistory(portal, part) {
      const authorization = authorizationOf(credentials(portal.name));
      const outcome =
        authorization === undefined
          ? unsendableKey
          : await ask({ url: portal.url, path: historyPath(part), authorization }, part);
      const { facts } = outcome;
      const history =
        outcome.kind === 'envelope' ? parseHistory(outcome.envelope, part === 'dumps') : outcome;
      if (history.kind === 'failed') {
        const { failure } = history;
        reportFailure(log, portal, part, { ...facts, failure });
        return { kind: 'failed', failure };
      }
      const { backups, repeated } = history;
      reportHistory(log, portal, part, { ...facts, backups, repeated });
      return { kind: 'read', backups };
    },
  };
}

/** A key with a character that no header can carry, such as a typographic quote: no portal would accept it. */
const unsendableKey: Outcome = {
  kind: 'failed',
  failure: { kind: 'key-refused' },
  facts: { error: 'the key holds characters that cannot be sent', tries: 0 },
};

/**
 * The server accepts `sk-…` as a key only after `Bearer `. Alone, it is treated as a session token and refused. A key
 * written with a scheme is sent as it is.
 */
function authorizationOf(key: Secret): string | undefined {
  const value = key.reveal().trim();
  if (!/^[\x20-\x7e]+$/.test(value)) return undefined;
  return /^(Bearer|Basic) /i.test(value) ? value : `Bearer ${value}`;
}

const refusals: ReadonlySet<ReadFailure['kind']> = new Set([
  ...(['key-refused', 'key-not-allowed', 'dumps-not-allowed', 'address-not-allowed'] as const),
  ...(['portal-state', 'unpaid', 'refused-in-front', 'refused', 'not-found', 'rate-limited'] as const),
]);

function reportFailure(
  log: Log,
  portal: Portal,
  part: Part,
  facts: Outcome['facts'] & { readonly failure: ReadFailure },
): void {
  const message = refusals.has(facts.failure.kind) ? 'Request refused' : 'Request failed';
  log.warn(message, { portal: portal.name, part, ...facts });
}

interface HistoryFacts extends Facts {
  readonly tries: number;
  readonly backups: readonly Backup[];
  readonly repeated: number;
}

function reportHistory(log: Log, portal: Portal, part: Part, { backups, ...facts }: HistoryFacts): void {
  const odd = backups.filter(({ oddFields }) => oddFields.length > 0).length;
  const fields = { portal: portal.name, part, ...facts, backups: backups.length, odd };
  if (odd > 0) log.warn('Backup history read; some records have unknown fields', fields);
  else log.debug('Backup history read', fields);
}
