// SPDX-License-Identifier: Apache-2.0
/**
 * The pictures of the guide that need no real host: of the window on the page's fake host, which is always the same.
 * Those of denials, policy and the drill are of the lab, and taken by the tests of its stories (`pictures.ts`).
 */

import type { Locator, Page } from '@playwright/test';
import { windowStates } from './accessible-states.ts';

export interface GuidePicture {
  /** Its file in `assets/screenshots`, without `.png`. */
  readonly name: string;
  readonly address: string;
  /** The fake host as its address names it; `usual` unless something else is said. */
  readonly host?: string;
  readonly open?: (page: Page) => Promise<Locator>;
  /** What has to be there before it is taken. */
  readonly ready?: (page: Page) => Locator;
  /** What is done when it is open. */
  readonly then?: (page: Page) => Promise<void>;
}

const rows = (page: Page): Locator => page.getByRole('row').nth(2);
/** Nine containers of Incus on a cluster of three. */
const threeMembers = 'many&containers=9&members=3';
const charts = (page: Page): Locator => page.locator('.chart-plot path').first();

function stateOf(title: string): Pick<GuidePicture, 'address' | 'open'> {
  const state = windowStates.find((one) => one.title === title);
  if (state === undefined) throw new Error(`cannot take a picture: there is no state "${title}" of the window`);
  return state;
}

export const guidePictures: readonly GuidePicture[] = [
  { name: 'overview', address: '#/overview', ready: charts },
  { name: 'containers', address: '#/containers', ready: rows },
  { name: 'create', ...stateOf('dialog: create') },
  { name: 'bulk', ...stateOf('containers, some selected') },
  { name: 'container-settings', address: '#/containers/web/configuration' },
  { name: 'limits', ...stateOf('dialog: limits') },
  { name: 'images', address: '#/images', ready: rows },
  { name: 'image-servers', ...stateOf('dialog: find-images') },
  { name: 'snapshots', address: '#/containers/web/snapshots', ready: rows },
  { name: 'snapshot-schedule', ...stateOf('dialog: snapshot-schedule') },
  {
    name: 'copy',
    ...stateOf('dialog: copy-container'),
    then: (page) => page.getByRole('textbox', { name: 'Name there' }).fill('web-copy'),
  },
  {
    name: 'named-volumes',
    address: '#/containers/staging/configuration',
    open: async (page) => {
      await page.getByRole('button', { name: 'Choose…' }).click();
      return page.getByRole('region', { name: 'Named volumes' });
    },
  },
  { name: 'image-updates', ...stateOf('dialog: image'), ready: rows },
  { name: 'networks', address: '#/networks' },
  { name: 'container-network', address: '#/containers/web/network' },
  { name: 'files', address: '#/containers/web/files', ready: rows },
  { name: 'edit-file', ...stateOf('dialog: edit-file') },
  { name: 'logs', address: '#/containers/web/logs' },
  { name: 'adopt', ...stateOf('dialog: adopt') },
  { name: 'graphs', address: '#/containers/web/overview', ready: charts },
  { name: 'compare', address: '#/compare?containers=web,cache,db', ready: charts },
  { name: 'terminals', ...stateOf('terminal, split') },
  { name: 'all-hosts', address: '#/hosts' },
  { name: 'add-host', ...stateOf('dialog: add-host') },
  { name: 'alerts', address: '#/alerts' },
  { name: 'host-check', address: '#/host-check' },
  { name: 'local-changes', address: '#/local-changes', ready: rows },
  { name: 'activity', address: '#/activity', ready: rows },
  { name: 'palette', ...stateOf('dialog: palette') },
  { name: 'cluster', host: threeMembers, address: '#/cluster', ready: rows },
  { name: 'cluster-denials', host: threeMembers, address: '#/denials', ready: (page) => page.getByRole('note') },
  { name: 'cluster-containers', host: threeMembers, address: '#/containers', ready: rows },
  {
    name: 'drill-members',
    host: threeMembers,
    address: '#/isolation/drill',
    open: async (page) => {
      await page.getByRole('button', { name: /^Across members/ }).click();
      await page.getByRole('combobox', { name: 'Other member' }).click();
      await page.getByRole('option').first().click();
      await page.getByRole('button', { name: 'Begin' }).click();
      return page.getByRole('columnheader', { name: 'On two members' }).first();
    },
    then: (page) => page.getByRole('button', { name: 'Dismiss' }).click(),
  },
  { name: 'evacuate', host: threeMembers, ...stateOf('dialog: evacuate') },
  {
    name: 'move',
    host: threeMembers,
    address: '#/containers/web/overview',
    open: async (page) => {
      await page.getByRole('button', { name: 'More actions', exact: true }).click();
      await page.getByRole('menuitem', { name: /^Move to another member/ }).click();
      return page.getByRole('dialog');
    },
  },
];
