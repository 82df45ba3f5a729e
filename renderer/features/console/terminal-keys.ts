// SPDX-License-Identifier: Apache-2.0
/**
 * The keys that a terminal does not pass to its program. All but those of the size and the tabs have Ctrl and Shift, which
 * a terminal cannot tell from Ctrl alone, so no program misses them.
 */

import type { Arrow } from '../../lib/pane-layout.ts';
import { t } from '../../lib/language/t.ts';

export type TerminalAction =
  | {
      readonly kind:
        | 'leave'
        | 'search'
        | 'split-right'
        | 'split-below'
        | 'maximise'
        | 'new'
        | 'close'
        | 'next'
        | 'previous'
        | 'copy';
    }
  | { readonly kind: 'focus'; readonly arrow: Arrow }
  | { readonly kind: 'size'; readonly change: 'larger' | 'smaller' | 'normal' };

const withShift: Readonly<Record<string, TerminalAction>> = {
  F6: { kind: 'leave' },
  f: { kind: 'search' },
  e: { kind: 'split-right' },
  o: { kind: 'split-below' },
  x: { kind: 'maximise' },
  t: { kind: 'new' },
  w: { kind: 'close' },
  c: { kind: 'copy' },
  ArrowLeft: { kind: 'focus', arrow: 'left' },
  ArrowRight: { kind: 'focus', arrow: 'right' },
  ArrowUp: { kind: 'focus', arrow: 'up' },
  ArrowDown: { kind: 'focus', arrow: 'down' },
};

const alone: Readonly<Record<string, TerminalAction>> = {
  PageUp: { kind: 'previous' },
  PageDown: { kind: 'next' },
};

const sizes: Readonly<Record<string, TerminalAction>> = {
  '+': { kind: 'size', change: 'larger' },
  '=': { kind: 'size', change: 'larger' },
  '-': { kind: 'size', change: 'smaller' },
  '0': { kind: 'size', change: 'normal' },
};

type Keys = Pick<KeyboardEvent, 'key' | 'ctrlKey' | 'shiftKey' | 'altKey' | 'metaKey'>;

/** Undefined for a key that is the program's. */
export function terminalActionOf({ key, ctrlKey, shiftKey, altKey, metaKey }: Keys): TerminalAction | undefined {
  if (!ctrlKey || altKey || metaKey) return undefined;
  const name = key.length === 1 ? key.toLowerCase() : key;
  return sizes[name] ?? (shiftKey ? withShift[name] : alone[name]);
}

/** Lists the keys of a terminal for the list of keyboard shortcuts. */
export const terminalKeyTexts: readonly (readonly [keys: string, meaning: string])[] = [
  [t('Ctrl Shift F6'), t('Leave the terminal')],
  [t('Ctrl Shift F'), t('Search in terminal')],
  [t('Ctrl Shift T'), t('New session')],
  [t('Ctrl Shift W'), t('Close session')],
  [t('Ctrl Shift E'), t('Split terminal to the right')],
  [t('Ctrl Shift O'), t('Split terminal below')],
  [t('Ctrl Shift Arrow'), t('Move between panes')],
  [t('Ctrl Shift X'), t('Maximise one pane, and back')],
  [t('Ctrl PageUp'), t('Previous tab of terminals, or pane')],
  [t('Ctrl PageDown'), t('Next tab of terminals, or pane')],
  [t('Ctrl +'), t('Larger text in terminals')],
  [t('Ctrl -'), t('Smaller text in terminals')],
  [t('Ctrl 0'), t('Normal text in terminals')],
  [t('Ctrl Shift C'), t('Copy from terminal')],
  [t('Ctrl Shift V'), t('Paste into terminal')],
];
