import { type RefObject, useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { PageMessage } from '../page-server/page-wire.ts';

export interface Follow {
  readonly list: RefObject<HTMLElement | null>;
  /** A message came that the reader was not taken to. */
  readonly isAway: boolean;
  onScroll(): void;
  jump(): void;
}

/** Where the reader is. */
interface Reading {
  /** The message that stays in view while rows and window change; none once the reader has scrolled away from it. */
  ts: string | undefined;
  /** At the end, and nothing taller than the window is being read: new messages are shown as they come. */
  isAtEnd: boolean;
  scrollTop: number;
}

/**
 * Scrolls a list of `.message` rows. An answer to the viewer is shown, also when it replaces an older message. Any other
 * new message is shown only to a reader who is at the end.
 */
export function useFollow(messages: readonly PageMessage[]): Follow {
  const list = useRef<HTMLElement>(null);
  const known = useRef<readonly PageMessage[]>([]);
  const reading = useRef<Reading>({ ts: undefined, isAtEnd: true, scrollTop: 0 });
  const [isAway, setAway] = useState(false);

  useLayoutEffect(() => {
    const before = known.current;
    known.current = messages;
    const box = list.current;
    if (box === null || messages === before) return;
    const fresh = messages.filter((message) => !before.includes(message));
    const target =
      fresh.findLast(({ isAnswer }) => isAnswer) ?? (reading.current.isAtEnd ? messages.at(-1) : undefined);
    if (target !== undefined) reading.current.ts = target.ts;
    place(box, reading.current);
    const isNewBelow = fresh.some(
      ({ ts }) => ts > (target?.ts ?? '') && before.every((old) => old.ts !== ts),
    );
    if (isNewBelow && !reading.current.isAtEnd) setAway(true);
  }, [messages]);
  // The window, the caption and the composer change the list's height.
  useEffect(() => {
    const box = list.current;
    if (box === null) return;
    const observer = new ResizeObserver(() => place(box, reading.current));
    observer.observe(box);
    return () => observer.disconnect();
  }, []);

  return {
    list,
    isAway,
    onScroll() {
      const box = list.current;
      if (box === null || Math.abs(box.scrollTop - reading.current.scrollTop) < 4) return;
      const isAtEnd = distanceToEnd(box) < nearPx;
      reading.current = { ts: isAtEnd ? messages.at(-1)?.ts : undefined, isAtEnd, scrollTop: box.scrollTop };
      if (isAtEnd) setAway(false);
    },
    jump() {
      reading.current.ts = messages.at(-1)?.ts;
      if (list.current !== null) place(list.current, reading.current);
      setAway(false);
    },
  };
}

const nearPx = 60;
/** The padding around the messages. */
const paddingPx = 12;

/**
 * Brings the message into view, the whole of it or, if it is taller than the window, its first lines: the verdict. A
 * reader who was at the end stays there when the message and all below it fit.
 */
function place(box: HTMLElement, reading: Reading): void {
  const row = box.querySelector<HTMLElement>(`[data-ts="${reading.ts}"]`);
  if (row === null) return;
  const isTall = row.offsetHeight + 2 * paddingPx > box.clientHeight;
  const isLast = row === [...box.querySelectorAll('.message')].at(-1);
  const [inner, outer] = [row.getBoundingClientRect(), box.getBoundingClientRect()];
  const above = inner.top - outer.top - paddingPx;
  const fitsToEnd = distanceToEnd(box) <= above;
  const below = inner.bottom - outer.bottom + paddingPx;
  if (isTall) box.scrollTop += above;
  else if (isLast || (reading.isAtEnd && fitsToEnd)) box.scrollTop = box.scrollHeight;
  else if (above < 0) box.scrollTop += above;
  else if (below > 0) box.scrollTop += below;
  reading.isAtEnd = !isTall && distanceToEnd(box) < nearPx;
  reading.scrollTop = box.scrollTop;
}

function distanceToEnd(box: HTMLElement): number {
  return box.scrollHeight - box.scrollTop - box.clientHeight;
}
