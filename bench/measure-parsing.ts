import { execFile } from 'node:child_process';
import { promisify } from 'node:util';
import { inMs, medianOf, report } from './report.ts';

const processes = 5;

/** What one process measured: the median of each, in milliseconds. */
export interface ParsingTimes {
  readonly bareMs: number;
  readonly wholeMs: number;
  readonly slowestMs: number;
  readonly shortMs: number;
}

/** From the bytes of a history to the message, in several processes, because each compiles the code differently. */
export async function measureParsing(): Promise<void> {
  const all: ParsingTimes[] = [];
  for (let index = 0; index < processes; index += 1) all.push(await measureInProcess());
  const typical = (pick: (times: ParsingTimes) => number) => medianOf(all.map(pick));
  report({
    what: 'parse + judge + render 10,000 backups / JSON.parse, p50',
    value: typical(({ wholeMs, bareMs }) => wholeMs / bareMs),
    aim: 2.5,
    detail: `${inMs(typical(({ wholeMs }) => wholeMs))} / ${inMs(typical(({ bareMs }) => bareMs))}`,
  });
  report({
    what: 'parse + judge + render 10,000 backups / JSON.parse, p99',
    value: typical(({ slowestMs, bareMs }) => slowestMs / bareMs),
    detail: inMs(typical(({ slowestMs }) => slowestMs)),
  });
  const shortMs = typical((times) => times.shortMs);
  report({ what: 'parse + judge + render 100 backups, p50', value: shortMs, unit: 'ms', aim: 0.3 });
}

async function measureInProcess(): Promise<ParsingTimes> {
  const args = ['--import', 'tsx', 'bench/parsing-main.ts'];
  const { stdout } = await promisify(execFile)(process.execPath, args);
  return JSON.parse(stdout) as ParsingTimes;
}
