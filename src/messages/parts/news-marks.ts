import type { RichTextElement } from '@slack/types';
import type { Finding } from '../../backups/finding.ts';
import type { FindingNews } from '../../backups/notices.ts';
import type { PortalVerdict } from '../../backups/verdict.ts';
import { elementAsMrkdwn } from '../kit/mrkdwn.ts';
import { bold, joinDots, plain } from '../kit/rich-text.ts';
import { titleSentences } from '../words/headline.ts';
import { newsMark, sinceMark } from '../words/news.ts';
import { portalName } from '../words/portals.ts';

/** What is news of which finding. */
export type NewsByFinding = ReadonlyMap<Finding, FindingNews>;

/** More names than these are a number. */
const mostNames = 2;

/** A portal's sentences, each with whether it is news; one mark after the last where it is the same for all. */
export function markSentences(
  sentences: readonly string[],
  { findings }: PortalVerdict,
  news: NewsByFinding,
  now: Date,
): RichTextElement[] {
  const marks = findings.map((finding) => markOf(finding, news, now));
  const areAlike = new Set(marks.map((mark) => JSON.stringify(mark))).size <= 1;
  const marked = sentences.flatMap((sentence, index) => [
    [plain(sentence)],
    ...(areAlike || index >= titleSentences ? [] : [marks[index] ?? []]),
  ]);
  const groups = [...marked, ...(areAlike ? [marks[0] ?? []] : [])];
  return joinDots(groups.filter((group) => group.length > 0));
}

/** Whether the worst finding of a portal is news, in mrkdwn. */
export function newsFact({ findings: [worst] }: PortalVerdict, news: NewsByFinding, now: Date): string[] {
  const mark = worst === undefined ? [] : markOf(worst, news, now);
  const words = mark.map((each) => elementAsMrkdwn(each.type === 'text' ? plain(each.text) : each));
  return words.length === 0 ? [] : [words.join('')];
}

function markOf(finding: Finding, news: NewsByFinding, now: Date): RichTextElement[] {
  const its = news.get(finding);
  return its === undefined ? [] : newsMark(its, now);
}

/** The same of several portals at once: `new`, `new in hr`, `new in 12`, `since Nov 20`, `since Nov 20 or later`. */
export function markOfSeveral(
  portals: readonly PortalVerdict[],
  news: NewsByFinding,
  now: Date,
): RichTextElement[] {
  const all = portals.map(({ findings }) => findings.flatMap((finding) => news.get(finding) ?? []));
  const withNews = portals.filter((_portal, index) => all[index]?.some((its) => !('since' in its)));
  if (withNews.length > 0) {
    const isAllNew = all.every((its) => its.some(({ kind }) => kind === 'new'));
    return isAllNew ? newsMark({ kind: 'new' }, now) : newInMark(withNews);
  }
  const dates = all.flat().flatMap((its) => ('since' in its ? [its.since.getTime()] : []));
  if (dates.length === 0) return [];
  const isSame = new Set(dates).size === 1;
  const mark = sinceMark(new Date(Math.min(...dates)), now);
  return isSame || mark.length === 0 ? mark : [...mark, plain(' or later')];
}

function newInMark(portals: readonly PortalVerdict[]): RichTextElement[] {
  if (portals.length > mostNames) return [bold(`new in ${portals.length.toLocaleString('en')}`)];
  return [
    bold('new'),
    plain(' in '),
    ...portals.flatMap(({ reading }, index) => [
      ...(index === 0 ? [] : [plain(' and ')]),
      plain(portalName.raw(reading.portal.name)),
    ]),
  ];
}
