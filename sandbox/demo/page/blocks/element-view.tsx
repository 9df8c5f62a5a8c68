import { useState } from 'react';
import { asObjects, isJsonObject, type JsonObject } from '../../../slack/json.ts';
import { ConfirmDialog } from '../confirm-dialog.tsx';
import { type Entry, useActing } from './acting.ts';
import { BlockText } from './block-text.tsx';
import { Choices } from './choices.tsx';
import { ExternalSelect } from './external-select.tsx';
import { initialEntry } from './initial-entry.ts';
import { OverflowMenu } from './overflow-menu.tsx';
import { safeHref } from './safe-href.ts';
import { SelectView } from './select-view.tsx';
import { words } from './words.ts';

interface Props {
  readonly element: JsonObject;
  readonly blockId: string;
}

/** A button, select or menu. Using it notifies the app, after a confirmation if it has one. */
export function ElementView({ element, blockId }: Props) {
  const { act, form } = useActing();
  const [isBusy, setBusy] = useState(false);
  const [asking, setAsking] = useState<{ readonly entry: Entry | undefined }>();
  const { confirm } = element;
  const place = { actionId: String(element['action_id']), blockId };

  async function send(entry: Entry | undefined): Promise<void> {
    setAsking(undefined);
    setBusy(true);
    if (entry !== undefined) form?.enter(place, entry);
    await act({ ...place, ...(entry === undefined ? {} : { entry }) });
    setBusy(false);
  }

  const use = (entry?: Entry): void => {
    if (isBusy) return;
    if (isJsonObject(confirm)) setAsking({ entry });
    else void send(entry);
  };

  return (
    <>
      <Control {...{ element, blockId, isBusy, use }} entry={form?.entered(place)} />
      {asking !== undefined && isJsonObject(confirm) && (
        <ConfirmDialog
          confirm={confirm}
          onConfirm={() => void send(asking.entry)}
          onDeny={() => setAsking(undefined)}
        />
      )}
    </>
  );
}

interface ControlProps {
  readonly element: JsonObject;
  /** What a dialog has kept. */
  readonly entry?: Entry | undefined;
  readonly isBusy: boolean;
  readonly use: (entry?: Entry) => void;
}

function Control({ element, entry, blockId, isBusy, use }: ControlProps & { readonly blockId: string }) {
  switch (element['type']) {
    case 'button':
      return <ButtonView element={element} isBusy={isBusy} use={use} />;
    case 'static_select':
    case 'users_select':
    case 'channels_select':
    case 'conversations_select':
      return (
        <SelectView {...{ element, isBusy }} value={String(entry ?? initialEntry(element))} onPick={use} />
      );
    case 'external_select':
      return <ExternalSelect {...{ element, blockId, isBusy }} onPick={use} />;
    case 'datepicker':
    case 'timepicker':
      return <PickerView {...{ element, isBusy, use }} />;
    case 'checkboxes':
    case 'multi_static_select':
    case 'radio_buttons':
      return <Choices element={element} onChoose={use} />;
    case 'overflow':
      return <OverflowMenu options={asObjects(element['options'])} onPick={use} />;
    default:
      return <BlockText block={element} />;
  }
}

function ButtonView({ element, isBusy, use }: ControlProps) {
  const className = `button ${element['style'] === undefined ? '' : `button-${String(element['style'])}`}`;
  const label =
    element['accessibility_label'] === undefined
      ? {}
      : { 'aria-label': String(element['accessibility_label']) };
  const href = safeHref(element['url'] === undefined ? undefined : String(element['url']));
  if (href !== undefined) {
    return (
      <a
        className={className}
        {...label}
        href={href}
        target="_blank"
        rel="noopener noreferrer"
        onClick={() => use()}
      >
        {words(element['text'])}
      </a>
    );
  }
  return (
    <button type="button" className={className} {...label} aria-busy={isBusy} onClick={() => use()}>
      {words(element['text'])}
    </button>
  );
}

/** A date or time picker. Clearing it does not notify the app. */
function PickerView({ element, isBusy, use }: ControlProps) {
  const isDate = element['type'] === 'datepicker';
  return (
    <input
      className="select picker"
      type={isDate ? 'date' : 'time'}
      aria-label={words(element['placeholder']) || (isDate ? 'Date' : 'Time')}
      aria-busy={isBusy}
      defaultValue={String(initialEntry(element))}
      onChange={({ currentTarget: { value } }) => {
        if (value !== '') use(value);
      }}
    />
  );
}
