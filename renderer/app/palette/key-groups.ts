// SPDX-License-Identifier: Apache-2.0
/** Lists all keys with what they do, for the dialog that shows them. */

import { terminalKeyTexts } from '../../features/console/terminal-keys.ts';
import { t } from '../../lib/language/t.ts';
import { listPlaces } from './key-map.ts';

export interface KeyGroup {
  readonly title: string;
  readonly keys: readonly (readonly [keys: string, meaning: string])[];
}

const everywhere: KeyGroup['keys'] = [
  [t('Ctrl K'), t('Search and commands')],
  ['/', t('Filter the list')],
  ['n', t('New container')],
  ['F1', t('Help of this page')],
  ['?', t('This list')],
  [t('Esc'), t('Close details')],
];

const rows: KeyGroup['keys'] = [
  ['↑ ↓', t('Move through rows')],
  ['Enter', t('Open row')],
  ['t', t('Open terminal')],
  ['l', t('Read logs')],
  ['x', t('Select row')],
];

/** Gives the list of keyboard shortcuts. */
export function listKeyGroups(): readonly KeyGroup[] {
  return [
    { title: t('Go to'), keys: listPlaces().map(({ keys, label }) => [keys, label] as const) },
    { title: t('Everywhere'), keys: everywhere },
    { title: t('In a list'), keys: rows },
    { title: t('In a terminal or pane'), keys: terminalKeyTexts },
  ];
}
