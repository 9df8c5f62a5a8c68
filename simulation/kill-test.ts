import { randomInt } from 'node:crypto';
import { appendFileSync, writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { killBot } from './kill-bot.ts';

const { values } = parseArgs({
  options: {
    seed: { type: 'string', default: String(randomInt(1_000_000)) },
    kills: { type: 'string', default: '50' },
    log: { type: 'string' },
  },
});
const { log } = values;
const [seed, kills] = [Number(values.seed), Number(values.kills)];
if (log !== undefined) writeFileSync(log, '');
console.log(
  `The bot is killed ${kills} times with kill -9, then as often without the scope to look. Seed ${seed}.`,
);
for (const mayLook of [true, false]) {
  const { tally, whilePosting } = await killBot({
    ...{ kills, mayLook, seed },
    onLine: (line) => {
      if (log !== undefined) appendFileSync(log, `${line}\n`);
    },
  });
  const { due, delivered, late, marked, lost, twice } = tally;
  console.log(
    `${mayLook ? 'may look' : 'may not look'}: ${whilePosting} kills while posting; due ${due}, delivered ${delivered}, late ${late}, marked ${marked}, lost ${lost}, twice ${twice}`,
  );
  for (const fault of tally.faults) console.log(`  ${fault}`);
  if (tally.faults.length > 0 || (mayLook && marked > 0)) process.exitCode = 1;
}
