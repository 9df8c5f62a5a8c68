import fc from 'fast-check';
import { type Backup, type Expiry, type Storage, storageKinds } from '../../src/backups/backup.ts';
import type { ReadFailure } from '../../src/backups/failure.ts';
import { updatePast } from '../../src/backups/past.ts';
import type { Query } from '../../src/backups/query.ts';
import type { HistoryPart, Reading } from '../../src/backups/reading.ts';
import { isReservedWord } from '../../src/commands/words.ts';
import { withoutExclusion } from '../backups/arbitraries.ts';
import { day, hour, now, portal } from './cast.ts';

/** All of them would act in Slack, or break the message, if they went in raw. `LIVE` must stay inside code in mrkdwn. */
export const wildNames: readonly string[] = [
  'acme_2026-11-24_02-00-12.tar.gz',
  '<!channel>',
  '<https://LIVE.example.com|click>',
  '<@U123LIVE> @everyone @here',
  '*LIVE* _LIVE_ ~LIVE~ `LIVE` ```LIVE```',
  ':boom: :LIVE_boom:',
  'LIVE.example.com http://LIVE.example.com',
  '&lt;!here&gt; & &amp;',
  'gz.\u202eLIVE\u2066\u0000\u0007\r\n> LIVE\u2028• x',
  '\u200b\u200d\ufeff',
  '',
  '😀👩‍👩‍👧‍👦'.repeat(40),
  'نسخة احتياطية',
  '\ud800',
  '&<>'.repeat(1_000),
  'x'.repeat(3_000),
  `e${'\u0301'.repeat(3_000)}`,
];

const failures: readonly ReadFailure[] = [
  ...(['dns', 'refused', 'dropped', 'proxy', 'not-https', 'tls', 'network'] as const).map(
    (reason) => ({ kind: 'unreachable', reason }) as const,
  ),
  { kind: 'timeout', afterMs: 20_000 },
  { kind: 'bad-certificate', fault: 'self-signed' },
  ...(
    [
      'key-refused',
      'address-not-allowed',
      'not-found',
      'not-json',
      'broken-json',
      'internal-error',
      'bug',
    ] as const
  ).map((kind) => ({ kind })),
  { kind: 'key-not-allowed', lacks: 'owner' },
  { kind: 'dumps-not-allowed', why: 'cloud' },
  { kind: 'portal-state', state: 'restoring' },
  { kind: 'unpaid', isOwnServer: undefined },
  { kind: 'refused-in-front', by: 'challenge' },
  { kind: 'refused', status: 403 },
  { kind: 'rate-limited', retryAt: new Date(now.getTime() + hour) },
  { kind: 'rate-limited', retryAt: new Date(Number.NaN) },
  { kind: 'server-error', status: 503, retryAt: undefined },
  { kind: 'server-error', status: 503, retryAt: new Date(now.getTime() + hour) },
  { kind: 'redirected', to: 'LIVE.example.com`*<!here>' },
  { kind: 'unexpected-status', status: 418 },
  { kind: 'wrong-shape', at: '*LIVE*`<!channel>' },
  { kind: 'too-large', what: 'body', limitBytes: 10_485_760 },
];

const anyDate = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.integer({ min: -40 * day, max: 3 * day }).map((ms) => new Date(now.getTime() + ms)),
  },
  fc.constantFrom(new Date('0001-01-01'), new Date(0), new Date(8.64e15), new Date(Number.NaN)),
);
const anyStorage: fc.Arbitrary<Storage> = fc.oneof(
  { weight: 4, arbitrary: fc.constantFrom(...storageKinds).map((kind) => ({ kind })) },
  fc.constantFrom('9', undefined, ...wildNames).map((label) => ({ kind: 'unknown', label }) as const),
);
const anyExpiry: fc.Arbitrary<Expiry> = fc.oneof(
  fc.constant({ kind: 'never' } as const),
  fc.constant({ kind: 'unknown' } as const),
  anyDate.map((at) => ({ kind: 'at', at }) as const),
);
const anyBackup: fc.Arbitrary<Backup> = fc.record({
  id: fc.constant(undefined),
  fileName: fc.constantFrom(undefined, ...wildNames),
  storage: anyStorage,
  createdAt: fc.option(anyDate, { nil: undefined }),
  expiry: anyExpiry,
  dump: fc.boolean(),
  oddFields: fc.constantFrom([], ['storage'] as const, ['id', 'createdAt'] as const),
});

/** A handful of records, repeated until there are as many as wanted. */
const anyBackups = fc
  .tuple(fc.array(anyBackup, { maxLength: 12 }), fc.constantFrom(1, 1, 1, 4, 4, 900))
  .map(([some, times]) => Array.from({ length: times }, () => some).flat());

const anyFailure = fc.constantFrom(...failures).map((failure) => ({ kind: 'failed', failure }) as const);
const anyPart: fc.Arbitrary<HistoryPart> = fc.record({
  part: fc.constantFrom('own', 'dumps'),
  readAt: anyDate,
  answer: fc.oneof(
    anyFailure,
    anyBackups.map((backups) => ({ kind: 'read', backups }) as const),
  ),
});

