import type { PlainTextElement, PlainTextOption } from '@slack/types';
import { plainText } from '../kit/blocks.ts';
import { partLimits } from '../kit/limits.ts';
import { option } from '../kit/modal.ts';
import { zoneWords } from '../words/schedules.ts';

/** A group of the options of a select. */
export interface ZoneGroup {
  readonly label: PlainTextElement;
  readonly options: PlainTextOption[];
}

/**
 * Every time zone that this Node knows, by region, as groups of a select; `UTC`, and the zone that is chosen under
 * whichever name, are among them. A region with more zones than a group may hold has several.
 */
export function zoneGroups(chosenZone: string): ZoneGroup[] {
  const zones = new Set([...Intl.supportedValuesOf('timeZone'), 'UTC', chosenZone]);
  const byRegion = new Map<string, string[]>();
  for (const zone of [...zones].sort()) {
    const region = zone.includes('/') ? zone.slice(0, zone.indexOf('/')) : 'Other';
    byRegion.set(region, [...(byRegion.get(region) ?? []), zone]);
  }
  return [...byRegion].flatMap(([region, names]) => groupsOf(region, names));
}

function groupsOf(region: string, zones: readonly string[]): ZoneGroup[] {
  const count = Math.ceil(zones.length / partLimits.options);
  const size = Math.ceil(zones.length / count);
  return Array.from({ length: count }, (_, index) => {
    const shown = zones.slice(index * size, (index + 1) * size);
    const label = count === 1 ? region : `${region}, ${initialOf(shown.at(0))} to ${initialOf(shown.at(-1))}`;
    return {
      label: plainText(label, partLimits.optionText),
      options: shown.map((zone) => option(zone, zoneWords(zone))),
    };
  });
}

function initialOf(zone = ''): string {
  return zone.charAt(zone.indexOf('/') + 1);
}
