// SPDX-License-Identifier: Apache-2.0
/** Lists the places that are two keys away. */

import type { ShellCapability } from '../../../contract/bridge.ts';
import type { Route } from '../../lib/route.ts';
import { shellCan } from '../../lib/shell.ts';
import { t } from '../../lib/language/t.ts';

export interface Place {
  readonly label: string;
  readonly keys: string;
  readonly route: Route;
  /** Names the capability that the place needs to show more than others do. */
  readonly needs?: ShellCapability;
}

const everyPlace: readonly Place[] = [
  { label: t('Overview'), keys: 'g o', route: { page: 'overview' } },
  { label: t('Containers'), keys: 'g c', route: { page: 'containers', filter: '' } },
  { label: t('Compare containers'), keys: 'g v', route: { page: 'compare', names: [], metric: '' } },
  { label: t('Workspace'), keys: 'g w', route: { page: 'workspace' } },
  { label: t('Images'), keys: 'g m', route: { page: 'images', filter: '' } },
  { label: t('Denials'), keys: 'g d', route: { page: 'denials', filter: '' } },
  { label: t('Policy'), keys: 'g p', route: { page: 'policy', name: '' } },
  { label: t('Isolation'), keys: 'g i', route: { page: 'isolation', part: 'audit' } },
  { label: t('Networks'), keys: 'g n', route: { page: 'networks' } },
  { label: t('Cluster'), keys: 'g u', route: { page: 'cluster' } },
  { label: t('Getting started'), keys: 'g s', route: { page: 'getting-started' } },
  { label: t('Host check'), keys: 'g h', route: { page: 'host-check' } },
  { label: t('All hosts'), keys: 'g l', route: { page: 'hosts', filter: '' }, needs: 'add-hosts' },
  { label: t('Alerts'), keys: 'g e', route: { page: 'alerts' } },
  { label: t('Access'), keys: 'g r', route: { page: 'access' } },
  { label: t('Control groups'), keys: 'g k', route: { page: 'control-groups' } },
  { label: t('Settings'), keys: 'g t', route: { page: 'settings' } },
  { label: t('Activity'), keys: 'g a', route: { page: 'activity', filter: '' } },
];

/** Lists the places of this shell. */
export function listPlaces(): readonly Place[] {
  return everyPlace.filter(({ needs }) => needs === undefined || shellCan(needs));
}

/** Parts of pages, which have no keys of their own. */
export const pageParts: readonly Pick<Place, 'label' | 'route'>[] = [
  { label: t('Isolation drill'), route: { page: 'isolation', part: 'drill' } },
  { label: t('Benchmark'), route: { page: 'isolation', part: 'benchmark' } },
  { label: t('Local changes'), route: { page: 'local-changes', filter: '' } },
];
