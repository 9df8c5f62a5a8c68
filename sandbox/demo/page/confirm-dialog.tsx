import { useId } from 'react';
import type { JsonObject } from '../../slack/json.ts';
import { TextView } from './blocks/text-view.tsx';
import { words } from './blocks/words.ts';
import { useModal } from './use-modal.ts';

interface Props {
  readonly confirm: JsonObject;
  readonly onConfirm: () => void;
  readonly onDeny: () => void;
}

/** The app's confirmation dialog. Escape means no. */
export function ConfirmDialog({ confirm, onConfirm, onDeny }: Props) {
  const dialog = useModal();
  const id = useId();
  const style = confirm['style'] === 'danger' ? 'button-danger' : 'button-primary';
  return (
    <dialog ref={dialog} className="dialog dialog-small" aria-labelledby={id} onCancel={onDeny}>
      <h2 id={id}>{words(confirm['title'])}</h2>
      <div className="dialog-body">
        <TextView object={confirm['text']} />
      </div>
      <div className="dialog-buttons">
        <button type="button" className="button" onClick={onDeny}>
          {words(confirm['deny']) || 'Cancel'}
        </button>
        <button type="button" className={`button ${style}`} onClick={onConfirm}>
          {words(confirm['confirm']) || 'Yes'}
        </button>
      </div>
    </dialog>
  );
}
