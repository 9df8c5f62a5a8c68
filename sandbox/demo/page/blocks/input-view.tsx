import { useId } from 'react';
import { asJsonObject, isJsonObject, type JsonObject } from '../../../slack/json.ts';
import { type Entry, useActing } from './acting.ts';
import { Choices } from './choices.tsx';
import { initialValue, SelectOptions } from './select-options.tsx';
import { TextView, words } from './text-view.tsx';

/** An input block of a dialog: label, field, hint and the app's error message. */
export function InputView({ block }: { readonly block: JsonObject }) {
  const { errors, enter } = useActing();
  const id = useId();
  const element = asJsonObject(block['element']);
  const error = errors[String(block['block_id'])];
  const isOptional = block['optional'] === true;
  return (
    <div className="block-input">
      <label htmlFor={id} id={`${id}-label`}>
        {words(block['label'])}
        {isOptional && <span className="muted"> (optional)</span>}
      </label>
      <Field
        id={id}
        element={element}
        isRequired={!isOptional}
        isRefused={error !== undefined}
        enter={(entry) => enter(String(element['action_id']), entry)}
      />
      {error !== undefined && (
        <p className="block-error" role="alert" id={`${id}-error`}>
          {error}
        </p>
      )}
      {isJsonObject(block['hint']) && (
        <div className="muted" id={`${id}-hint`}>
          <TextView object={block['hint']} />
        </div>
      )}
    </div>
  );
}

interface FieldProps {
  readonly id: string;
  readonly element: JsonObject;
  readonly isRequired: boolean;
  readonly isRefused: boolean;
  readonly enter: (entry: Entry) => void;
}

function Field({ id, element, isRequired, isRefused, enter }: FieldProps) {
  const common = {
    id,
    required: isRequired,
    className: 'field',
    'aria-invalid': isRefused,
    'aria-describedby': `${id}-error ${id}-hint`,
    onChange: (event: { readonly currentTarget: { readonly value: string } }) =>
      enter(event.currentTarget.value),
  };
  switch (element['type']) {
    case 'static_select':
    case 'users_select':
    case 'channels_select':
    case 'conversations_select':
      return (
        <select {...common} defaultValue={initialValue(element)}>
          <option value="" disabled hidden>
            {words(element['placeholder'])}
          </option>
          <SelectOptions element={element} />
        </select>
      );
    case 'checkboxes':
    case 'multi_static_select':
    case 'radio_buttons':
      return <Choices element={element} labelledBy={`${id}-label`} onChoose={enter} />;
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
        <input {...text} type={element['type'] === 'number_input' ? 'number' : 'text'} />
      );
    }
  }
}