/** 1–4 portals with dumps; of each at least one list failed, and own backups that were read are not empty. */
export const anyHalfRead: fc.Arbitrary<Reading[]> = fc
  .array(
    fc.tuple(fc.boolean(), anyFailure, fc.option(fc.array(anyBackup, { maxLength: 4 }), { nil: undefined })),
    {
      minLength: 1,
      maxLength: 4,
    },
  )
  .map((portals) =>
    portals.map(([dumpsFailed, answer, others], index) => {
      const failedPart: HistoryPart = { part: dumpsFailed ? 'dumps' : 'own', readAt: now, answer };
      const isEmpty = others === undefined || (dumpsFailed && others.length === 0);
      const backups = (others ?? []).map((backup) => ({ ...backup, dump: !dumpsFailed }));
      const readPart: HistoryPart = {
        part: dumpsFailed ? 'own' : 'dumps',
        readAt: now,
        answer: { kind: 'read', backups },
      };
      const histories = isEmpty ? [failedPart] : [failedPart, readPart];
      return { portal: portal(`p${index}`, { dumps: true }), histories };
    }),
  );

const tameName = fc
  .stringMatching(/^[a-zA-Z0-9][a-zA-Z0-9._-]{0,39}$/)
  .filter((name) => !isReservedWord(name));
const anyUrl = fc.constantFrom(
  'https://acme.example.com',
  'http://10.0.0.1:8092',
  'https://x.y/<!channel>|"',
  '',
  ...[400, 900, 3_000].map((length) => `https://example.com/${'x'.repeat(length)}`),
);

/** Nothing remembered, a database that is away, or backups that are missing since yesterday. */
const anyMissing = fc.oneof(
  fc.constantFrom(undefined, 'unavailable' as const),
  fc.array(anyBackup, { maxLength: 8 }),
);

function pastOf(
  histories: readonly HistoryPart[],
  missing: Backup[] | 'unavailable' | undefined,
): Reading['past'] {
  if (missing === undefined || missing === 'unavailable') return missing;
  return histories.flatMap((history) => {
    const { part, answer } = history;
    const listed = answer.kind === 'read' ? answer.backups.slice(0, 20) : [];
    const before = [...listed, ...missing].map((backup) => ({ ...backup, dump: part === 'dumps' }));
    const yesterday = {
      part,
      readAt: new Date(now.getTime() - day),
      answer: { kind: 'read', backups: before },
    } as const;
    return [updatePast(updatePast(undefined, yesterday), { ...history, readAt: now })];
  });
}

/** 0–500 portals; the first few differ, the others repeat them under other names. */
export function anyReadings(names: 'tame' | 'wild'): fc.Arbitrary<Reading[]> {
  const anyName = names === 'tame' ? tameName : fc.constantFrom(...wildNames);
  const some = fc.array(
    fc
      .record({
        name: anyName,
        url: anyUrl,
        histories: fc.array(anyPart, { maxLength: 2 }),
        missing: anyMissing,
      })
      .map(({ missing, ...original }) => ({ ...original, past: pastOf(original.histories, missing) })),
    {
      maxLength: 5,
    },
  );
  return fc.tuple(some, fc.constantFrom(1, 1, 3, 3, 60, 500)).map(([originals, count]) => {
    const total = originals.length === 0 ? 0 : Math.max(count, originals.length);
    return Array.from({ length: total }, (_, index) => {
      const original = originals[index % originals.length] ?? {
        name: 'x',
        url: '',
        histories: [],
        past: undefined,
      };
      // Ten thousand records are wild enough once; in every one of 500 portals they would only take long.
      const histories = index < originals.length ? original.histories : original.histories.map(shorten);
      const name = names === 'wild' ? original.name : `${original.name.slice(0, 34)}-${index}`;
      return { portal: portal(name, { url: original.url }), histories, past: original.past };
    });
  });
}

function shorten(part: HistoryPart): HistoryPart {
  const { answer } = part;
  return answer.kind === 'read'
    ? { ...part, answer: { kind: 'read', backups: answer.backups.slice(0, 3) } }
    : part;
}

/** Any query over these portals. It can only name a portal that could be typed. */
export function anyQuery(readings: readonly Reading[]): fc.Arbitrary<Query> {
  const named = readings.map(({ portal: { name } }) => name).find((name) => /^[!-~]{1,40}$/.test(name));
  const members: fc.Arbitrary<Query> = fc.record({
    portal: fc.constantFrom(undefined, named),
    group: fc.constant(undefined),
    expiring: fc.constantFrom<Query['expiring'][]>(
      undefined,
      'window',
      { withinMs: 3 * day },
      { withinMs: 3650 * day },
    ),
    scope: fc.constantFrom('own', 'dumps', 'all'),
    storage: fc.constantFrom(undefined, undefined, ...storageKinds),
    problems: fc.constantFrom(false, false, true),
    files: fc.boolean(),
    page: fc.constantFrom(1, 2, 7, 99_999),
  });
  return members.map(withoutExclusion);
}
