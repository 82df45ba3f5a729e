// SPDX-License-Identifier: Apache-2.0
/** The keyboard: places that are two keys away, and what single keys do. */

import { terminalKeyTexts } from '../../features/console/terminal-keys.ts';
import type { Route } from '../../lib/route.ts';

export interface Place {
  readonly label: string;
  readonly keys: string;
  readonly route: Route;
}

export const places: readonly Place[] = [
  { label: 'Overview', keys: 'g o', route: { page: 'overview' } },
  { label: 'Containers', keys: 'g c', route: { page: 'containers', filter: '' } },
  { label: 'Compare containers', keys: 'g v', route: { page: 'compare', names: [], metric: '' } },
  { label: 'Images', keys: 'g m', route: { page: 'images', filter: '' } },
  { label: 'Denials', keys: 'g d', route: { page: 'denials', filter: '' } },
  { label: 'Policy', keys: 'g p', route: { page: 'policy', name: '' } },
  { label: 'Isolation', keys: 'g i', route: { page: 'isolation', part: 'audit' } },
  { label: 'Networks', keys: 'g n', route: { page: 'networks' } },
  { label: 'Getting started', keys: 'g s', route: { page: 'getting-started' } },
  { label: 'Host check', keys: 'g h', route: { page: 'host-check' } },
  { label: 'All hosts', keys: 'g l', route: { page: 'hosts', filter: '' } },
  { label: 'Alerts', keys: 'g e', route: { page: 'alerts' } },
  { label: 'Activity', keys: 'g a', route: { page: 'activity', filter: '' } },
];

/** What the list of keyboard shortcuts shows beside the places. */
export const otherKeys: readonly (readonly [keys: string, meaning: string])[] = [
  ['Ctrl K', 'Search and commands'],
  ['/', 'Filter the list'],
  ['n', 'New container'],
  ['F1', 'Help of this page'],
  ['?', 'This list'],
  ['Esc', 'Close details'],
  ['↑ ↓', 'Move through rows'],
  ['Enter', 'Open row'],
  ['s', 'Start or stop container'],
  ['t', 'Open terminal'],
  ['l', 'Read logs'],
  ['x', 'Select row'],
  ...terminalKeyTexts,
];
