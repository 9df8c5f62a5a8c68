import { useEffect, useRef, useState } from 'react';
import { inlineText } from '../demo/text/inline.ts';
import { parseMrkdwn } from '../demo/text/parse-mrkdwn.ts';
import type { PageState } from '../page-server/page-wire.ts';
import { useReader } from './reader.ts';

/** Tells screen readers of every message that comes or changes: who, and the text that the bot wrote for them. */
export function Announcer({ state }: { readonly state: PageState }) {
  const { view } = useReader();
  const known = useRef(state.messages);
  const [words, setWords] = useState('');
  useEffect(() => {
    const fresh = state.messages.find((message) => !known.current.includes(message));
    known.current = state.messages;
    if (fresh === undefined) return;
    const text = parseMrkdwn(fresh.text)
      .map((part) => inlineText(part.elements, view))
      .join('\n');
    setWords(`${view.userName(fresh.userId)}: ${text}`);
  }, [state.messages, view]);
  return (
    <div className="visually-hidden" aria-live="polite">
      {words}
    </div>
  );
}
