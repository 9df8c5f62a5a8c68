import { useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import { asJsonObject, type JsonObject } from '../../../slack/json.ts';
import { explain } from '../post.ts';
import { type Suggest, useActing } from './acting.ts';
import { BlockText } from './block-text.tsx';
import { words } from './text-view.tsx';

interface Props {
  readonly element: JsonObject;
  readonly blockId: string;
  readonly isBusy: boolean;
  readonly onPick: (value: string) => void;
}

/** A select whose options the app suggests while letters are typed. */
export function ExternalSelect(props: Props) {
  const { suggest } = useActing();
  return suggest === undefined ? (
    <BlockText block={props.element} />
  ) : (
    <Combobox {...props} suggest={suggest} />
  );
}

function Combobox({ element, blockId, isBusy, onPick, suggest }: Props & { readonly suggest: Suggest }) {
  const [text, setText] = useState('');
  const [chosen, setChosen] = useState(-1);
  const root = useRef<HTMLDivElement>(null);
  const id = useId();
  const { answer, ask, forget } = useSuggestions(
    (value) => suggest({ actionId: String(element['action_id']), blockId, value }),
    Number(element['min_query_length'] ?? 3),
  );
  const { isOpen, options, status } = answer;
  const close = (): void => {
    forget();
    setText('');
    setChosen(-1);
  };
  useShownPopup(root, isOpen ? options.length : undefined);
  useEffect(() => {
    if (chosen >= 0) document.getElementById(`${id}-${chosen}`)?.scrollIntoView({ block: 'nearest' });
  }, [chosen, id]);

  const type = (typed: string): void => {
    setText(typed);
    // What was typed most likely means the first option.
    setChosen(typed === '' ? -1 : 0);
    void ask(typed);
  };
  const open = (): void => {
    if (!isOpen && !isBusy) type(text);
  };
  const take = (option: JsonObject | undefined): void => {
    if (option === undefined || answer.isLoading) return;
    close();
    onPick(String(option['value']));
  };
  const press = (event: React.KeyboardEvent): void => {
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => (isOpen ? setChosen(next(chosen, options.length, 1)) : open()),
      ArrowUp: () => (isOpen ? setChosen(next(chosen, options.length, -1)) : open()),
      Enter: () => (isOpen ? take(options[chosen]) : open()),
      ...(isOpen ? { Escape: close } : {}),
    };
    const handle = event.nativeEvent.isComposing ? undefined : keys[event.key];
    if (handle === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    handle();
  };

  const placeholder = words(element['placeholder']) || 'Select an option';
  const initial = words(asJsonObject(element['initial_option'])['text']);
  return (
    <div className="external-select" ref={root}>
      <input
        className="select"
        type="text"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        aria-label={placeholder}
        aria-autocomplete="list"
        aria-expanded={isOpen && options.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={isOpen && chosen in options ? `${id}-${chosen}` : undefined}
        aria-busy={isBusy}
        placeholder={initial || placeholder}
        value={text}
        onChange={(event) => type(event.currentTarget.value)}
        onClick={open}
        onKeyDown={press}
        onBlur={close}
      />
      {/* biome-ignore lint/a11y/noStaticElementInteractions: it only keeps the focus in the field */}
      <div className="suggestions" hidden={!isOpen} onMouseDown={(event) => event.preventDefault()}>
        <div
          role="listbox"
          id={`${id}-list`}
          aria-label={placeholder}
          aria-busy={answer.isLoading}
          hidden={options.length === 0}
        >
          {options.map((option, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys
            <div
              key={String(option['value'])}
              id={`${id}-${index}`}
              role="option"
              aria-selected={index === chosen}
              tabIndex={-1}
              onClick={() => take(option)}
            >
              {words(option['text'])}
            </div>
          ))}
        </div>
        <p className={options.length > 0 ? 'visually-hidden' : 'muted'} role="status">
          {status}
        </p>
      </div>
    </div>
  );
}

/** The index after a step through `count` options, beginning again at the end. */
function next(index: number, count: number, step: 1 | -1): number {
  if (count === 0) return -1;
  return index < 0 && step < 0 ? count - 1 : (index + step + count) % count;
}

interface Suggestions {
  readonly isOpen: boolean;
  readonly isLoading: boolean;
  /** Those of the last answer, until the next one comes. */
  readonly options: readonly JsonObject[];
  /** What is shown in place of options, and read out with them. */
  readonly status: string;
}

const nothing: Suggestions = { isOpen: false, isLoading: false, options: [], status: '' };

/** Asks for suggestions. Only the answer to the last question counts, and none after `forget`. */
function useSuggestions(suggest: (value: string) => ReturnType<Suggest>, fewestLetters: number) {
  const [answer, setAnswer] = useState(nothing);
  const question = useRef(0);

  async function ask(value: string): Promise<void> {
    question.current += 1;
    const own = question.current;
    if (value.length < fewestLetters) {
      setAnswer({ ...nothing, isOpen: true, status: `Type at least ${fewestLetters} letters` });
      return;
    }
    setAnswer((before) => ({ ...before, isOpen: true, isLoading: true, status: 'Loading…' }));
    const reply = await suggest(value);
    if (own === question.current) setAnswer({ ...nothing, isOpen: true, ...read(reply) });
  }

  function forget(): void {
    question.current += 1;
    setAnswer(nothing);
  }

  return { answer, ask, forget };
}

function read(reply: Awaited<ReturnType<Suggest>>): Pick<Suggestions, 'options' | 'status'> {
  if (!reply.ok) return { options: [], status: explain(reply.error) };
  const { options = [] } = reply;
  const results = options.length === 1 ? '1 result' : `${options.length} results`;
  return { options, status: options.length === 0 ? 'No results' : results };
}

/** Moves the popup into view, and to the other side where it would be cut off. `size`: of what it shows, if it is open. */
function useShownPopup(root: React.RefObject<HTMLDivElement | null>, size: number | undefined): void {
  useLayoutEffect(() => {
    const popup = root.current?.querySelector<HTMLElement>('.suggestions');
    if (size === undefined || popup === null || popup === undefined) return;
    const edge = popup.closest('.history-scroll')?.getBoundingClientRect().right ?? window.innerWidth;
    if (popup.getBoundingClientRect().right > edge) popup.dataset['side'] = 'right';
    popup.scrollIntoView({ block: 'nearest' });
  }, [size, root]);
}
