import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * Opens a dialog above the page, with the focus in its first field if it has one. Closes it before it is removed, so
 * that the browser restores the focus.
 */
export function useModal(): RefObject<HTMLDialogElement | null> {
  const dialog = useRef<HTMLDialogElement>(null);
  useLayoutEffect(() => {
    const shown = dialog.current;
    shown?.showModal();
    shown?.querySelector<HTMLElement>('.field, .choices input')?.focus();
    return () => shown?.close();
  }, []);
  return dialog;
}
