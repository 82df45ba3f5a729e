// SPDX-License-Identifier: Apache-2.0
/**
 * Counts the presses of the tasks that administrators do most: a click, a key, and a field that is filled count as one
 * each. A task that needs more than it may fails. The page's fake host; no lab.
 */

import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { basename, join } from 'node:path';
import { expect, type FileChooser, test, type Locator, type Page } from '@playwright/test';
import { startFakeWindows, type FakeWindows } from '../scripts/electron/fake-window.ts';

/** Does what a person does, and counts it. */
interface Hand {
  readonly page: Page;
  press(what: Locator): Promise<void>;
  fill(field: Locator, text: string): Promise<void>;
  /** Drags from one part of the width to another, both from 0 to 1: one press. */
  drag(over: Locator, parts: readonly [number, number]): Promise<void>;
  paste(field: Locator, text: string): Promise<void>;
  /** Chooses a folder in the dialog of the operating system: one press. */
  choose(chooser: FileChooser, folder: string): Promise<void>;
  key(keys: string): Promise<void>;
}

interface Task {
  readonly title: string;
  /** Is the page that the person looks at when the task begins. */
  readonly from: string;
  readonly presses: number;
  /** Makes what the task is about, before it begins. */
  readonly prepare?: (page: Page) => Promise<void>;
  readonly perform: (hand: Hand) => Promise<void>;
}

const button = (page: Page | Locator, name: string | RegExp): Locator => page.getByRole('button', { name }).first();
const dialog = (page: Page): Locator => page.getByRole('dialog');
const section = (page: Page, name: string | RegExp): Locator =>
  page.getByRole('navigation').first().getByRole('link', { name });

const tasks: readonly Task[] = [
  {
    title: 'create a container with two volumes, a published port, a limit and a domain of its own',
    from: '#/containers',
    presses: 10,
    perform: async ({ page, press, fill, paste }) => {
      await press(button(page, 'New container'));
      await expect(dialog(page).getByRole('radio', { name: /^Own domain/ })).toBeChecked();
      await fill(dialog(page).getByRole('textbox', { name: 'Memory limit' }), '1G');
      await press(dialog(page).getByRole('tab', { name: 'Volumes' }));
      await press(button(dialog(page), 'Add volume'));
      const source = dialog(page).getByRole('textbox', { name: 'Host folder or named volume' });
      await paste(source, '/srv/www:/data, /srv/git:/var/git:ro');
      await press(dialog(page).getByRole('tab', { name: 'Published ports' }));
      await press(button(dialog(page), 'Add port'));
      await fill(dialog(page).getByRole('textbox', { name: 'Host port' }), '8080');
      await fill(dialog(page).getByRole('textbox', { name: 'Port of the container' }), '80');
      await press(dialog(page).getByRole('button', { name: 'Create', exact: true }));
      await page.getByText('web-2 has been created.').waitFor();
    },
  },
  {
    title: 'see why a service cannot write, fix it, and undo that',
    from: '#/overview',
    presses: 6,
    perform: async ({ page, press }) => {
      await press(section(page, /^Denials/));
      await press(page.getByRole('list', { name: 'Causes of denials' }).getByRole('button', { name: /postgresql/ }));
      await press(button(page.getByRole('region', { name: 'What can be done' }), /^Apply/));
      await press(button(dialog(page), /^Apply/));
      await dialog(page).waitFor({ state: 'hidden' });
      await page
        .getByText(/^Fixed|no denial since/)
        .first()
        .waitFor();
      await press(button(page.locator('.drawer'), 'Undo'));
      await button(page.getByRole('region', { name: 'What can be done' }), /^Apply/).waitFor();
    },
  },
  {
    title: 'see which container used most CPU yesterday at 3',
    from: '#/overview',
    presses: 3,
    perform: async ({ page, press, drag }) => {
      await press(page.getByRole('button', { name: '24 h', exact: true }));
      await drag(page.getByRole('figure', { name: /^CPU/ }).getByRole('group'), [0.4, 0.5]);
      await button(page, 'Back to now').waitFor();
      await expect(page.getByRole('region', { name: /^Used most/ }).getByRole('link')).not.toHaveCount(0);
    },
  },
  {
    title: 'compare the graphs of two containers',
    from: '#/containers',
    presses: 3,
    perform: async ({ page, press }) => {
      await press(page.getByRole('checkbox', { name: 'Select web' }));
      await press(page.getByRole('checkbox', { name: 'Select db' }));
      await press(button(page, 'Compare'));
      await page.getByRole('heading', { name: 'Compare containers' }).waitFor();
    },
  },
  {
    title: 'see the denials of the last hours on all hosts',
    from: '#/overview',
    presses: 1,
    perform: async ({ page, press }) => {
      await press(page.getByRole('link', { name: 'All hosts' }));
      await page.getByRole('heading', { name: /^Causes of denials/ }).waitFor();
    },
  },
  {
    title: 'restore a snapshot of yesterday',
    from: '#/containers',
    presses: 5,
    perform: async ({ page, press }) => {
      await press(page.getByRole('link', { name: 'web', exact: true }));
      await press(page.getByRole('tab', { name: 'Snapshots' }));
      await press(button(page, /^Restore .*…$/));
      await press(button(dialog(page), /^Restore/));
      await page
        .getByText(/^The files of web are those of/)
        .first()
        .waitFor();
    },
  },
  {
    title: 'move a container to another member',
    from: '#/containers',
    presses: 4,
    // The host begins with containers of LXC alone, which stay where they are.
    prepare: async (page) => {
      await button(page, 'New container').click();
      await dialog(page).getByRole('radio', { name: 'Incus' }).check();
      await dialog(page).getByRole('textbox', { name: 'Name' }).fill('zone');
      await dialog(page).getByRole('button', { name: 'Create' }).click();
      await page.getByRole('link', { name: 'zone', exact: true }).waitFor();
      await page.getByRole('checkbox', { name: 'Select zone' }).waitFor();
    },
    perform: async ({ page, press }) => {
      await press(page.getByRole('checkbox', { name: 'Select zone' }));
      await press(button(page, 'Move to another member…'));
      await press(dialog(page).getByRole('button', { name: 'Move', exact: true }));
      await dialog(page).waitFor({ state: 'hidden' });
      await page
        .getByRole('row', { name: /zone/ })
        .getByText(/m00[12]/)
        .first()
        .waitFor();
    },
  },
  {
    title: 'see who stopped a container',
    from: '#/overview',
    presses: 2,
    perform: async ({ page, press, fill }) => {
      await press(section(page, 'Activity'));
      await fill(page.getByRole('searchbox', { name: 'Filter activity' }), 'restarted build-runner');
      await page
        .getByRole('row', { name: /build-runner/ })
        .first()
        .waitFor();
    },
  },
  {
    title: 'give a colleague read-only rights',
    from: '#/overview',
    presses: 6,
    perform: async ({ page, press, fill }) => {
      await press(section(page, 'Access'));
      await fill(page.getByRole('combobox', { name: 'Name' }), 'bob');
      await press(button(page, 'Give role'));
      await press(button(page, 'Save roles'));
      await page.getByText('The roles were saved.').waitFor();
    },
  },
  {
    title: 'run the drill and save its report',
    from: '#/overview',
    presses: 5,
    perform: async ({ page, press }) => {
      await press(page.getByRole('main').getByRole('link', { name: /^Drill/ }));
      await press(button(page, 'Run drill'));
      await press(button(dialog(page), 'Run drill'));
      await page
        .getByText(/^11 of 13 probes blocked/)
        .first()
        .waitFor();
      await press(button(page, 'Save report'));
      await press(page.getByRole('menuitem', { name: /PDF/ }));
    },
  },
  {
    title: 'react to an alert',
    from: '#/overview',
    presses: 2,
    perform: async ({ page, press }) => {
      await press(section(page, /^Alerts/));
      await press(button(page, 'Acknowledge'));
      await page.getByText('Acknowledged').first().waitFor();
    },
  },
  {
    title: 'open terminals of four containers side by side',
    from: '#/containers',
    presses: 5,
    perform: async ({ page, press }) => {
      for (const name of ['web', 'db', 'cache', 'mail'])
        await press(page.getByRole('checkbox', { name: `Select ${name}` }));
      await press(button(page, 'Open terminals'));
      await expect(page.locator('.workspace-pane')).toHaveCount(4);
    },
  },
  {
    title: 'upload a folder',
    from: '#/containers/web/files',
    presses: 2,
    perform: async ({ page, press, choose }) => {
      const folder = await mkdtemp(join(tmpdir(), 'bulkhead-folder-'));
      try {
        // The window runs as a user who is not root.
        await chmod(folder, 0o755);
        await writeFile(join(folder, 'index.html'), '<h1>');
        const chooser = page.waitForEvent('filechooser');
        await press(button(page, 'Upload folder…'));
        await choose(await chooser, folder);
        await page.getByRole('button', { name: basename(folder), exact: true }).waitFor();
      } finally {
        await rm(folder, { recursive: true });
      }
    },
  },
  {
    title: 'edit a file of a container',
    from: '#/containers/web/files',
    presses: 4,
    perform: async ({ page, press, key }) => {
      await press(button(page, 'etc'));
      await press(button(page, 'Actions for motd'));
      await press(page.getByRole('menuitem', { name: /^Edit/ }));
      await dialog(page).getByRole('textbox').first().waitFor();
      await key('Control+s');
    },
  },
];

