// SPDX-License-Identifier: Apache-2.0
/** Keys of the form of a new container: Enter never creates, it goes on to the next field; Ctrl+Enter creates. */

import type { KeyboardEvent } from 'react';

interface FormKeys {
  readonly onCreate: () => void;
  /** Enter in the last field. */
  readonly onEnd?: () => void;
}

/** What has an Enter of its own keeps it: buttons, lists, texts of several lines, and rows, which get another row. */
export function handleFormKey(event: KeyboardEvent<HTMLFormElement>, { onCreate, onEnd }: FormKeys): void {
  const { target, currentTarget } = event;
  // The keys of a dialog over the form come here as well.
  if (event.key !== 'Enter' || event.defaultPrevented || !(target instanceof HTMLElement)) return;
  if (event.nativeEvent.isComposing || !currentTarget.contains(target)) return;
  if (event.ctrlKey || event.metaKey) {
    event.preventDefault();
    onCreate();
    return;
  }
  if (!(target instanceof HTMLInputElement)) return;
  event.preventDefault();
  const fields = fieldsIn(currentTarget);
  const next = fields[fields.indexOf(target) + 1];
  if (next === undefined) onEnd?.();
  else next.focus();
}

/** Gives the fields in the order in which they stand. */
export function fieldsIn(part: HTMLElement): readonly HTMLElement[] {
  const all = part.querySelectorAll<HTMLElement>('input, textarea, [role="combobox"]');
  return [...all].filter((field) => field.getAttribute('aria-hidden') !== 'true' && field.tabIndex >= 0);
}
