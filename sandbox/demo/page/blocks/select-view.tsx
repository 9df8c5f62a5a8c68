import { type ComponentPropsWithoutRef, useState } from 'react';
import type { JsonObject } from '../../../slack/json.ts';
import { useReader } from '../reader.ts';
import { Combobox } from './combobox.tsx';
import { type OfferGroup, offersOf } from './offers.ts';
import { words } from './words.ts';

interface Props {
  readonly element: JsonObject;
  readonly value: string;
  readonly isBusy?: boolean;
  /** It can be left empty again. */
  readonly isOptional?: boolean;
  readonly field?: ComponentPropsWithoutRef<'input'> & ComponentPropsWithoutRef<'select'>;
  readonly onPick: (value: string) => void;
}

/** More options than these are searched by typing. */
const mostAtAGlance = 12;

/** A select whose options are known: the browser's own for a few, one that is searched for many. */
export function SelectView(props: Props) {
  const reader = useReader();
  const groups = offersOf(props.element, reader);
  const count = groups.reduce((sum, { offers }) => sum + offers.length, 0);
  return count > mostAtAGlance ? (
    <SearchedSelect {...props} groups={groups} />
  ) : (
    <PlainSelect {...props} groups={groups} />
  );
}

type WithGroups = Props & { readonly groups: readonly OfferGroup[] };

function PlainSelect({ element, value, isBusy, isOptional, field, groups, onPick }: WithGroups) {
  const placeholder = words(element['placeholder']) || 'Select an option';
  return (
    <select
      className="select"
      {...(field === undefined && { 'aria-label': placeholder })}
      {...field}
      aria-busy={isBusy}
      value={value}
      onChange={(event) => onPick(event.currentTarget.value)}
    >
      {(value === '' || isOptional === true) && (
        <option value="" {...(isOptional !== true && { disabled: true, hidden: true })}>
          {isOptional === true ? '—' : placeholder}
        </option>
      )}
      {groups.map(({ label, offers }) => {
        const list = offers.map((offer) => (
          <option key={offer.value} value={offer.value}>
            {offer.label}
          </option>
        ));
        return label === undefined ? (
          list
        ) : (
          <optgroup key={label} label={label}>
            {list}
          </optgroup>
        );
      })}
    </select>
  );
}

function SearchedSelect({ element, value, isBusy, field, groups, onPick }: WithGroups) {
  const [typed, setTyped] = useState<string>();
  const placeholder = words(element['placeholder']) || 'Select an option';
  const offers = groups.flatMap((group) => group.offers);
  const found = groups
    .map((group) => ({ ...group, offers: group.offers.filter(({ label }) => isMeant(label, typed ?? '')) }))
    .filter((group) => group.offers.length > 0);
  const count = found.reduce((sum, group) => sum + group.offers.length, 0);
  const results = count === 1 ? '1 result' : `${count} results`;
  return (
    <Combobox
      {...{
        label: placeholder,
        placeholder,
        isBusy: isBusy ?? false,
        isOpen: typed !== undefined,
        groups: found,
      }}
      chosen={offers.find((offer) => offer.value === value)}
      status={count === 0 ? 'No results' : results}
      field={field ?? {}}
      onType={setTyped}
      onClose={() => setTyped(undefined)}
      onPick={onPick}
    />
  );
}

/** Whether every word that was typed is in the label: “new york” finds “America/New_York”. */
function isMeant(label: string, typed: string): boolean {
  const [inside, asked] = [label, typed].map((text) => text.toLowerCase().replaceAll(/[_\s/]+/g, ' '));
  return (asked ?? '')
    .trim()
    .split(' ')
    .every((word) => inside?.includes(word));
}
