// SPDX-License-Identifier: Apache-2.0
/**
 * Everything of the window that a person can look at: each place, of the routes themselves, and what is opened there.
 * Each state is left by Escape.
 */

import type { Locator, Page } from '@playwright/test';
import { everyRoute, formatRoute } from '../renderer/lib/route.ts';
import type { Dialog } from '../renderer/window/dialogs.ts';

export interface WindowState {
  readonly title: string;
  /** Holds the part of the address from the `#` on. */
  readonly address: string;
  /** What is done there first; the new part that it gives, which is waited for. */
  readonly open?: (page: Page) => Promise<Locator>;
}

type Open = (page: Page) => Promise<Locator>;

const dialog = (page: Page): Locator => page.getByRole('dialog');
const menu = (page: Page): Locator => page.getByRole('menu');

function pressing(name: string | RegExp, part: (page: Page) => Locator): Open {
  return async (page) => {
    await page.getByRole('button', { name }).first().click();
    return part(page);
  };
}

/** Opens a dialog behind an entry of a menu. */
function choosing(button: string | RegExp, entry: RegExp): Open {
  return async (page) => {
    await page.getByRole('button', { name: button }).first().click();
    await page.getByRole('menuitem', { name: entry }).click();
    return dialog(page);
  };
}

function keying(keys: string, part: (page: Page) => Locator): Open {
  return async (page) => {
    await page.keyboard.press(keys);
    return part(page);
  };
}

/** Among causes that come as they like, one that has a remedy to be applied. */
export function remediableCause(page: Page): Locator {
  return page.getByRole('list', { name: 'Causes of denials' }).getByRole('button', { name: /postgresql/ });
}

const openDenial: Open = async (page) => {
  await page.getByRole('tab', { name: /^Causes/ }).click();
  await remediableCause(page).click();
  return page.getByRole('region', { name: 'What can be done' });
};

/** The picture of denials, which stands beside the causes where there is room. */
const openPicture: Open = async (page) => {
  const causes = page.getByRole('tab', { name: /^Causes/ });
  await causes.waitFor();
  const tab = page.getByRole('tab', { name: 'Picture' });
  if (await tab.isVisible()) await tab.click();
  return page.getByRole('grid', { name: 'Denials by who and what' });
};

const openInstanceForm: Open = async (page) => {
  await page.getByRole('button', { name: 'New container' }).click();
  await dialog(page).getByRole('radio', { name: 'Incus' }).check();
  return dialog(page).getByRole('combobox', { name: 'Place' });
};

/** The form of a new container with a row in a section of rows. */
function openRow(section: string, add: string): Open {
  return async (page) => {
    await page.getByRole('button', { name: 'New container' }).click();
    await dialog(page).getByRole('tab', { name: section }).click();
    await dialog(page).getByRole('button', { name: add }).click();
    return dialog(page).getByRole('button', { name: 'Remove', exact: true });
  };
}

/** Opens the dialog for a container of Incus, which is created first. */
const openMoveMany: Open = async (page) => {
  await openInstanceForm(page);
  await dialog(page).getByRole('textbox', { name: 'Name' }).fill('zone');
  await dialog(page).getByRole('button', { name: 'Create' }).click();
  await page.getByRole('checkbox', { name: 'Select zone' }).check();
  await page.getByRole('button', { name: 'Move to another member…' }).click();
  return dialog(page);
};

const containers = '#/containers';
const snapshots = '#/containers/web/snapshots';
const files = '#/containers/web/files';

