import { useId } from 'react';
import { asObjects, type JsonObject } from '../../../slack/json.ts';
import type { Entry } from './acting.ts';
import { initialEntry } from './initial-entry.ts';
import { words } from './words.ts';

interface Props {
  /** Radio buttons, checkboxes, or a multi-select, which is drawn as checkboxes. */
  readonly element: JsonObject;
  /** What a dialog has kept. Without it, the browser keeps what was chosen. */
  readonly entry?: Entry | undefined;
  readonly labelledBy?: string;
  readonly describedBy?: string;
  readonly isRefused?: boolean;
  /** Gets the value of radio buttons, or all chosen values of the others. */
  readonly onChoose: (entry: Entry) => void;
}

/** Options that are all visible. */
export function Choices({ element, entry, labelledBy, describedBy, isRefused = false, onChoose }: Props) {
  const name = useId();
  const isMany = element['type'] !== 'radio_buttons';
  const chosen = [entry ?? initialEntry(element)].flat();
  const collect = (group: Element | null): void => {
    const values = [...(group?.querySelectorAll('input') ?? [])]
      .filter((box) => box.checked)
      .map((box) => box.value);
    onChoose(isMany ? values : (values[0] ?? ''));
  };
  return (
    <fieldset
      className="choices"
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      {...(!isMany && { role: 'radiogroup', 'aria-invalid': isRefused })}
    >
      {labelledBy === undefined && <legend className="muted">{words(element['placeholder'])}</legend>}
      {asObjects(element['options']).map((option) => {
        const value = String(option['value']);
        const isChosen = chosen.includes(value);
        return (
          <label key={value}>
            <input
              type={isMany ? 'checkbox' : 'radio'}
              {...{
                name,
                value,
                ...(entry === undefined ? { defaultChecked: isChosen } : { checked: isChosen }),
              }}
              onChange={(event) => collect(event.currentTarget.closest('.choices'))}
            />
            <span>
              {words(option['text'])}
              {option['description'] !== undefined && (
                <span className="choice-description muted">{words(option['description'])}</span>
              )}
            </span>
          </label>
        );
      })}
    </fieldset>
  );
}
