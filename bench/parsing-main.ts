// One process of `measureParsing`: prints its times as JSON.
import { backupSeries, inDatabaseOrder } from '../sandbox/docspace/records.ts';
import type { ParsingTimes } from './measure-parsing.ts';
import { answerFrom } from './product.ts';
import { medianOf, percentileOf } from './report.ts';

const now = new Date('2026-11-24T09:00:00Z');
const rounds = 150;
const warmUps = 30;

const long = bodyOf(10_000);
const short = bodyOf(100);
const { bare, whole } = timeInTurns({ bare: () => JSON.parse(long), whole: () => answerFrom(long, now) });
const few = timeInTurns({ whole: () => answerFrom(short, now) });
const times: ParsingTimes = {
  bareMs: medianOf(bare),
  wholeMs: medianOf(whole),
  slowestMs: percentileOf(whole, 0.99),
  shortMs: medianOf(few.whole),
};
console.log(JSON.stringify(times));

function bodyOf(count: number): string {
  const newestAt = new Date(now.getTime() - 3_600_000);
  const series = { count, newestAt, everyDays: 0.25, alias: 'acme', storage: 'ThirdPartyConsumer' as const };
  const records = inDatabaseOrder(backupSeries(series));
  return JSON.stringify({ response: records, count, status: 0, statusCode: 200 });
}

function timeInTurns<Name extends string>(works: Record<Name, () => unknown>): Record<Name, number[]> {
  const names = Object.keys(works) as Name[];
  const taken = Object.fromEntries(names.map((name) => [name, []])) as unknown as Record<Name, number[]>;
  for (let round = -warmUps; round < rounds; round += 1) {
    for (const name of names) {
      const startedAt = performance.now();
      works[name]();
      if (round >= 0) taken[name].push(performance.now() - startedAt);
    }
  }
  return taken;
}
