import type { Fleet } from './fleet.ts';
import type { Random } from './random.ts';
import type { VirtualTime } from './virtual-time.ts';
import type { Weather } from './weather.ts';

const minuteMs = 60_000;
const dayMs = 1_440 * minuteMs;

/** Something that is away for a while. */
export interface PlannedTrouble {
  readonly what: 'slack' | 'portals' | 'database' | 'power';
  readonly at: Date;
  readonly lastsMs: number;
}

/** Some for each day, and one night without power that is longer than a digest may be late. */
export function planTroubles(from: Date, days: number, random: Random): PlannedTrouble[] {
  const planned: PlannedTrouble[] = [];
  const plan = (what: PlannedTrouble['what'], day: number, [least, most]: readonly [number, number]) => {
    const lastsMs = random.between(least, most) * minuteMs;
    // It ends on the same day, so that two of a kind never overlap.
    const latest = Math.max(0, Math.floor((dayMs - lastsMs) / minuteMs) - 1);
    const at = new Date(from.getTime() + day * dayMs + random.between(0, latest) * minuteMs);
    planned.push({ what, at, lastsMs });
  };
  const night = random.between(1, Math.max(1, days - 2));
  for (let day = 0; day < days; day += 1) {
    plan('database', day, random.onceIn(2) ? [1, 2] : [3, 40]);
    plan('slack', day, random.onceIn(2) ? [5, 20] : [30, 200]);
    if (random.onceIn(2)) plan('portals', day, [60, 300]);
    if (day === night) plan('power', day, [13 * 60, 15 * 60]);
    else if (random.onceIn(3)) plan('power', day, [20, 90]);
  }
  return planned;
}

/** Lets each come and go at its time. */
export async function playTroubles(
  planned: readonly PlannedTrouble[],
  stage: { readonly time: VirtualTime; readonly weather: Weather; readonly fleet: Fleet },
): Promise<void> {
  await Promise.all(planned.map((trouble) => play(trouble, stage)));
}

async function play(
  { what, at, lastsMs }: PlannedTrouble,
  { time, weather, fleet }: Parameters<typeof playTroubles>[1],
): Promise<void> {
  await time.sleepUntil(at);
  switch (what) {
    case 'portals':
      weather.arePortalsAway = true;
      await time.sleep(lastsMs);
      weather.arePortalsAway = false;
      return;
    case 'slack':
      weather.isSlackAway = true;
      await fleet.hinderedFor(lastsMs);
      weather.isSlackAway = false;
      return;
    case 'power':
      weather.isPowerOff = true;
      fleet.killAll();
      await fleet.hinderedFor(lastsMs);
      weather.isPowerOff = false;
      return;
    case 'database':
      return fleet.withoutDatabase(lastsMs);
  }
}
