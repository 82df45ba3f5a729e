// SPDX-License-Identifier: Apache-2.0
/** The keys that work everywhere, except while one types or a dialog stands open. No letter changes anything on a host. */

import { useEffect } from 'react';
import { openDialog, useDialog } from '../../window/dialogs.ts';
import { closeHelp, toggleHelp, useHelp } from '../../window/help.ts';
import { closeDrawer } from '../../features/denials/drawer.ts';
import { navigate, useLocation } from '../../window/location.ts';
import { listPlaces } from './key-map.ts';

/** Time within which the second key of `g c` has to come. */
const sequenceMilliseconds = 1200;

export function useKeyboard(): void {
  useEffect(() => {
    let goneAt = Number.NEGATIVE_INFINITY;

    function handleKey(event: KeyboardEvent): void {
      if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === 'k' && !isInTerminal(event.target)) {
        event.preventDefault();
        openDialog({ kind: 'palette' });
        return;
      }
      if (event.key === 'F1' && !isInTerminal(event.target)) {
        event.preventDefault();
        toggleHelp({ isOverDialog: isInDialog(event.target) });
        return;
      }
      if (
        event.defaultPrevented ||
        event.ctrlKey ||
        event.metaKey ||
        event.altKey ||
        isTyping(event.target) ||
        useDialog.getState().dialog.kind !== 'none'
      )
        return;
      const isSecond = event.timeStamp - goneAt < sequenceMilliseconds;
      goneAt = event.key === 'g' && !isSecond ? event.timeStamp : Number.NEGATIVE_INFINITY;
      const isTaken = isSecond ? goTo(event.key) : runKey(event.key);
      if (isTaken) event.preventDefault();
    }
    window.addEventListener('keydown', handleKey);
    return () => window.removeEventListener('keydown', handleKey);
  }, []);
}

function goTo(key: string): boolean {
  const place = listPlaces().find(({ keys }) => keys === `g ${key}`);
  if (place !== undefined) navigate(place.route);
  return place !== undefined;
}

function runKey(key: string): boolean {
  switch (key) {
    case '?':
      openDialog({ kind: 'keys' });
      return true;
    case 'n':
      openDialog({ kind: 'create' });
      return true;
    case '/':
      return focusFilter();
    case 'Escape':
      // The help may lie over the details.
      if (useHelp.getState().isOpen) closeHelp();
      else closeDrawer();
      return true;
    case 'ArrowDown':
    case 'ArrowUp':
    case 'j':
    case 'k':
      return focusRows();
    case 't':
      return showTab('terminal');
    case 'l':
      return showTab('logs');
    default:
      return false;
  }
}

function focusFilter(): boolean {
  const filter = document.querySelector<HTMLElement>('[data-filter]');
  if (filter === null) openDialog({ kind: 'palette' });
  else filter.focus();
  return true;
}

/**
 * Focuses the row of a list that the Tab key leads to, unless something has the focus already. Says whether there was
 * one.
 */
function focusRows(): boolean {
  if (document.activeElement !== document.body && document.activeElement !== null) return false;
  const row = document.querySelector<HTMLElement>('[data-rows] [role="row"][tabindex="0"]');
  row?.focus();
  return row !== null;
}

/** On a container's page, `t` and `l` are about that container. */
function showTab(tab: 'terminal' | 'logs'): boolean {
  const { route } = useLocation.getState();
  if (route.page !== 'container') return false;
  navigate({ page: 'container', name: route.name, tab });
  return true;
}

function isTyping(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable ||
      ['INPUT', 'TEXTAREA', 'SELECT'].includes(target.tagName) ||
      target.closest('[role="menu"], [role="listbox"], [role="dialog"]') !== null) &&
    !isCheckbox(target)
  );
}

function isCheckbox(target: HTMLElement): boolean {
  return (
    target instanceof HTMLInputElement &&
    ['checkbox', 'radio'].includes(target.type) &&
    target.closest('[role="dialog"]') === null
  );
}

function isInDialog(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('[role="dialog"]') !== null;
}

function isInTerminal(target: EventTarget | null): boolean {
  return target instanceof HTMLElement && target.closest('.xterm') !== null;
}