/** Runs in the page: gives the field a text as the clipboard does. */
function pasteText(field: Element, text: string): void {
  const clipboardData = new DataTransfer();
  clipboardData.setData('text', text);
  field.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }));
}

/** Loads the window as one that has met its hosts, which leads to no first steps. */
async function meetHosts(page: Page): Promise<void> {
  await page.evaluate(`localStorage.clear(); localStorage.setItem('bulkhead.hosts.met', '["lab"]')`);
  await page.reload();
  await page.getByRole('main').getByRole('heading').first().waitFor();
}

let windows: FakeWindows;

test.beforeAll(async () => {
  windows = await startFakeWindows();
});
test.afterAll(() => windows.stop());

for (const { title, from, presses, prepare, perform } of tasks)
  test(`${title}: ${String(presses)} presses at most`, () =>
    windows.open(`?fake=usual${from}`, async (page) => {
      let counted = 0;
      const hand: Hand = {
        page,
        press: async (what) => {
          counted += 1;
          await what.click();
        },
        fill: async (field, text) => {
          counted += 1;
          await field.fill(text);
        },
        drag: async (over, [from, to]) => {
          counted += 1;
          await over.scrollIntoViewIfNeeded();
          const { x, y, width, height } = (await over.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
          await page.mouse.move(x + width * from, y + height / 2);
          await page.mouse.down();
          await page.mouse.move(x + width * to, y + height / 2, { steps: 5 });
          await page.mouse.up();
        },
        paste: async (field, text) => {
          counted += 1;
          await field.evaluate(pasteText, text);
        },
        choose: async (chooser, folder) => {
          counted += 1;
          await chooser.setFiles(folder);
        },
        key: async (keys) => {
          counted += 1;
          await page.keyboard.press(keys);
        },
      };
      await meetHosts(page);
      await prepare?.(page);
      await perform(hand);
      test.info().annotations.push({ type: 'presses', description: String(counted) });
      expect(counted).toBeLessThanOrEqual(presses);
    }));
