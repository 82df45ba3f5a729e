// SPDX-License-Identifier: Apache-2.0
/**
 * axe-core over every page and dialog of the window, in light, dark and high contrast: no violation of WCAG 2.2 A and
 * AA, nor of axe's best practices. The page's fake host; no lab.
 */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { expect, test, type Page } from '@playwright/test';
import { startFakeWindows, type FakeWindows } from '../scripts/electron/fake-window.ts';

interface State {
  readonly title: string;
  readonly hash: string;
  /** What is done there first. */
  readonly prepare?: (page: Page) => Promise<void>;
  /** Rules that it does not keep yet. */
  readonly leftOut?: readonly string[];
}

const press = (name: string | RegExp) => (page: Page) => page.getByRole('button', { name }).first().click();
const key = (keys: string) => (page: Page) => page.keyboard.press(keys);

/** Buttons of time and cells of the heat strip are named otherwise than their text begins. */
const namesBesideText = ['label-content-name-mismatch'];

const states: readonly State[] = [
  { title: 'overview', hash: '/overview' },
  { title: 'containers', hash: '/containers' },
  {
    title: 'containers, some selected',
    hash: '/containers',
    prepare: (page) => page.getByRole('checkbox', { name: 'Select web' }).check(),
  },
  { title: 'containers, a mistake in the filter', hash: '/containers?filter=stat%3Afoo' },
  { title: 'containers, the columns', hash: '/containers', prepare: press('Columns') },
  { title: 'containers, the saved filters', hash: '/containers', prepare: press('Filters') },
  { title: 'containers, the help of the filter', hash: '/containers', prepare: press('Filter help') },
  { title: 'containers, the menu of a row', hash: '/containers', prepare: press('More actions for web') },
  ...['overview', 'terminal', 'logs', 'denials', 'security', 'configuration'].map((tab) => ({
    title: `container, ${tab}`,
    hash: `/containers/web/${tab}`,
    ...(tab === 'denials' && { leftOut: namesBesideText }),
  })),
  { title: 'denials', hash: '/denials', leftOut: namesBesideText },
  { title: 'policy', hash: '/policy/db' },
  { title: 'isolation, audit', hash: '/isolation' },
  { title: 'isolation, drill', hash: '/isolation/drill' },
  { title: 'isolation, benchmark', hash: '/isolation/benchmark' },
  { title: 'host check', hash: '/host-check' },
  { title: 'activity', hash: '/activity' },
  { title: 'dialog: new container', hash: '/containers', prepare: press('New container') },
  {
    title: 'dialog: limits',
    hash: '/containers',
    prepare: async (page) => {
      await press('More actions for web')(page);
      await page.getByRole('menuitem', { name: /^Limits/ }).click();
    },
  },
  {
    title: 'dialog: remove',
    hash: '/containers',
    prepare: async (page) => {
      await press('More actions for staging')(page);
      await page.getByRole('menuitem', { name: /^Remove/ }).click();
    },
  },
  { title: 'dialog: keyboard shortcuts', hash: '/overview', prepare: key('?') },
  { title: 'dialog: search and commands', hash: '/overview', prepare: key('Control+k') },
  { title: 'dialog: add a host', hash: '/overview', prepare: press('Add host') },
];

const looks = [
  { name: 'light', media: { colorScheme: 'light' } },
  { name: 'dark', media: { colorScheme: 'dark' } },
  { name: 'more contrast', media: { colorScheme: 'light', contrast: 'more' } },
  { name: 'forced colours', media: { colorScheme: 'dark', forcedColors: 'active' } },
] as const;

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let windows: FakeWindows;

test.beforeAll(async () => {
  windows = await startFakeWindows();
});
test.afterAll(() => windows.stop());

for (const { name, media } of looks)
  test(`no page violates a rule of axe in ${name}`, () =>
    windows.open('?fake=usual#/overview', async (page) => {
      await page.emulateMedia(media);
      const found: string[] = [];
      for (const state of states) {
        await show(page, state.hash);
        await state.prepare?.(page);
        found.push(...(await violations(page, state.leftOut ?? [])).map((violation) => `${state.title}: ${violation}`));
      }
      expect(found).toEqual([]);
    }));

/** A fresh page, so that nothing of the state before is left; the colours are read when it loads. */
async function show(page: Page, hash: string): Promise<void> {
  await page.evaluate(`location.hash = ${JSON.stringify(hash)}`);
  await page.reload();
  await page.getByRole('main').getByRole('heading').first().waitFor();
  await expect(page.locator('.skeleton')).toHaveCount(0);
}

/** `color-contrast (3): .faint, ...`; moving and fading parts are let come to rest. */
async function violations(page: Page, leftOut: readonly string[]): Promise<string[]> {
  await page.evaluate(
    'Promise.allSettled(document.getAnimations().map((one) => one.effect?.getTiming().iterations === Infinity ? 0 : one.finished))',
  );
  await page.evaluate(axe);
  // A menu lies outside of all landmarks, as the pattern of the ARIA guide has it. What a terminal shows is coloured by
  // the programs inside.
  const options =
    '{ resultTypes: ["violations"], rules: { region: { enabled: !document.querySelector("[role=menu]") } } }';
  const results = await page.evaluate<AxeResults>(`axe.run({ exclude: [".xterm"] }, ${options})`);
  return results.violations
    .filter(({ id }) => !leftOut.includes(id))
    .map(
      ({ id, nodes }) =>
        `${id} (${nodes.length}): ${nodes
          .slice(0, 3)
          .map(({ target }) => target.join(' '))
          .join(', ')}`,
    );
}
