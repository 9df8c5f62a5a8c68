import { useEffect, useId, useRef, useState } from 'react';
import type { PageReply, PageView } from '../page-server/page-wire.ts';
import { asObjects } from '../slack/json.ts';
import { type Acting, ActingProvider, type Entry } from './blocks/acting.ts';
import { BlocksView } from './blocks/block-view.tsx';
import { words } from './blocks/text-view.tsx';

interface Props {
  readonly view: PageView;
  readonly send: (path: string, body: object) => Promise<PageReply>;
}

/** The modal on the screen. Escape and the cross close it, as the app is told. */
export function ModalDialog({ view, send }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [entries, setEntries] = useState<Readonly<Record<string, Entry>>>({});
  const id = useId();
  useEffect(() => dialog.current?.showModal(), []);
  const { content } = view;
  const close = (): void => void send('/api/view/close', { viewId: view.id });
  const acting: Acting = {
    act: (element) => send('/api/view/act', { viewId: view.id, ...element }),
    enter: (actionId, entry) => setEntries((before) => ({ ...before, [actionId]: entry })),
    errors: view.errors,
  };
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        close();
      }}
    >
      <form
        onSubmit={(event) => {
          event.preventDefault();
          void send('/api/view/submit', { viewId: view.id, entries });
        }}
      >
        <h2 id={id}>{words(content['title'])}</h2>
        <button type="button" className="dialog-close" aria-label="Close" onClick={close}>
          ✕
        </button>
        <div className="dialog-body">
          <ActingProvider value={acting}>
            <BlocksView blocks={asObjects(content['blocks'])} />
          </ActingProvider>
        </div>
        <div className="dialog-buttons">
          <button type="button" className="button" onClick={close}>
            {words(content['close']) || 'Close'}
          </button>
          {content['submit'] !== undefined && (
            <button type="submit" className="button button-primary">
              {words(content['submit'])}
            </button>
          )}
        </div>
      </form>
    </dialog>
  );
}
