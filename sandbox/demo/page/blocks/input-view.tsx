import { useId } from 'react';
import { asJsonObject, isJsonObject, type JsonObject } from '../../../slack/json.ts';
import { type Entry, useActing } from './acting.ts';
import { Choices } from './choices.tsx';
import { ExternalSelect } from './external-select.tsx';
import { initialEntry } from './initial-entry.ts';
import { SelectView } from './select-view.tsx';
import { TextField } from './text-field.tsx';
import { TextView } from './text-view.tsx';
import { words } from './words.ts';

/** An input block of a dialog: label, field, hint and the app's error message. */
export function InputView({ block }: { readonly block: JsonObject }) {
  const { act, form } = useActing();
  const id = useId();
  const element = asJsonObject(block['element']);
  const blockId = String(block['block_id']);
  const place = { actionId: String(element['action_id']), blockId };
  const error = form?.errors[blockId];
  const isOptional = block['optional'] === true;
  const tell = (entry: Entry): void => void act({ ...place, entry });
  return (
    <div className="block-input">
      <label htmlFor={id} id={`${id}-label`}>
        {words(block['label'])}
        {isOptional && <span className="muted"> (optional)</span>}
      </label>
      <Field
        {...{ id, element, blockId, isOptional }}
        isRefused={error !== undefined}
        entry={form?.entered(place) ?? initialEntry(element)}
        enter={(entry) => form?.enter(place, entry)}
        {...(block['dispatch_action'] === true && { tell })}
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
  readonly blockId: string;
  readonly isOptional: boolean;
  readonly isRefused: boolean;
  readonly entry: Entry;
  readonly enter: (entry: Entry) => void;
  /** Tells the app at once. */
  readonly tell?: (entry: Entry) => void;
}

function Field({ id, element, blockId, isOptional, isRefused, entry, enter, tell }: FieldProps) {
  const describedBy = `${id}-error ${id}-hint`;
  const choose = (chosen: Entry): void => {
    enter(chosen);
    if (chosen !== '') tell?.(chosen);
  };
  const field = {
    ...{ id, className: 'field', required: !isOptional },
    ...{ 'aria-invalid': isRefused, 'aria-describedby': describedBy },
  };
  switch (element['type']) {
    case 'static_select':
    case 'users_select':
    case 'channels_select':
    case 'conversations_select':
      return <SelectView {...{ element, isOptional, field }} value={String(entry)} onPick={choose} />;
    case 'external_select':
      return <ExternalSelect {...{ element, blockId, field }} onPick={choose} />;
    case 'checkboxes':
    case 'multi_static_select':
    case 'radio_buttons':
      return (
        <Choices
          {...{ element, entry, describedBy, isRefused }}
          labelledBy={`${id}-label`}
          onChoose={choose}
        />
      );
    default:
      return <TextField {...{ element, field }} value={String(entry)} enter={enter} tell={tell} />;
  }
}
