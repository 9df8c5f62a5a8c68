import type { PlainTextElement, PlainTextOption } from '@slack/types';
import { plainText } from '../kit/blocks.ts';
import { cleanText } from '../kit/clean-text.ts';
import { partLimits } from '../kit/limits.ts';
import { option } from '../kit/modal.ts';

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
  const pages = Math.ceil(zones.length / partLimits.options);
  const size = Math.ceil(zones.length / pages);
  return Array.from({ length: pages }, (_, page) => {
    const shown = zones.slice(page * size, (page + 1) * size);
    const label = pages === 1 ? region : `${region}, ${page + 1} of ${pages}`;
    return {
      label: plainText(label, partLimits.optionText),
      options: shown.map((zone) => option(zone, zoneWords(zone))),
    };
  });
}

/** As people type it to find it: `America/New York`. */
function zoneWords(zone: string): string {
  return cleanText(zone.replaceAll('_', ' '), partLimits.optionText);
}
