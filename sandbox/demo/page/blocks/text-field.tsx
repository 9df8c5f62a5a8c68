import type { ComponentPropsWithoutRef } from 'react';
import { asJsonObject, type JsonObject } from '../../../slack/json.ts';
import { words } from './words.ts';

interface Props {
  readonly element: JsonObject;
  readonly field: ComponentPropsWithoutRef<'input'> & ComponentPropsWithoutRef<'textarea'>;
  readonly value: string;
  readonly enter: (text: string) => void;
  /** Tells the app at once, where it wants that. */
  readonly tell: ((text: string) => void) | undefined;
}

const types: Readonly<Record<string, string>> = {
  datepicker: 'date',
  timepicker: 'time',
  number_input: 'number',
  email_text_input: 'email',
  url_text_input: 'url',
};

/** A field of a dialog that is typed in: a text, a number, a date or a time. */
export function TextField({ element, field, value, enter, tell }: Props) {
  const isPicker = String(element['type']).endsWith('picker');
  const asked = asJsonObject(element['dispatch_action_config'])['trigger_actions_on'];
  const tellsLetters = isPicker || (Array.isArray(asked) && asked.includes('on_character_entered'));
  const shared = {
    ...field,
    value,
    placeholder: words(element['placeholder']),
    onChange: ({ currentTarget }: { readonly currentTarget: { readonly value: string } }) => {
      enter(currentTarget.value);
      if (tellsLetters && currentTarget.value !== '') tell?.(currentTarget.value);
    },
  };
  if (element['multiline'] === true) return <textarea {...shared} rows={4} />;
  return (
    <input
      {...shared}
      type={types[String(element['type'])] ?? 'text'}
      onKeyDown={(event) => {
        if (event.key !== 'Enter' || tell === undefined || tellsLetters) return;
        // Slack tells the app, in place of submitting.
        event.preventDefault();
        tell(value);
      }}
    />
  );
}
