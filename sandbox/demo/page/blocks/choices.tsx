import { useId } from 'react';
import { asJsonObject, asObjects, type JsonObject } from '../../../slack/json.ts';
import type { Entry } from './acting.ts';
import { words } from './text-view.tsx';

interface Props {
  /** Radio buttons, checkboxes, or a multi-select, which is drawn as checkboxes. */
  readonly element: JsonObject;
  readonly labelledBy?: string;
  /** Gets the value of radio buttons, or all chosen values of the others. */
  readonly onChoose: (entry: Entry) => void;
}

/** Options that are all visible. */
export function Choices({ element, labelledBy, onChoose }: Props) {
  const name = useId();
  const isMany = element['type'] !== 'radio_buttons';
  const initial = [...asObjects(element['initial_options']), asJsonObject(element['initial_option'])];
  const chosen = initial.map((option) => option['value']);
  const collect = (group: Element | null): void => {
    const values = [...(group?.querySelectorAll('input') ?? [])]
      .filter((box) => box.checked)
      .map((box) => box.value);
    onChoose(isMany ? values : (values[0] ?? ''));
  };
  return (
    <fieldset className="choices" aria-labelledby={labelledBy}>
      {labelledBy === undefined && <legend className="muted">{words(element['placeholder'])}</legend>}
      {asObjects(element['options']).map((option) => (
        <label key={String(option['value'])}>
          <input
            type={isMany ? 'checkbox' : 'radio'}
            name={name}
            value={String(option['value'])}
            defaultChecked={chosen.includes(option['value'])}
            onChange={(event) => collect(event.currentTarget.closest('.choices'))}
          />
          {words(option['text'])}
        </label>
      ))}
    </fieldset>
  );
}
