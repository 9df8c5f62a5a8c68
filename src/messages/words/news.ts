import type { RichTextElement } from '@slack/types';
import type { FindingNews } from '../../backups/notices.ts';
import { dateElement, isShowable } from '../kit/dates.ts';
import { bold, plain } from '../kit/rich-text.ts';

/** A day has a name: `Yesterday`. What is younger needs its time. */
const youngMs = 12 * 3_600_000;

/** `new`, `since Nov 23`, `no longer snoozed, since Nov 23`, `2 new, 1 within 6 h`. */
export function newsMark(news: FindingNews, now: Date): RichTextElement[] {
  switch (news.kind) {
    case 'new':
      return [bold('new')];
    case 'carried':
      return sinceMark(news.since, now);
    case 'no-longer-snoozed': {
      const since = sinceMark(news.since, now);
      return [bold('no longer snoozed'), ...(since.length === 0 ? [] : [plain(', '), ...since])];
    }
    case 'partly-new': {
      const counts = [
        ...(news.newCount > 0 ? [`${news.newCount.toLocaleString('en')} new`] : []),
        ...(news.soonCount > 0 ? [`${news.soonCount.toLocaleString('en')} within 6 h`] : []),
      ];
      return [bold(counts.join(', '))];
    }
  }
}

/** `since Nov 23`; nothing where that cannot be shown. */
export function sinceMark(since: Date, now: Date): RichTextElement[] {
  if (!isShowable(since)) return [];
  const isYoung = now.getTime() - since.getTime() < youngMs;
  return [plain('since '), dateElement(since, isYoung ? 'brief' : 'day')];
}
