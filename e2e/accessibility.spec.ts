// SPDX-License-Identifier: Apache-2.0
/**
 * Runs axe-core over every page and dialog of the window, in light, dark and high contrast: no violation of WCAG 2.2 A
 * and AA, nor of axe's best practices. It uses the page's fake host and no lab, and one window for all of a look.
 */

import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults, NodeResult, RunOptions } from 'axe-core';
import { expect, test, type Page } from '@playwright/test';
import { isThorough } from '../lab/thorough.ts';
import { startFakeWindows, type FakeWindows } from '../scripts/electron/fake-window.ts';
import { everyPage, windowStates, type WindowState } from './accessible-states.ts';
import { leaveState, partMs, showState, waitUntilAtRest } from './visit-states.ts';

/**
 * What a rule does not hold for. The names of the rows of the heat strip are as high as its cells; the filter and the
 * rows of the matrix on the same page do what they do.
 */
const exempt: Readonly<Record<string, RegExp>> = { 'target-size': /Only denials of|Nur Verweigerungen von|heat-name/ };

/**
 * All rules in the first; a look changes nothing but colours, so the others are read for those. The last three only where
 * everything is tested (`npm test -- --whole`).
 */
const usualLooks = [
  { name: 'light', media: { colorScheme: 'light' } },
  { name: 'dark', media: { colorScheme: 'dark' } },
] as const;
const looks = [
  ...usualLooks,
  { name: 'more contrast', media: { colorScheme: 'light', contrast: 'more' } },
  { name: 'more contrast, dark', media: { colorScheme: 'dark', contrast: 'more' } },
  { name: 'forced colours', media: { colorScheme: 'dark', forcedColors: 'active' } },
] as const;

const allRules: RunOptions = {
  // Axe leaves these rules off unless they are asked for.
  rules: { 'label-content-name-mismatch': { enabled: true }, 'target-size': { enabled: true } },
};
const colourRules: RunOptions = { runOnly: ['color-contrast', 'link-in-text-block'] };

const axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
let windows: FakeWindows;

test.beforeAll(async () => {
  windows = await startFakeWindows();
});
test.afterAll(() => windows.stop());

const tested = isThorough ? looks : usualLooks;

for (const [index, { name, media }] of tested.entries())
  test(`no page violates a rule of axe in ${name}`, () =>
    windows.open('?fake=usual#/overview', async (page) => {
      page.setDefaultTimeout(partMs);
      await page.emulateMedia(media);
      expect(await sweep(page, windowStates, index === 0 ? allRules : colourRules)).toEqual([]);
    }));

/**
 * Another window of these tests may have met the host, or the first load of this one just now. Forgotten before a script
 * of the page runs: between a call from outside and the load that follows it, the page can still remember.
 */
const forgetOnce = `if (sessionStorage.getItem('forgotten') === null) {
  localStorage.clear();
  sessionStorage.setItem('forgotten', 'yes');
  history.replaceState(null, '', '#/overview');
}`;

test('no page of a host without containers violates a rule of axe', () =>
  windows.open('?fake=empty#/overview', async (page) => {
    await page.addInitScript(forgetOnce);
    await page.reload();
    await page.getByRole('heading', { name: /^Getting started/ }).waitFor();
    // There is no container to have a page.
    const pages = everyPage.filter(({ address }) => !address.startsWith('#/containers/'));
    expect(await sweep(page, pages, allRules)).toEqual([]);
  }));

/** A window of 1280 x 800 at 150 % has the smallest page that there is. German words are the longer ones. */
const smallest = { width: 853, height: 533 };

test('no page of a small German window goes on to the right, loses cells of a table, or violates a rule of axe', () =>
  windows.open('?fake=usual#/overview', async (page) => {
    page.setDefaultTimeout(partMs);
    await page.evaluate('localStorage.setItem("bulkhead.language", "de")');
    await load(page);
    const found: string[] = [];
    for (const { title, address } of everyPage) {
      await page.setViewportSize({ width: 1440, height: 900 });
      await showState(page, { title, address });
      await page.setViewportSize(smallest);
      found.push(...(await partsTooWide(page)).map((part) => `${title}: ${part}`));
      found.push(...(await tablesWithoutCells(page)).map((table) => `${title}: ${table}`));
      found.push(...(await violations(page, allRules)).map((violation) => `${title}: ${violation}`));
    }
    await page.evaluate('localStorage.removeItem("bulkhead.language")');
    expect(found).toEqual([]);
  }));

/** A window of 1280 x 800 at 200 % has a page of this size. */
const enlarged = { width: 640, height: 400 };
const enlargedStates = [
  '#/containers',
  'dialog: create',
  'dialog: create, a volume',
  'dialog: create, a published port',
];

test('the list of an enlarged window keeps state and verdict, and it and the form violate no rule of axe', () =>
  windows.open('?fake=usual#/overview', async (page) => {
    page.setDefaultTimeout(partMs);
    await page.setViewportSize(enlarged);
    const states = windowStates.filter(({ title }) => enlargedStates.includes(title));
    expect(states).toHaveLength(enlargedStates.length);
    expect(await sweep(page, states, allRules)).toEqual([]);
    await page.evaluate('location.hash = "#/containers"');
    const list = page.getByRole('grid', { name: 'Containers' });
    for (const heading of ['State', 'Isolation'])
      await expect(list.getByRole('columnheader', { name: heading })).toBeInViewport({ ratio: 1 });
  }));

test('nothing moves for a person who asked for less motion, not even a dialog that opens', () =>
  windows.open('?fake=usual#/overview', async (page) => {
    page.setDefaultTimeout(partMs);
    await load(page);
    expect(await movesOfDialog(page)).toBeGreaterThan(0);
    await page.emulateMedia({ reducedMotion: 'reduce' });
    await load(page);
    expect(await movesOfDialog(page)).toBe(0);
  }));

