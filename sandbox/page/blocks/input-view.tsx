import { useId } from 'react';
import { asJsonObject, asObjects, isJsonObject, type JsonObject } from '../../slack/json.ts';
import { type Entry, useActing } from './acting.ts';
import { Options } from './element-view.tsx';
import { TextView, words } from './text-view.tsx';

/** An input block of a dialog: label, field, hint, and the app's objection. */
export function InputView({ block }: { readonly block: JsonObject }) {
  const { errors, enter } = useActing();
  const id = useId();
  const element = asJsonObject(block['element']);
  const error = errors[String(block['block_id'])];
  const isOptional = block['optional'] === true;
  return (
    <div className="block-input">
      <label htmlFor={id}>
        {words(block['label'])}
        {isOptional && <span className="muted"> (optional)</span>}
      </label>
      <Field
        id={id}
        element={element}
        isRequired={!isOptional}
        enter={(entry) => enter(String(element['action_id']), entry)}
      />
      {isJsonObject(block['hint']) && (
        <p className="muted">
          <TextView object={block['hint']} />
        </p>
      )}
      {error !== undefined && (
        <p className="block-error" role="alert">
          {error}
        </p>
      )}
    </div>
  );
}

interface FieldProps {
  readonly id: string;
  readonly element: JsonObject;
  readonly isRequired: boolean;
  readonly enter: (entry: Entry) => void;
}

function Field({ id, element, isRequired, enter }: FieldProps) {
  const common = {
    id,
    required: isRequired,
    className: 'field',
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      enter(event.currentTarget.value),
  };
  switch (element['type']) {
    case 'static_select': {
      const initial = asJsonObject(element['initial_option'])['value'];
      return (
        <select {...common} defaultValue={String(initial ?? '')}>
          <option value="" disabled hidden>
            {words(element['placeholder'])}
          </option>
          <Options element={element} />
        </select>
      );
    }
    case 'checkboxes':
    case 'radio_buttons':
      return <Choices id={id} element={element} enter={enter} />;
    case 'datepicker':
      return <input {...common} type="date" defaultValue={String(element['initial_date'] ?? '')} />;
    case 'timepicker':
      return <input {...common} type="time" defaultValue={String(element['initial_time'] ?? '')} />;
    default: {
      const text = {
        ...common,
        defaultValue: String(element['initial_value'] ?? ''),
        placeholder: words(element['placeholder']),
      };
      return element['multiline'] === true ? (
        <textarea {...text} rows={4} />
      ) : (
        <input {...text} type="text" />
      );
    }
  }
}

function Choices({ id, element, enter }: Omit<FieldProps, 'isRequired'>) {
  const isMany = element['type'] === 'checkboxes';
  const initial = [...asObjects(element['initial_options']), asJsonObject(element['initial_option'])];
  const chosen = initial.map((option) => option['value']);
  const collect = (form: Element | null): void => {
    const values = [...(form?.querySelectorAll('input') ?? [])]
      .filter((box) => box.checked)
      .map((box) => box.value);
    enter(isMany ? values : (values[0] ?? ''));
  };
  return (
    <fieldset className="choices" id={id}>
      {asObjects(element['options']).map((option) => (
        <label key={String(option['value'])}>
          <input
            type={isMany ? 'checkbox' : 'radio'}
            name={id}
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
