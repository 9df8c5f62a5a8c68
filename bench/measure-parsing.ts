import { backupSeries, inDatabaseOrder } from '../sandbox/docspace/records.ts';
import { everything } from '../src/backups/query.ts';
import type { Reading } from '../src/backups/reading.ts';
import { select } from '../src/backups/select.ts';
import { assessReadings } from '../src/backups/verdict.ts';
import { parseHistory } from '../src/docspace/wire.ts';
import { renderAnswer } from '../src/messages/answer.ts';
import { inMs, medianOf, report } from './median.ts';

const now = new Date('2026-11-24T09:00:00Z');
const portal = {
  name: 'acme',
  url: 'https://acme.example.com',
  dumps: false,
  policy: { expiringWithinMs: 172_800_000, staleAfterMs: 604_800_000 },
};
const rounds = 60;
const warmUps = 10;

/** From the bytes of 10,000 records to the message, against `JSON.parse` of the same bytes. */
export function measureParsing(): void {
  const records = inDatabaseOrder(
    backupSeries({
      ...{ count: 10_000, everyDays: 0.25, alias: 'acme', storage: 'CustomCloud' as const },
      newestAt: new Date(now.getTime() - 3_600_000),
    }),
  );
  const body = JSON.stringify({ response: records, count: records.length, status: 0, statusCode: 200 });
  const bare: number[] = [];
  const whole: number[] = [];
  for (let round = -warmUps; round < rounds; round += 1) {
    const bareMs = time(() => JSON.parse(body));
    const wholeMs = time(() => answerFrom(body));
    if (round >= 0) {
      bare.push(bareMs);
      whole.push(wholeMs);
    }
  }
  const [bareMs, wholeMs] = [medianOf(bare), medianOf(whole)];
  report(
    'parse + judge + render 10,000 backups / JSON.parse',
    wholeMs / bareMs,
    3,
    `${inMs(wholeMs)} / ${inMs(bareMs)}`,
  );
}

function answerFrom(body: string): number {
  const history = parseHistory(JSON.parse(body), false);
  if (history.kind !== 'read') throw new Error('the history could not be parsed');
  const reading: Reading = { portal, histories: [{ part: 'own', answer: history, readAt: now }] };
  const query = { ...everything, portal: portal.name };
  const selection = select(query, assessReadings([reading], now), { portalCount: 1, now });
  const message = renderAnswer(selection, {
    portalNames: ['acme'],
    now,
    audience: 'asker',
    command: '/backups',
  });
  return message.blocks.length;
}

function time(work: () => unknown): number {
  const startedAt = performance.now();
  work();
  return performance.now() - startedAt;
}
