import { useEffect, useId, useState } from 'react';
import { asObjects } from '../../slack/json.ts';
import type { PageReply, PageView } from '../page-server/page-wire.ts';
import { type Acting, ActingProvider, type Entry, type Place } from './blocks/acting.ts';
import { BlocksView } from './blocks/block-view.tsx';
import { words } from './blocks/words.ts';
import { post } from './post.ts';
import { useModal } from './use-modal.ts';

interface Props {
  readonly view: PageView;
  /** The modals below are hidden and keep their entries. */
  readonly isTop: boolean;
  readonly send: (path: string, body: object) => Promise<PageReply>;
}

/** As the server reads it: blocks may share an action_id. */
function keyOf({ blockId, actionId }: Place): string {
  return `${blockId}/${actionId}`;
}

/** An open modal. Escape and the cross close it, and the app is notified. */
export function ModalDialog({ view, isTop, send }: Props) {
  const dialog = useModal();
  const [entries, setEntries] = useState<Readonly<Record<string, Entry>>>({});
  const id = useId();
  const { content, errors } = view;
  useEffect(() => {
    const isRefused = Object.keys(errors).length > 0;
    if (isRefused) dialog.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus();
  }, [errors, dialog]);
  const close = (): void => void send('/api/view/close', { viewId: view.id });
  const acting: Acting = {
    act: (element) => send('/api/view/act', { viewId: view.id, ...element, entries }),
    // Not `send`: the select itself says what went wrong.
    suggest: (element) => post('/api/view/suggest', { viewId: view.id, ...element }),
    form: {
      enter: (place, entry) => setEntries((before) => ({ ...before, [keyOf(place)]: entry })),
      entered: (place) => entries[keyOf(place)],
      errors,
    },
  };
  return (
    <dialog
      ref={dialog}
      className="dialog"
      data-covered={!isTop}
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