/** Each kind of dialog, so that a new one is not forgotten. */
const dialogs: Readonly<Record<Exclude<Dialog['kind'], 'none'>, readonly [address: string, open: Open]>> = {
  create: [containers, pressing('New container', dialog)],
  move: [containers, openMoveMany],
  confirm: ['#/containers/web/overview', choosing('More actions', /^Kill/)],
  rename: [
    '#/containers/wiki/overview',
    async (page) => {
      await page.getByRole('button', { name: 'Stop', exact: true }).click();
      await page.getByText('Container wiki was stopped.').waitFor();
      return choosing('More actions', /^Rename/)(page);
    },
  ],
  // It is stopped since the one before.
  'change-network': ['#/containers/wiki/network', pressing('Change network…', dialog)],
  'copy-container': ['#/containers/web/overview', choosing('More actions', /^Copy to another host/)],
  adopt: [containers, choosing('More actions for legacy-intranet', /^Adopt/)],
  'restore-original': [containers, choosing('More actions for cache', /^Restore original/)],
  'remove-original': [containers, choosing('More actions for cache', /^Remove original/)],
  'new-folder': [files, pressing('New folder…', dialog)],
  'rename-file': [files, choosing('Actions for etc', /^Rename/)],
  'remove-files': [files, choosing('Actions for etc', /^Remove/)],
  'file-properties': [files, choosing('Actions for etc', /^Properties/)],
  // The last of the tab: it stays in the folder.
  'edit-file': [
    files,
    async (page) => {
      await page.getByRole('button', { name: 'etc', exact: true }).click();
      return choosing('Actions for motd', /^Edit/)(page);
    },
  ],
  'import-container': [
    containers,
    async (page) => {
      await page.getByRole('button', { name: 'New container' }).first().click();
      await page.getByRole('button', { name: 'Import a file…' }).click();
      return dialog(page);
    },
  ],
  remove: [containers, choosing('More actions for staging', /^Remove/)],
  limits: [containers, choosing('More actions for web', /^Limits/)],
  tags: [containers, choosing('More actions for web', /^Tags/)],
  'container-drill': ['#/containers/web/overview', choosing('More actions', /^Test isolation/)],
  'apply-remedy': [
    '#/denials',
    async (page) => {
      const remedies = await openDenial(page);
      await remedies
        .getByRole('button', { name: /^Apply/ })
        .first()
        .click();
      return dialog(page);
    },
  ],
  'own-domain': ['#/containers/web/denials', pressing('Own domain from these denials…', dialog)],
  clone: [snapshots, pressing('Clone…', dialog)],
  'find-images': ['#/images', pressing('Browse image server', dialog)],
  'import-image': ['#/images', pressing('Import image', dialog)],
  'pull-image': ['#/images', pressing('Pull from registry', dialog)],
  'make-image': [snapshots, pressing('Make image…', dialog)],
  image: ['#/images', choosing(/^Actions for debian-13$/, /^Details/)],
  'remove-image': ['#/images', choosing(/^Actions for drill-web/, /^Remove/)],
  'restore-snapshot': [snapshots, pressing(/^Restore .*…$/, dialog)],
  'remove-snapshot': [snapshots, choosing(/^Actions for/, /^Remove/)],
  'snapshot-schedule': [snapshots, pressing(/^Schedule/, dialog)],
  labels: ['#/containers/web/configuration', pressing('Check labels…', dialog)],
  dontaudit: ['#/denials', pressing('Log dontaudit denials', dialog)],
  evacuate: ['#/cluster', pressing(/^Evacuate m000/, dialog)],
  'host-report': ['#/host-check', pressing(/^Save report/, dialog)],
  'export-changes': ['#/local-changes', pressing(/^Export/, dialog)],
  palette: ['#/overview', keying('Control+k', dialog)],
  keys: ['#/overview', keying('?', dialog)],
  'add-host': ['#/overview', pressing('Add host', dialog)],
};

/** Each place as it is come to. */
export const everyPage: readonly WindowState[] = everyRoute('web').map((route) => ({
  title: formatRoute(route),
  address: formatRoute(route),
}));

