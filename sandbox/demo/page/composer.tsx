import { useEffect, useId, useRef, useState } from 'react';
import type { PageReply, PageState } from '../page-server/page-wire.ts';
import { type Completion, completeCommand } from './complete-command.ts';
import { recall } from './sent-lines.ts';

/** The id of the text field, for the link that skips to it. */
export const composerId = 'composer';

interface Props {
  readonly state: PageState;
  readonly channelId: string;
  readonly title: string;
  readonly send: (path: string, body: object) => Promise<PageReply>;
}

/** The text field. Up recalls the previous line, Tab completes, Enter sends, Escape closes the suggestions. */
export function Composer({ state, channelId, title, send }: Props) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(-1);
  const [isShut, setShut] = useState(false);
  const field = useRef<HTMLInputElement>(null);
  const listId = useId();
  const { shown, more } = completeCommand(text, state.app.command, state.portals);
  const completions = isShut ? [] : shown;
  useEffect(() => {
    if (chosen >= 0) document.getElementById(`${listId}-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen, listId]);

  const write = (next: string): void => {
    setText(next);
    setChosen(-1);
    setShut(false);
  };
  const take = (completion: Completion): void => {
    write(completion.result);
    field.current?.focus();
  };
  const submit = (): void => {
    if (text.trim() === '') return;
    recall.remember(text.trim());
    write('');
    void send('/api/type', { channelId, text: text.trim() });
  };
  const press = (event: React.KeyboardEvent): void => {
    const handled = pressKey(event, { text, completions, chosen, setChosen, setShut, write, take, submit });
    if (!handled) return;
    event.preventDefault();
    event.stopPropagation();
  };

  return (
    <form
      className="composer"
      onSubmit={(event) => {
        event.preventDefault();
        submit();
      }}
    >
      {completions.length > 0 && (
        <div className="completions">
          <div id={listId} role="listbox" aria-label="Suggestions">
            {completions.map((completion, index) => (
              // biome-ignore lint/a11y/useKeyWithClickEvents: the text field handles the keys
              <div
                key={completion.label}
                id={`${listId}-${index}`}
                role="option"
                aria-selected={index === chosen}
                tabIndex={-1}
                onMouseDown={(event) => event.preventDefault()}
                onClick={() => take(completion)}
              >
                <span>{completion.label}</span> <span className="muted">{completion.detail}</span>
              </div>
            ))}
          </div>
          {more > 0 && <p className="muted">Type on to find one of {more} more portals.</p>}
        </div>
      )}
      <div className="composer-box">
        <input
          ref={field}
          id={composerId}
          type="text"
          value={text}
          role="combobox"
          autoComplete="off"
          aria-label={`Message ${title}`}
          aria-expanded={completions.length > 0}
          aria-controls={listId}
          aria-autocomplete="list"
          aria-activedescendant={completions[chosen] === undefined ? undefined : `${listId}-${chosen}`}
          placeholder={`Type ${state.app.command.name}, or a message`}
          // biome-ignore lint/a11y/noAutofocus: as in Slack, typing starts here
          autoFocus={isTypingLikely()}
          spellCheck={false}
          onChange={(event) => write(event.currentTarget.value)}
          onKeyDown={press}
        />
        <button type="submit" className="send" aria-label="Send" disabled={text.trim() === ''}>
          <svg viewBox="0 0 20 20" width="16" height="16" aria-hidden="true" fill="currentColor">
            <path d="M2 2.5 18.5 10 2 17.500l2-6.300L12 10 4 8.800z" />
          </svg>
        </button>
      </div>
      <p className="composer-hint" aria-hidden="true">
        <kbd>Tab</kbd> completes · <kbd>↑</kbd> recalls · <kbd>Enter</kbd> sends
      </p>
    </form>
  );
}

/** False on a phone, where the keyboard would cover the messages, and when the focus is on the stage or a tab. */
function isTypingLikely(): boolean {
  const isElsewhere = document.activeElement?.matches('.stage *, .scene-caption *, [role=tab]') === true;
  return window.matchMedia('(min-width: 760px)').matches && !isElsewhere;
}

interface KeyContext {
  readonly text: string;
  readonly completions: readonly Completion[];
  readonly chosen: number;
  readonly setChosen: (index: number) => void;
  readonly setShut: (isShut: boolean) => void;
  readonly write: (text: string) => void;
  readonly take: (completion: Completion) => void;
  readonly submit: () => void;
}

/** Returns whether the key was handled. */
function pressKey(event: React.KeyboardEvent, context: KeyContext): boolean {
  const { text, completions, chosen } = context;
  const completion = completions[Math.max(chosen, 0)];
  switch (event.key) {
    case 'Enter':
      if (event.nativeEvent.isComposing) return false;
      if (completion !== undefined && (chosen >= 0 || isUnfinished(text, completion)))
        context.take(completion);
      else context.submit();
      return true;
    case 'Tab':
      if (completion === undefined || event.shiftKey) return false;
      context.take(completion);
      return true;
    case 'Escape':
      if (completions.length === 0) return false;
      context.setShut(true);
      return true;
    case 'ArrowDown':
      if (completions.length === 0) return recallLine(1, context);
      context.setChosen((chosen + 1) % completions.length);
      return true;
    case 'ArrowUp':
      if (chosen < 0) return recallLine(-1, context);
      context.setChosen(chosen - 1);
      return true;
    default:
      return false;
  }
}

/** `/back` is unfinished, `/backups` is not. */
function isUnfinished(text: string, completion: Completion): boolean {
  return !text.includes(' ') && completion.result.trim() !== text;
}

function recallLine(step: 1 | -1, { text, write, setShut }: KeyContext): boolean {
  const line = recall.step(text, step);
  if (line === undefined) return false;
  write(line);
  setShut(true);
  return true;
}
