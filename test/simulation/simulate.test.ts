import { describe, expect, it, onTestFinished } from 'vitest';
import { createEmbedded, createShared, type SimulatedDatabase } from '../../simulation/database.ts';
import { postgresAt } from '../../simulation/postgres-server.ts';
import { accesses, type SimulationOptions, simulate } from '../../simulation/simulate.ts';

/** A day in which much more goes wrong than in those of `npm run simulate`. */
async function badDay(options: Partial<SimulationOptions>, create: () => Promise<SimulatedDatabase>) {
  const database = await create();
  onTestFinished(() => database.remove());
  return simulate({
    ...{ seed: 8, days: 1, digests: 8, access: 'can look', database },
    odds: { deathOnceIn: 80, pauseOnceIn: 300, troubleOnceIn: 6 },
    ...options,
  });
}

function expectEachOnce({ tally, deaths }: Awaited<ReturnType<typeof badDay>>): void {
  const { due, delivered, perhaps, skipped } = tally;
  expect(tally.faults).toEqual([]);
  expect(tally).toMatchObject({ lost: 0, twice: 0 });
  expect(delivered + perhaps + skipped).toBe(due);
  expect(delivered).toBeGreaterThan(5);
  expect(deaths).toBeGreaterThan(10);
}

describe('a day in which everything goes wrong', () => {
  it.each(accesses)('loses no digest, and repeats none without a word: %s', async (access) => {
    expectEachOnce(await badDay({ access }, createEmbedded));
  });

  const address = process.env['TEST_POSTGRES_URL'];
  it.skipIf(address === undefined).each(accesses)(
    'is the same for three copies on PostgreSQL: %s',
    async (access) => {
      expectEachOnce(await badDay({ access }, () => createShared(postgresAt(address ?? ''))));
    },
  );

  it('shows what is wrong with a bot that takes an unclear answer for a refusal', async () => {
    const { tally } = await badDay(
      {
        odds: { deathOnceIn: 1_000, pauseOnceIn: 1_000, troubleOnceIn: 2 },
        breakLedger: (ledger) => ({
          ...ledger,
          postpone: (held, postponement) => ledger.postpone(held, { ...postponement, state: 'claimed' }),
        }),
      },
      createEmbedded,
    );
    expect(tally.twice).toBeGreaterThan(0);
  });

  it('shows what is wrong with a bot that forgets what it has entered', async () => {
    const { tally } = await badDay(
      { days: 0.2, digests: 2, breakLedger: (ledger) => ({ ...ledger, open: async () => [] }) },
      createEmbedded,
    );
    expect(tally.lost).toBe(tally.due);
  });
});
