import { useEffect, useRef, useState } from 'react';
import type { PageState } from '../page-server/page-wire.ts';
import { inlineText } from '../terminal/text/inline.ts';
import { parseMrkdwn } from '../terminal/text/parse-mrkdwn.ts';
import { useReader } from './reader.ts';

const announcedLines = 2;

/** Announces new and changed messages to screen readers: the author and the first lines, which hold the verdict. */
export function Announcer({ state }: { readonly state: PageState }) {
  const { view } = useReader();
  const known = useRef(new Set(state.messages));
  const [words, setWords] = useState('');
  useEffect(() => {
    const fresh = state.messages.findLast((message) => !known.current.has(message));
    known.current = new Set(state.messages);
    if (fresh === undefined) return;
    const text = parseMrkdwn(fresh.text)
      .map((part) => inlineText(part.elements, view))
      .join('\n')
      .split('\n', announcedLines)
      .join('\n');
    setWords(`${view.userName(fresh.userId)}: ${text}`);
  }, [state.messages, view]);
  return (
    <div className="visually-hidden" aria-live="polite">
      {words}
    </div>
  );
}
