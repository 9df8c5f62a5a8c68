import { type ComponentPropsWithoutRef, useRef, useState } from 'react';
import { asJsonObject, type JsonObject } from '../../../slack/json.ts';
import { explain } from '../post.ts';
import { type Suggest, useActing } from './acting.ts';
import { Combobox } from './combobox.tsx';
import { type Offer, offerOf } from './offers.ts';
import { words } from './words.ts';

interface Props {
  readonly element: JsonObject;
  readonly blockId: string;
  readonly isBusy?: boolean;
  readonly onPick: (value: string) => void;
  /** In a dialog: it goes on showing what was picked. */
  readonly field?: ComponentPropsWithoutRef<'input'>;
}

/** A select whose options the app suggests while letters are typed. */
export function ExternalSelect({ element, blockId, isBusy = false, onPick, field }: Props) {
  const { suggest } = useActing();
  const initial = asJsonObject(element['initial_option']);
  const [picked, setPicked] = useState(initial['value'] === undefined ? undefined : offerOf(initial));
  const { answer, ask, forget } = useSuggestions(
    (value) => suggest({ actionId: String(element['action_id']), blockId, value }),
    Number(element['min_query_length'] ?? 3),
  );
  const pick = (value: string): void => {
    setPicked(answer.options.find((offer) => offer.value === value));
    onPick(value);
  };
  const label = words(element['placeholder']) || 'Select an option';
  return (
    <Combobox
      {...{ label, isBusy, isOpen: answer.isOpen, isLoading: answer.isLoading, status: answer.status }}
      {...(field === undefined
        ? { placeholder: words(initial['text']) || label }
        : { placeholder: label, chosen: picked, field })}
      groups={[{ offers: answer.options }]}
      onType={(text) => void ask(text)}
      onClose={forget}
      onPick={pick}
    />
  );
}

interface Suggestions {
  readonly isOpen: boolean;
  readonly isLoading: boolean;
  /** Those of the last answer, until the next one comes. */
  readonly options: readonly Offer[];
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
  const options = (reply.options ?? []).map(offerOf);
  const results = options.length === 1 ? '1 result' : `${options.length} results`;
  return { options, status: options.length === 0 ? 'No results' : results };
}
