import type { RichTextElement, RichTextSection } from '@slack/types';
import type { ListChanges, PortalChanges } from '../../backups/changes.ts';
import { isIncomplete, pastOf, type Reading } from '../../backups/reading.ts';
import { capitalise } from '../kit/clean-text.ts';
import { dateElement, isShowable } from '../kit/dates.ts';
import { bold, joinDots, line, plain } from '../kit/rich-text.ts';
import { backupNoun, counted } from '../words/counts.ts';
import { portalName } from '../words/portals.ts';
import { nameElements } from './name-line.ts';

/** What changed since the digest before. */
export interface ChangesSince {
  readonly since: Date;
  readonly portals: readonly PortalChanges[];
}

/**
 * What is new, in one line: `Since Yesterday 9:00 AM: 14 new backups in 6 portals · 3 expired`. Another line, with at
 * most `names` names, has the portals that can be read again. No line where nothing could be compared.
 */
export function newsLines(
  { since, portals }: ChangesSince,
  readings: readonly Reading[],
  names: number,
): RichTextSection[] {
  const isAnyCompared = readings.some(({ past }) => Array.isArray(past) && past.length > 0);
  if (!isAnyCompared || !isShowable(since)) return [];
  const isAlone = readings.length === 1;
  const facts = [
    appearedFact(portals, readings, since),
    ...goneFact(portals, ({ expired }) => expired.length, 'expired'),
    ...goneFact(portals, ({ rotated }) => rotated.length, 'probably rotated out'),
    ...placedFact(portals, ({ lost }) => lost?.backups.length ?? 0, 'no longer listed', isAlone),
    ...placedFact(portals, ({ relisted }) => relisted.length, 'listed again', isAlone),
  ];
  return [
    line(plain('Since '), dateElement(since, 'brief'), plain(': '), ...joinDots(facts)),
    ...(['own', 'dumps'] as const).flatMap((part) => backLines(portals, part, names)),
  ];
}

/** `14 new backups in 6 portals`; where a list was not compared, none are only not *known*. */
function appearedFact(
  portals: readonly PortalChanges[],
  readings: readonly Reading[],
  since: Date,
): RichTextElement[] {
  const nouns = (['own', 'dumps'] as const).flatMap((part) => {
    const count = countOf(portals, (list) => (list.part === part ? list.appeared.length : 0));
    return count === 0 ? [] : [counted(count, `new ${backupNoun(part === 'dumps')}`)];
  });
  if (nouns.length === 0) {
    const isWhole = readings.every((reading) => isCompared(reading, since));
    return [plain(`no new backups${isWhole ? '' : ' known'}`)];
  }
  const there = portals.filter((portal) => countOf([portal], ({ appeared }) => appeared.length) > 0);
  const where = readings.length === 1 ? [] : placeOf(there);
  return [bold(nouns.join(' and ')), ...where];
}

function isCompared(reading: Reading, since: Date): boolean {
  if (isIncomplete(reading)) return false;
  return reading.histories.every(({ part }) => {
    const firstReadAt = pastOf(reading, part)?.firstReadAt;
    return firstReadAt !== undefined && firstReadAt <= since;
  });
}

type Count = (list: ListChanges) => number;

function countOf(portals: readonly PortalChanges[], count: Count): number {
  return portals.flatMap(({ lists }) => lists).reduce((sum, list) => sum + count(list), 0);
}

function goneFact(portals: readonly PortalChanges[], count: Count, words: string): RichTextElement[][] {
  const total = countOf(portals, count);
  return total === 0 ? [] : [[plain(`${total.toLocaleString('en')} ${words}`)]];
}

/** What is unusual, and where. */
function placedFact(
  portals: readonly PortalChanges[],
  count: Count,
  words: string,
  isAlone: boolean,
): RichTextElement[][] {
  const there = portals.filter((portal) => countOf([portal], count) > 0);
  const where = isAlone ? [] : placeOf(there);
  return goneFact(there, count, words).map(([fact]) => (fact === undefined ? [] : [fact, ...where]));
}

/** ` in acme`, ` in 6 portals`. */
function placeOf([first, ...others]: readonly PortalChanges[]): RichTextElement[] {
  if (first === undefined) return [];
  return others.length === 0
    ? [plain(' in '), plain(portalName.raw(first.portal.name))]
    : [plain(` in ${counted(others.length + 1, 'portal')}`)];
}

/** `acme can be read again`, `3 portals can be read again: acme, hr, ops`: for how long they could not is not known. */
function backLines(
  portals: readonly PortalChanges[],
  part: ListChanges['part'],
  names: number,
): RichTextSection[] {
  const back = portals
    .filter(({ lists }) => lists.some((list) => list.part === part && list.outage !== undefined))
    .map(({ portal }) => portal.name);
  const [first, ...others] = back;
  if (first === undefined) return [];
  const what = part === 'dumps' ? `${capitalise(backupNoun(true))}s of ` : '';
  if (others.length === 0) {
    const name = plain(portalName.raw(first));
    return [line(...(what === '' ? [] : [plain(what)]), name, plain(' can be read again'))];
  }
  return [
    line(
      plain(`${what}${counted(back.length, 'portal')} can be read again`),
      ...(names === 0 ? [] : [plain(': '), ...nameElements(back, names)]),
    ),
  ];
}
