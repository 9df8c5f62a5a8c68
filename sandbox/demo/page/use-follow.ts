import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { PageMessage } from '../page-server/page-wire.ts';

export interface Follow {
  readonly list: RefObject<HTMLElement | null>;
  /** A message came while the reader had scrolled away. */
  readonly isAway: boolean;
  onScroll(): void;
  jump(): void;
}

/** Scrolls a list of `.message` rows to a new or changed last message, unless the reader has scrolled away. */
export function useFollow(last: PageMessage | undefined): Follow {
  const list = useRef<HTMLElement>(null);
  const placedAt = useRef(0);
  const isFollowing = useRef(true);
  const [isAway, setAway] = useState(false);

  useLayoutEffect(() => {
    if (last === undefined || list.current === null) return;
    if (isFollowing.current) placedAt.current = showLastRow(list.current);
    else setAway(true);
  }, [last]);
  // The window, the caption and the composer change the list's height.
  useEffect(() => {
    const box = list.current;
    if (box === null) return;
    const observer = new ResizeObserver(() => {
      if (isFollowing.current) placedAt.current = showLastRow(box);
    });
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  return {
    list,
    isAway,
    onScroll() {
      const box = list.current;
      if (box === null) return;
      isFollowing.current = isAtEnd(box) || Math.abs(box.scrollTop - placedAt.current) < 4;
      if (isFollowing.current) setAway(false);
    },
    jump() {
      if (list.current !== null) placedAt.current = showLastRow(list.current);
      setAway(false);
    },
  };
}

/** The padding around the messages. */
const paddingPx = 24;

/** Shows a message that is taller than the window from its first line, the verdict. Returns the scroll position. */
function showLastRow(box: HTMLElement): number {
  const row = [...box.querySelectorAll<HTMLElement>('.message')].at(-1);
  box.scrollTop = box.scrollHeight;
  if (row !== undefined && row.offsetHeight + paddingPx > box.clientHeight) {
    box.scrollTop += row.getBoundingClientRect().top - box.getBoundingClientRect().top - paddingPx / 2;
  }
  return box.scrollTop;
}

function isAtEnd(box: HTMLElement): boolean {
  return box.scrollHeight - box.scrollTop - box.clientHeight < 60;
}
