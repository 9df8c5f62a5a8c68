import { type RefObject, useLayoutEffect, useRef } from 'react';

/**
 * Opens a dialog over everything else, with the focus in its first field if it has one. Closed before it is taken away,
 * so that the browser gives the focus back to where it was.
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
