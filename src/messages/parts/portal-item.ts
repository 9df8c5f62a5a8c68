import type { KnownBlock, RichTextElement, RichTextSection } from '@slack/types';
import { causeOf, type Severity, severities } from '../../backups/finding.ts';
import type { Portal } from '../../backups/portal.ts';
import type { PortalVerdict } from '../../backups/verdict.ts';
import { ruled } from '../kit/blocks.ts';
import { capitalise } from '../kit/clean-text.ts';
import { bold, joinDots, line, plain, richText } from '../kit/rich-text.ts';
import { counted } from '../words/counts.ts';
import { describeFinding, type FindingWords } from '../words/findings.ts';
import { firstOf, groupNext, groupPredicate, type SameFindings } from '../words/grouped-findings.ts';
import { sentencesOf } from '../words/headline.ts';
import { pageLink, portalName } from '../words/portals.ts';
import { emojiBySeverity } from '../words/severities.ts';
import type { Telling } from '../words/telling.ts';
import { nameElements } from './name-line.ts';
import { markOfSeveral, markSentences, type NewsByFinding } from './news-marks.ts';

/** One item to show: a portal, or several with the same causes. */
export type PortalGroup = readonly [PortalVerdict, ...PortalVerdict[]];

/** Lines that belong together, and the colour they stand under. */
export interface Item {
  readonly severity: Severity;
  readonly lines: readonly RichTextSection[];
}

/** Puts portals with the same causes together, each group where its first portal stands. Fine ones stay alone. */
export function groupPortals(portals: readonly PortalVerdict[]): PortalGroup[] {
  const groups = new Map<string | PortalVerdict, [PortalVerdict, ...PortalVerdict[]]>();
  for (const portal of portals) {
    const key = causesOf(portal) ?? portal;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [portal]);
    else group.push(portal);
  }
  return [...groups.values()];
}

function causesOf({ severity, findings }: PortalVerdict): string | undefined {
  if (severity === 'fine' || findings.length === 0) return undefined;
  // A failure has one cause for both lists, but what can be said of a portal depends on which is missing.
  return findings.map((finding) => `${finding.part} ${causeOf(finding)}`).join('\n');
}

/**
 * What is wrong, and what to do: two lines for a portal; a group has the names, at most `names` of them, between. Where
 * `news` has a finding, it says whether it is new or since when it is told.
 */
export function portalItem(
  group: PortalGroup,
  telling: Telling,
  names: number,
  news: NewsByFinding = new Map(),
): Item {
  const [first, ...others] = group;
  const lines =
    others.length === 0 ? linesOfOne(first, telling, news) : linesOfSeveral(group, telling, names, news);
  return { severity: first.severity, lines };
}

/** What to do about a portal of which the headline has said what is wrong; nothing where there is nothing to do. */
export function nextItem(verdict: PortalVerdict, telling: Telling): Item[] {
  const lines = nextOfOne(verdict, telling);
  return lines.length === 0 ? [] : [{ severity: verdict.severity, lines }];
}

/** Items in one block each, with a rule wherever the colour changes. */
export function itemBlocks(items: readonly Item[]): KnownBlock[] {
  return ruled(
    severities.map((severity) =>
      items.filter((item) => item.severity === severity).map(({ lines }) => richText(lines)),
    ),
  );
}

function linesOfOne(verdict: PortalVerdict, telling: Telling, news: NewsByFinding): RichTextSection[] {
  const { reading, severity } = verdict;
  const title = line(
    plain(`${emojiBySeverity[severity]} `),
    bold(portalName.raw(reading.portal.name)),
    plain(' · '),
    ...markSentences(sentencesOf(verdict, telling), verdict, news, telling.now),
  );
  const lines = [title, ...nextOfOne(verdict, telling)];
  // A link alone needs no line of its own.
  const isLink = lines.at(-1)?.elements.every(({ type }) => type === 'link') === true;
  return isLink ? [line(...joinDots(lines.map(({ elements }) => elements)))] : lines;
}

/** What to do about the worst finding, and when the first backup of another list expires. */
function nextOfOne({ reading, findings: [worst, ...others] }: PortalVerdict, telling: Telling) {
  if (worst === undefined) return [];
  const next = nextLine(describeFinding(worst, telling), reading.portal);
  return withTimes(
    next,
    others.map((finding) => [finding]),
    telling,
  );
}

/** Each of `others` may be of a list of which something expires before that of the worst. */
function withTimes(
  next: readonly RichTextSection[],
  others: readonly SameFindings[],
  telling: Telling,
): RichTextSection[] {
  const todo = next.flatMap(({ elements }) => elements);
  const [first, ...rest] = others.flatMap((it) => firstOf(it, telling));
  if (first === undefined) return todo.length === 0 ? [] : [line(...todo)];
  if (!endsSentence(todo)) return [line(...joinDots([todo, first, ...rest].filter(isAnything)))];
  return [line(...todo, plain(' '), ...joinDots([asSentence(first), ...rest]))];
}

function isAnything({ length }: readonly unknown[]): boolean {
  return length > 0;
}

function asSentence([first, ...rest]: readonly RichTextElement[]): RichTextElement[] {
  if (first === undefined) return [];
  return [first.type === 'text' ? { ...first, text: capitalise(first.text) } : first, ...rest];
}

function linesOfSeveral(
  group: PortalGroup,
  telling: Telling,
  names: number,
  news: NewsByFinding,
): RichTextSection[] {
  const [{ severity, findings }] = group;
  const worst = sameFindings(group, 0);
  const others = findings.slice(1).map((_finding, index) => sameFindings(group, index + 1));
  const mark = markOfSeveral(group, news, telling.now);
  const title = line(
    plain(`${emojiBySeverity[severity]} `),
    bold(counted(group.length, 'portal')),
    plain(groupPredicate(worst, telling)),
    ...others.map((each) => plain(followingWords(groupPredicate(each, telling)))),
    ...(mark.length === 0 ? [] : [plain(' · '), ...mark]),
  );
  const all = group.map(({ reading }) => reading.portal.name);
  const next = groupNext(worst, telling);
  return [
    title,
    ...(names === 0 ? [] : [line(...nameElements(all, names))]),
    ...withTimes(next.length === 0 ? [] : [line(...next)], others, telling),
  ];
}

/** What else is wrong with a group: ` and have no recent backup`, ` · the key was refused`. */
function followingWords(predicate: string): string {
  return predicate.startsWith(':') ? ` ·${predicate.slice(1)}` : ` and${predicate}`;
}

/** The finding at the same place of each portal: portals of a group have the same causes in the same order. */
function sameFindings(group: PortalGroup, index: number): SameFindings {
  const [first, ...others] = group.flatMap(({ findings }) => findings.slice(index, index + 1));
  if (first === undefined) throw new Error('a group of portals has no common finding');
  return [first, ...others];
}

/** What to do, and the link to where; no line when there is nothing to do. */
export function nextLine({ next, link }: FindingWords, portal: Portal): RichTextSection[] {
  const links = link === undefined ? [] : pageLink(portal, link);
  const between = next.length > 0 && links.length > 0 ? [plain(endsSentence(next) ? ' ' : ' · ')] : [];
  const elements = [...next, ...between, ...links];
  return elements.length === 0 ? [] : [line(...elements)];
}

function endsSentence(elements: readonly RichTextElement[]): boolean {
  const last = elements.at(-1);
  return last?.type === 'text' && /[.?]$/.test(last.text);
}
