// SPDX-License-Identifier: Apache-2.0
/**
 * Starts a deployed lab in which Debian's Cockpit has the built page. The page is copied each time that it wakes: it
 * changes more often than what a snapshot is kept for.
 */

import { startDeployedLab } from '../deployed-lab.ts';
import type { Guest, Lab, LabOptions } from '../guest.ts';
import { cockpitRecipe } from '../recipe/cockpit.ts';
import { installPage } from './install-page.ts';

/** Its `reset` goes back to the deployed state, with the page of now. */
export function startCockpitLab(options: Omit<LabOptions, 'prepare'> = {}): Promise<Lab> {
  const prepare = (guest: Guest): Promise<void> => installPage(guest, options.onProgress);
  return startDeployedLab({ recipe: cockpitRecipe, ...options, prepare });
}

/** Gives the address of Cockpit for a browser of this machine. Its certificate is one that it made itself. */
export function cockpitAddress(port: number): string {
  return `https://127.0.0.1:${port}`;
}

/** Says how a person logs in there: the address, and the accounts with their passwords, on one line. */
export function describeCockpit(port: number): string {
  const accounts = cockpitRecipe.users.map(({ name, password = '' }) => `${name} (password ${password})`);
  return `Cockpit: ${cockpitAddress(port)}/bulkhead, as ${accounts.join(', ')}`;
}
