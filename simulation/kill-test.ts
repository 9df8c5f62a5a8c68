import { randomInt } from 'node:crypto';
import { parseArgs } from 'node:util';
import { killBot } from './kill-bot.ts';
import { heading, reportOf } from './report.ts';
import { logTo, wholeNumber } from './run-options.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomInt(1_000_000)) },
    kills: { type: 'string', default: '50' },
    log: { type: 'string' },
  },
});
const seed = wholeNumber('seed', values.seed);
const kills = wholeNumber('kills', values.kills);
const onLine = logTo(values.log) ?? (() => undefined);

console.log(`${kills} times kill -9, with the scope to look into the channel and without, seed ${seed}.\n`);
console.log(heading());
for (const mayLook of [true, false]) {
  const { tally, whilePosting } = await killBot({ kills, mayLook, seed, onLine });
  const story = `${whilePosting} killed while a message was on its way`;
  console.log(reportOf(mayLook ? 'can look' : 'cannot look', tally, story));
  if (tally.faults.length > 0 || (mayLook && tally.marked > 0)) process.exitCode = 1;
}
