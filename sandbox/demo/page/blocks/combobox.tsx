import { type ComponentPropsWithoutRef, useEffect, useId, useLayoutEffect, useRef, useState } from 'react';
import type { Offer, OfferGroup } from './offers.ts';

interface Props {
  readonly label: string;
  readonly placeholder: string;
  /** What is chosen, while nothing is searched. */
  readonly chosen?: Offer | undefined;
  readonly isOpen: boolean;
  readonly isLoading?: boolean;
  readonly isBusy?: boolean;
  readonly groups: readonly OfferGroup[];
  /** What is shown in place of options, and read out with them. */
  readonly status: string;
  /** Opened, or another letter typed. */
  readonly onType: (text: string) => void;
  readonly onClose: () => void;
  readonly onPick: (value: string) => void;
  /** Of the text field, as an input of a dialog has them. */
  readonly field?: ComponentPropsWithoutRef<'input'>;
}

/** How far Page Up and Page Down move. */
const pageOfOptions = 8;

/** A text field with a list of options below it, for the keyboard and for touch. Letters search the list. */
export function Combobox(props: Props) {
  const { label, placeholder, chosen, isOpen, isLoading = false, isBusy = false, groups, status } = props;
  const [text, setText] = useState('');
  const [active, setActive] = useState(-1);
  const root = useRef<HTMLDivElement>(null);
  const id = useId();
  const offers = groups.flatMap((group) => group.offers);
  useShownPopup(root, isOpen ? offers.length : undefined);
  useEffect(() => {
    if (active >= 0) document.getElementById(`${id}-${active}`)?.scrollIntoView({ block: 'nearest' });
  }, [active, id]);

  const type = (typed: string): void => {
    setText(typed);
    // What was typed most likely means the first option.
    setActive(typed === '' ? offers.findIndex(({ value }) => value === chosen?.value) : 0);
    props.onType(typed);
  };
  const open = (): void => {
    if (!isOpen && !isBusy) type('');
  };
  const close = (): void => {
    props.onClose();
    setText('');
    setActive(-1);
  };
  const take = (offer: Offer | undefined): void => {
    if (offer === undefined || isLoading) return;
    close();
    props.onPick(offer.value);
  };
  const move = (step: number): void => (isOpen ? setActive(next(active, offers.length, step)) : open());
  const press = (event: React.KeyboardEvent): void => {
    const keys: Readonly<Record<string, () => void>> = {
      ArrowDown: () => move(1),
      ArrowUp: () => move(-1),
      Enter: () => (isOpen ? take(offers[active]) : open()),
      ...(isOpen
        ? { Escape: close, PageDown: () => move(pageOfOptions), PageUp: () => move(-pageOfOptions) }
        : {}),
    };
    const handle = event.nativeEvent.isComposing ? undefined : keys[event.key];
    if (handle === undefined) return;
    event.preventDefault();
    event.stopPropagation();
    handle();
  };

  return (
    <div className="combobox" ref={root}>
      <input
        className="select"
        {...(props.field?.id === undefined && { 'aria-label': label })}
        {...props.field}
        type="text"
        role="combobox"
        autoComplete="off"
        spellCheck={false}
        aria-autocomplete="list"
        aria-expanded={isOpen && offers.length > 0}
        aria-controls={`${id}-list`}
        aria-activedescendant={isOpen && active in offers ? `${id}-${active}` : undefined}
        aria-busy={isBusy}
        placeholder={(isOpen ? chosen?.label : undefined) ?? placeholder}
        value={isOpen ? text : (chosen?.label ?? '')}
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
          aria-label={label}
          aria-busy={isLoading}
          hidden={offers.length === 0}
        >
          <Options {...{ id, groups, active, offers }} onTake={take} />
        </div>
        <p className={offers.length > 0 ? 'visually-hidden' : 'muted'} role="status">
          {isOpen ? status : ''}
        </p>
      </div>
    </div>
  );
}

interface OptionsProps extends Pick<Props, 'groups'> {
  readonly id: string;
  readonly offers: readonly Offer[];
  readonly active: number;
  readonly onTake: (offer: Offer) => void;
}

function Options({ id, groups, offers, active, onTake }: OptionsProps) {
  const list = (group: OfferGroup) =>
    group.offers.map((offer) => {
      const index = offers.indexOf(offer);
      return (
        // biome-ignore lint/a11y/useKeyWithClickEvents: the field handles the keys
        <div
          key={offer.value}
          id={`${id}-${index}`}
          role="option"
          aria-selected={index === active}
          tabIndex={-1}
          onClick={() => onTake(offer)}
        >
          {offer.label}
        </div>
      );
    });
  return groups.map((group) =>
    group.label === undefined ? (
      list(group)
    ) : (
      // biome-ignore lint/a11y/useSemanticElements: a fieldset cannot stand in a listbox
      <div role="group" aria-label={group.label} key={group.label}>
        <p className="suggestions-heading" aria-hidden="true">
          {group.label}
        </p>
        {list(group)}
      </div>
    ),
  );
}

/** The index after a step through `count` options, beginning again at the end. Greater steps stop there. */
function next(index: number, count: number, step: number): number {
  if (count === 0) return -1;
  if (Math.abs(step) > 1) return Math.min(Math.max(index + step, 0), count - 1);
  return index < 0 && step < 0 ? count - 1 : (index + step + count) % count;
}

/** Moves the popup into view, and to the other side where it would be cut off. `size`: of what it shows, if it is open. */
function useShownPopup(root: React.RefObject<HTMLDivElement | null>, size: number | undefined): void {
  useLayoutEffect(() => {
    const popup = root.current?.querySelector<HTMLElement>('.suggestions');
    if (size === undefined || popup === null || popup === undefined) return;
    const edge =
      popup.closest('.history-scroll, .dialog-body')?.getBoundingClientRect().right ?? window.innerWidth;
    if (popup.getBoundingClientRect().right > edge) popup.dataset['side'] = 'right';
    popup.scrollIntoView({ block: 'nearest' });
    const active = popup.querySelector<HTMLElement>('[aria-selected=true]');
    if (active !== null) popup.scrollTop = active.offsetTop - popup.clientHeight / 2;
  }, [size, root]);
}