/** Opens a dialog; how much has begun to move two frames later, and may have ended by then on a busy machine. */
async function movesOfDialog(page: Page): Promise<number> {
  await page.getByRole('button', { name: 'Add host' }).waitFor();
  return page.evaluate<number>(`(async () => {
    const frame = () => new Promise((done) => requestAnimationFrame(done));
    let moves = 0;
    const moving = ({ effect }) => effect.getComputedTiming().duration > 1;
    for (const begin of ['transitionrun', 'animationstart'])
      document.addEventListener(begin, ({ target }) => (moves += target.getAnimations().filter(moving).length));
    [...document.querySelectorAll('button')].find((one) => one.getAttribute('aria-label') === 'Add host').click();
    while (document.querySelector('[role="dialog"]') === null) await frame();
    await frame();
    await frame();
    return moves;
  })()`);
}

/**
 * The window, its page, the list of containers and tables of fixed columns, each with how far it goes on to the right.
 * Matrices and pictures may scroll.
 */
async function partsTooWide(page: Page): Promise<readonly string[]> {
  // What follows the size of the window does so before the second frame.
  await page.evaluate('new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done)))');
  return page.evaluate<readonly string[]>(
    `[document.scrollingElement, ...document.querySelectorAll('main, .container-table, .table-scroll:not(.drill-matrix-scroll)')]
      .filter((part) => part.scrollWidth > part.clientWidth)
      .map((part) => part.localName + '.' + part.className + ' ' + part.scrollWidth + ' > ' + part.clientWidth)`,
  );
}

/** Names the tables in which a heading has no cell below it in the first row: a narrow window hides both or none. */
async function tablesWithoutCells(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(
    `(() => {
      const width = (row) => [...row.cells].filter((cell) => cell.offsetParent !== null).reduce((sum, cell) => sum + cell.colSpan, 0);
      return [...document.querySelectorAll('main table')]
        .filter((table) => table.tHead?.rows.length === 1 && table.tBodies[0]?.rows.length > 0)
        .filter((table) => width(table.tHead.rows[0]) !== width(table.tBodies[0].rows[0]))
        .map((table) => 'a heading without cells in ' + table.getAttribute('aria-label'));
    })()`,
  );
}

/**
 * Texts, also those that are only read out, with a character that reorders what is around it. The fake host has some in
 * what a container chooses: names of files, lines of logs, what its services say of themselves.
 */
async function reorderedTexts(page: Page): Promise<readonly string[]> {
  return page.evaluate<readonly string[]>(
    `[...document.body.querySelectorAll('*')]
      .filter((part) => part.closest('.xterm') === null)
      .flatMap((part) => [
        ...[...part.childNodes].filter(({ nodeType }) => nodeType === Node.TEXT_NODE).map(({ data }) => data),
        ...['title', 'aria-label', 'aria-description', 'placeholder', 'alt'].map((name) => part.getAttribute(name) ?? ''),
      ])
      .filter((text) => /[\\u202a-\\u202e\\u2066-\\u2069]/.test(text))`,
  );
}

/** What was found, as `title: rule (3): where`, in one window; the colours are read when it loads. */
async function sweep(page: Page, states: readonly WindowState[], rules: RunOptions): Promise<readonly string[]> {
  const found: string[] = [];
  await load(page);
  for (const state of states) {
    try {
      await showState(page, state);
      found.push(...(await violations(page, rules)).map((violation) => `${state.title}: ${violation}`));
      found.push(...(await reorderedTexts(page)).map((text) => `${state.title}: not shown as data: ${text}`));
      await leaveState(page);
    } catch (error) {
      found.push(`${state.title}: ${String(error).split('\n')[0] ?? ''}`);
      await load(page);
    }
  }
  return found;
}

/** Loads the page with the first host: the window returns to the one that it showed last, in another test too. */
async function load(page: Page): Promise<void> {
  await page.evaluate('localStorage.removeItem("bulkhead.host"); location.hash = "#/overview"');
  await page.reload();
  await page.evaluate(axe);
  await page.getByRole('main').getByRole('heading').first().waitFor();
}

/** Names the part of the page that violates a rule, and the other parts that the rule compared it with. */
function describeNode({ target, any, all, none }: NodeResult): string {
  const others = [...any, ...all, ...none].flatMap(({ relatedNodes = [] }) => relatedNodes);
  const beside = others.slice(0, 4).map((other) => other.target.join(' '));
  return `${target.join(' ')}${beside.length === 0 ? '' : ` beside ${beside.join(' and ')}`}`;
}

/** `color-contrast (3): .faint, ...`. */
async function violations(page: Page, chosen: RunOptions): Promise<string[]> {
  await waitUntilAtRest(page);
  const hasFloating = (await page.locator('[role="menu"], [role="tooltip"]').count()) > 0;
  const options: RunOptions = {
    resultTypes: ['violations'],
    ...chosen,
    // A menu and a tip lie outside of all landmarks, as the patterns of the ARIA guide have it.
    ...(hasFloating && chosen.rules && { rules: { ...chosen.rules, region: { enabled: false } } }),
  };
  // What a terminal shows is coloured by the programs inside.
  const results = await page.evaluate<AxeResults>(`axe.run({ exclude: [".xterm"] }, ${JSON.stringify(options)})`);
  return results.violations.flatMap(({ id, nodes }) => {
    const left = nodes.filter(({ target }) => exempt[id]?.test(target.join(' ')) !== true);
    return left.length === 0 ? [] : [`${id} (${left.length}): ${left.slice(0, 4).map(describeNode).join(', ')}`];
  });
}