export const windowStates: readonly WindowState[] = [
  ...everyPage,
  ...Object.entries(dialogs).map(([kind, [address, open]]) => ({ title: `dialog: ${kind}`, address, open })),
  { title: 'dialog: run the drill', address: '#/isolation/drill', open: pressing('Run drill', dialog) },
  { title: 'dialog: drill across members', address: '#/isolation/drill', open: pressing(/^Across members/, dialog) },
  { title: 'dialog: drill every night', address: '#/isolation/drill', open: pressing(/^Every night|^Nightly/, dialog) },
  { title: 'dialog: run the benchmark', address: '#/isolation/benchmark', open: pressing('Run benchmark', dialog) },
  { title: 'dialog: target of alerts', address: '#/alerts', open: pressing('Add target', dialog) },
  { title: 'dialog: alert rule', address: '#/alerts', open: pressing('Add rule', dialog) },
  {
    title: 'dialog: session as another user',
    address: '#/containers/web/terminal',
    open: choosing('More about terminals', /^New session as/),
  },
  { title: 'containers, the saved filters', address: containers, open: pressing('Filters', dialog) },
  { title: 'containers, the help of the filter', address: containers, open: pressing('Filter help', dialog) },
  {
    title: 'containers, some selected',
    address: containers,
    open: async (page) => {
      const box = page.getByRole('checkbox', { name: 'Select web' });
      await box.check();
      return box;
    },
  },
  { title: 'containers, a mistake in the filter', address: `${containers}?filter=stat%3Afoo` },
  { title: 'containers, filtered away', address: `${containers}?filter=nothing-is-called-so` },
  { title: 'containers, the columns', address: containers, open: pressing('Columns', dialog) },
  { title: 'containers, the menu of a row', address: containers, open: pressing('More actions for web', menu) },
  {
    title: 'drill, two runs compared',
    address: '#/isolation/drill',
    open: async (page) => {
      await page.getByRole('tab', { name: 'Compared with another run' }).click();
      return page.getByRole('table', { name: 'Compared with another run' });
    },
  },
  { title: 'denials, causes and one of them', address: '#/denials', open: openDenial },
  { title: 'denials, the picture', address: '#/denials', open: openPicture },
  {
    title: 'denials, between containers',
    address: '#/denials',
    open: async (page) => {
      const matrix = await openPicture(page);
      await matrix.getByRole('button', { name: /^Other containers: / }).click();
      return page.getByRole('grid', { name: 'Denials between containers' });
    },
  },
  {
    title: 'terminal, split',
    address: '#/containers/web/terminal',
    open: async (page) => {
      await page.getByRole('button', { name: 'Split to the right' }).click();
      return page.getByRole('separator').first();
    },
  },
  {
    title: 'workspace, two terminals',
    address: containers,
    open: async (page) => {
      for (const name of ['web', 'db'])
        await page.getByRole('checkbox', { name: `Select ${name}`, exact: true }).check();
      await page.getByRole('button', { name: 'Open terminals' }).click();
      // A narrow window has its panes one below the other, without a separator.
      return page.getByRole('region', { name: /^web: / });
    },
  },
  { title: 'help', address: '#/denials', open: keying('F1', (page) => page.getByRole('article')) },
  { title: 'dialog: create, with Incus', address: containers, open: openInstanceForm },
  { title: 'dialog: create, a volume', address: containers, open: openRow('Volumes', 'Add volume') },
  { title: 'dialog: create, a published port', address: containers, open: openRow('Published ports', 'Add port') },
  {
    title: 'help over a dialog',
    address: containers,
    open: async (page) => {
      await page.getByRole('button', { name: 'New container' }).click();
      await dialog(page).waitFor();
      await page.keyboard.press('F1');
      return page.getByRole('article');
    },
  },
  {
    title: 'help, searched',
    address: '#/overview',
    open: async (page) => {
      await page.getByRole('button', { name: 'Help' }).click();
      await page.getByRole('searchbox', { name: 'Search the guide' }).fill('volume');
      return page.getByRole('list', { name: 'Sections found' });
    },
  },
  // The last: the window shows another host then.
  {
    title: 'dialog: a question of polkit',
    address: '#/overview',
    open: async (page) => {
      await page.getByRole('button', { name: /^vault/ }).click();
      await page.getByRole('button', { name: 'The fingerprint is right' }).click();
      await page.getByLabel('Answer').fill('a password');
      await page.keyboard.press('Enter');
      return page.getByRole('dialog', { name: 'Authentication on vault' });
    },
  },
];
