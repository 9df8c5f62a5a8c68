/** One page of a long list. `first` and `last` count from 1; both are 0 when there is nothing. */
export interface Page<Item> {
  readonly items: readonly Item[];
  /** Counted from 1; clamped to the existing pages. */
  readonly number: number;
  readonly pages: number;
  readonly first: number;
  readonly last: number;
  readonly total: number;
}

/** The page asked for, or the last one when there are fewer. */
export function pageOf<Item>(all: readonly Item[], asked: number, size: number): Page<Item> {
  return pageFrom({ total: all.length, asked, size, first: () => all });
}

/**
 * The same for a list that is ordered only as far as needed: `first(count)` returns at least that many of its items.
 */
export function pageFrom<Item>(list: {
  readonly total: number;
  readonly asked: number;
  readonly size: number;
  readonly first: (count: number) => readonly Item[];
}): Page<Item> {
  const { total, size } = list;
  const pages = Math.max(1, Math.ceil(total / size));
  const number = Math.min(Math.max(1, list.asked), pages);
  const start = (number - 1) * size;
  const end = Math.min(start + size, total);
  const items = list.first(end).slice(start, end);
  return { items, number, pages, first: total && start + 1, last: end, total };
}

/** `11–20 of 42`, or nothing when one page has all. */
export function pageWords({ pages, first, last, total }: Page<unknown>): string[] {
  const [from, to, all] = [first, last, total].map((count) => count.toLocaleString('en'));
  return pages === 1 ? [] : [`${from}–${to} of ${all}`];
}

/** `page 2 of 9`, or nothing when one page has all; for lists whose items may be groups. */
export function pageNumber({ number, pages }: Page<unknown>): string[] {
  return pages === 1 ? [] : [`page ${number.toLocaleString('en')} of ${pages.toLocaleString('en')}`];
}
