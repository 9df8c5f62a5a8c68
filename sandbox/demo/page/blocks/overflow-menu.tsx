import { useEffect, useLayoutEffect, useRef, useState } from 'react';
import type { JsonObject } from '../../../slack/json.ts';
import { safeHref } from './safe-href.ts';
import { words } from './words.ts';

interface Props {
  /** What its button is called. */
  readonly label?: string;
  readonly options: readonly JsonObject[];
  readonly onPick: (value: string) => void;
}

/** An overflow menu. Escape or a click elsewhere closes it. Arrow keys move in it. */
export function OverflowMenu({ label = 'More actions', options, onPick }: Props) {
  const [isOpen, setOpen] = useState(false);
  const root = useRef<HTMLDivElement>(null);
  useLayoutEffect(() => {
    if (!isOpen) return;
    const menu = root.current?.querySelector<HTMLElement>('.menu');
    if (menu === null || menu === undefined) return;
    const room = menu.closest('.history-scroll, .dialog-body')?.getBoundingClientRect() ?? new DOMRect();
    const taken = menu.getBoundingClientRect();
    // It is aligned with its button's right edge, unless that would cut it off at the left.
    if (taken.left < room.left) menu.dataset['side'] = 'left';
    // At the end of the room it opens upwards. To scroll there would move an entry under the pointer.
    const buttonTop = root.current?.getBoundingClientRect().top ?? 0;
    if (taken.bottom > room.bottom && buttonTop - taken.height > room.top) menu.dataset['place'] = 'above';
    menu.scrollIntoView({ block: 'nearest' });
  }, [isOpen]);
  useEffect(() => {
    if (!isOpen) return;
    root.current?.querySelector<HTMLElement>('[role=menuitem]')?.focus();
    const close = (event: PointerEvent): void => {
      if (event.target instanceof Node && root.current?.contains(event.target) === false) setOpen(false);
    };
    document.addEventListener('pointerdown', close);
    return () => document.removeEventListener('pointerdown', close);
  }, [isOpen]);

  const shut = (): void => {
    setOpen(false);
    root.current?.querySelector('button')?.focus();
  };
  const pick = (option: JsonObject): void => {
    shut();
    const href = safeHref(option['url'] === undefined ? undefined : String(option['url']));
    if (href !== undefined) window.open(href, '_blank', 'noopener,noreferrer');
    onPick(String(option['value']));
  };
  const move = (event: React.KeyboardEvent): void => {
    if (event.key === 'Escape') shut();
    if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
    event.preventDefault();
    const items = [...(root.current?.querySelectorAll<HTMLElement>('[role=menuitem]') ?? [])];
    const index = items.findIndex((item) => item.matches(':focus'));
    items.at((index + (event.key === 'ArrowDown' ? 1 : -1)) % items.length)?.focus();
  };

  return (
    <div className="overflow" ref={root}>
      <button
        type="button"
        className="button button-icon"
        aria-label={label}
        aria-haspopup="menu"
        aria-expanded={isOpen}
        onClick={() => setOpen(!isOpen)}
      >
        ⋯
      </button>
      {isOpen && (
        <div className="menu" role="menu" tabIndex={-1} onKeyDown={move}>
          {options.map((option) => (
            <button
              type="button"
              role="menuitem"
              key={String(option['value'])}
              // So one entry is marked, not two.
              onPointerMove={({ currentTarget }) => currentTarget.focus()}
              onClick={() => pick(option)}
            >
              {words(option['text'])}
            </button>
          ))}
        </div>
      )}
    </div>
  );
}
