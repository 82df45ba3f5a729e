// SPDX-License-Identifier: Apache-2.0
/** The console's window as a person uses it: places, and the verbs there. */

import { expect, type FrameLocator, type Locator, type Page } from '@playwright/test';

/** The parts of the window are found in a page, or in a frame of one. */
type Place = Pick<Page & FrameLocator, 'getByRole' | 'locator'>;

export class ConsoleWindow {
  readonly #keys: Page;
  readonly #page: Place;

  /** Keys go to the whole page, also where the window is a frame of it. */
  constructor(page: Page, place: Place = page) {
    this.#keys = page;
    this.#page = place;
  }

  async open(section: 'Overview' | 'Containers' | 'Denials' | 'Policy' | 'Isolation' | 'Activity'): Promise<this> {
    // Counts and what they are of follow the name.
    const link = { name: new RegExp(`^${section}\\b`) };
    await this.#page.getByRole('navigation', { name: 'Sections' }).getByRole('link', link).click();
    return this;
  }

  row(name: string): Locator {
    return this.#page
      .getByRole('grid', { name: 'Containers' })
      .getByRole('row')
      .filter({ has: this.#page.getByRole('link', { name, exact: true }) });
  }

  async newContainer(): Promise<CreateDialog> {
    await this.#page.getByRole('button', { name: 'New container' }).first().click();
    return new CreateDialog(this.#page.getByRole('dialog', { name: 'New container' }), this.#page);
  }

  /** Chooses one of few words in the field of this name. */
  async choose(field: string, option: string): Promise<void> {
    await this.#page.getByRole('combobox', { name: field }).click();
    await this.#page.getByRole('option', { name: option }).click();
  }

  async tab(label: string): Promise<void> {
    await this.#page.getByRole('tab', { name: label }).click();
  }

  /** Goes to the container's page and its terminal. */
  async terminalOf(name: string): Promise<TerminalPane> {
    await this.open('Containers');
    await this.row(name).getByRole('link', { name, exact: true }).click();
    await this.tab('Terminal');
    return new TerminalPane(this.#keys, this.#page);
  }

  /** The number that a chart's legend shows now; 0 when it shows none. */
  async percentOf(chart: string): Promise<number> {
    const legend = await this.#page.getByRole('figure', { name: chart }).first().locator('figcaption').innerText();
    return Number(/([\d.,]+)\s*%/.exec(legend)?.[1]?.replace(',', '') ?? 0);
  }

  async remove(name: string): Promise<void> {
    await this.row(name)
      .getByRole('button', { name: `More actions for ${name}` })
      .click();
    await this.#page.getByRole('menuitem', { name: /^Remove/ }).click();
    const dialog = this.#page.getByRole('dialog');
    await dialog.getByRole('textbox').fill(name);
    for (const box of await dialog.getByRole('checkbox').all()) await box.check();
    await dialog.getByRole('button', { name: 'Remove' }).click();
  }
}

interface WantedContainer {
  readonly name: string;
  readonly image: string;
}

class CreateDialog {
  readonly #dialog: Locator;
  readonly #page: Place;

  constructor(dialog: Locator, page: Place) {
    this.#dialog = dialog;
    this.#page = page;
  }

  /** Gives a container that runs and whose page can be opened. */
  async create(wanted: WantedContainer): Promise<void> {
    await this.begin(wanted);
    await this.#dialog.getByRole('button', { name: `Open ${wanted.name}` }).click();
    await expect(this.#dialog).toBeHidden();
  }

  /** Begins a creation, and does not wait for its end. */
  async begin({ name, image }: WantedContainer): Promise<void> {
    await this.#dialog.getByRole('textbox', { name: 'Name' }).fill(name);
    await this.#dialog.getByRole('combobox', { name: 'Image' }).click();
    await this.#page.getByRole('option', { name: image }).click();
    await this.#dialog.getByRole('button', { name: 'Create', exact: true }).click();
  }
}

class TerminalPane {
  readonly #keys: Page;
  readonly #page: Place;

  constructor(keys: Page, page: Place) {
    this.#keys = keys;
    this.#page = page;
  }

  async type(line: string): Promise<void> {
    await expect(this.#page.locator('.xterm-rows')).toContainText('#');
    await this.#page.locator('.xterm-helper-textarea').focus();
    await this.#keys.keyboard.type(`${line}\n`);
  }

  async expectOutput(text: string): Promise<void> {
    await expect(this.#page.locator('.xterm-rows')).toContainText(text);
  }
}
