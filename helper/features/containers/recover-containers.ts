// SPDX-License-Identifier: Apache-2.0
/** Finishes or undoes what a crashed helper left of containers. Those with which nothing was under way are not looked at. */

import { mkdirSync, rmdirSync } from 'node:fs';
import { join } from 'node:path';
import type { PendingIntent } from '../../journal/intent-journal.ts';
import { keepPrivate } from '../../system/files/keep-private.ts';
import type { ContainerStart } from './start-container.ts';
import type { Configurations } from './configurations.ts';
import { readDescription } from '../../lxc/description.ts';
import { containerPlaces } from '../../lxc/places.ts';
import type { ContainerRename } from './rename-container.ts';
import type { ContainerRemoval } from './remove-container.ts';
import type { ContainersHost } from './containers-host.ts';
import { hasCode } from '../../system/errno.ts';

type OwnIntent = PendingIntent<
  | 'create-container'
  | 'remove-container'
  | 'start-container'
  | 'change-settings'
  | 'change-network'
  | 'rename-container'
>;

interface Recovering {
  readonly host: Pick<ContainersHost, 'places' | 'intents'>;
  readonly configurations: Configurations;
  readonly starts: ContainerStart;
  readonly removals: ContainerRemoval;
  readonly renames: ContainerRename;
}

/** Trouble with one container does not keep the others from recovering. */
export async function recoverContainers(
  { host: { places, intents }, configurations, starts, removals, renames }: Recovering,
  onTrouble: (name: string, error: unknown) => void,
): Promise<void> {
  const layers = join(places.state, 'containers');
  mkdirSync(layers, { recursive: true, mode: 0o700 });
  keepPrivate(layers);
  for (const intent of intents.leftOf(
    'create-container',
    'remove-container',
    'start-container',
    'change-settings',
    'change-network',
    'rename-container',
  )) {
    try {
      await finish(intent);
      intents.release(intent.id);
    } catch (error) {
      onTrouble(intent.subject, error);
    }
  }

  async function finish(intent: OwnIntent): Promise<void> {
    const { kind, subject } = intent;
    if (kind === 'start-container') await starts.verifyRunning(subject);
    else if (kind === 'rename-container') await renames.finish(subject, intent.data.to);
    else if (kind === 'change-settings' || kind === 'change-network') {
      // One that was removed since has nothing to bring.
      if (readDescription(containerPlaces(places, subject).description) === undefined) return;
      if (kind === 'change-network') configurations.bringNetwork(subject);
      else configurations.bringSettings(subject, intent.data);
    } else if (kind === 'remove-container' ? removals.isLeft(subject) : intent.data !== null)
      await removals.undo(subject);
    else if (kind === 'create-container') removeEmptyFolder(containerPlaces(places, subject).folder);
  }
}

/**
 * A creation that crashed before it could record that the folder is its own leaves it empty. A folder that is not empty
 * belongs to something else.
 */
function removeEmptyFolder(folder: string): void {
  try {
    rmdirSync(folder);
  } catch (error) {
    if (!hasCode(error, 'ENOENT', 'ENOTEMPTY')) throw error;
  }
}
