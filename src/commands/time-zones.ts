import { countEdits } from './suggest.ts';

/** The zone a word names; otherwise the ones it may have been meant as, none when nothing is near. */
export type FoundZone =
  | { readonly kind: 'found'; readonly zone: string }
  | { readonly kind: 'unknown'; readonly meant: readonly string[] };

const mostMeant = 5;

/**
 * A time zone by its IANA name in any case, or by its city where only one zone has it. Offsets such as `+02:00` are no
 * zones, because they ignore daylight saving time.
 */
export function findZone(text: string): FoundZone {
  const typed = text.trim().replace(/\s+/g, '_');
  const exact = zoneNamed(typed);
  if (exact !== undefined) return { kind: 'found', zone: exact };
  const folded = typed.toLowerCase();
  const ofCity = zonesOfCity(folded);
  const [only] = ofCity;
  if (only !== undefined && ofCity.length === 1) return { kind: 'found', zone: only };
  const meant = ofCity.length > 0 ? ofCity : nearestZones(folded);
  return { kind: 'unknown', meant: meant.slice(0, mostMeant) };
}

/** The name as the IANA database writes it, where this Node knows it. */
export function zoneNamed(name: string): string | undefined {
  if (!/^[a-z]/i.test(name) || !isZone(name)) return undefined;
  const folded = name.toLowerCase();
  return knownZones().find(({ lower }) => lower === folded)?.zone ?? writeAsName(folded);
}

/** Old and new names of a zone (`Asia/Calcutta`, `Asia/Kolkata`) are both known, but only one of them is listed. */
function writeAsName(folded: string): string {
  if (!folded.includes('/')) return folded.toUpperCase();
  const name = folded.replace(/(?<![a-z])[a-z]/g, (letter) => letter.toUpperCase());
  return name.replace(/^\w\w(?=\/)|(?<=^Etc\/).*/, (letters) => letters.toUpperCase());
}

function zonesOfCity(folded: string): readonly string[] {
  const listed = knownZones().filter(({ city }) => city === folded);
  if (listed.length > 0 || !/^[a-z][a-z_-]*$/.test(folded)) return listed.map(({ zone }) => zone);
  const regions = new Set(knownZones().flatMap(({ zone }) => (zone.includes('/') ? zone.split('/')[0] : [])));
  return [...regions].map((region) => `${region}/${folded}`).flatMap((name) => zoneNamed(name) ?? []);
}

function nearestZones(folded: string): readonly string[] {
  if (folded.length < 3) return [];
  const begun = knownZones().filter(({ city, lower }) => city.startsWith(folded) || lower.startsWith(folded));
  if (begun.length > 0) return begun.map(({ zone }) => zone);
  const most = Math.min(2, Math.max(1, Math.floor(folded.length / 3)));
  const near = knownZones().map(({ zone, city, lower }) => ({
    zone,
    edits: Math.min(...[city, lower].map((name) => countEdits(folded, name, most + 1))),
  }));
  const fewest = Math.min(...near.map(({ edits }) => edits));
  return fewest > most ? [] : near.filter(({ edits }) => edits === fewest).map(({ zone }) => zone);
}

interface KnownZone {
  readonly zone: string;
  readonly lower: string;
  readonly city: string;
}

let listed: readonly KnownZone[] | undefined;

/** Listed on first use, because it takes a few milliseconds. */
function knownZones(): readonly KnownZone[] {
  listed ??= ['UTC', ...Intl.supportedValuesOf('timeZone')].map((zone) => {
    const lower = zone.toLowerCase();
    return { zone, lower, city: lower.split('/').at(-1) ?? lower };
  });
  return listed;
}

function isZone(name: string): boolean {
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}
