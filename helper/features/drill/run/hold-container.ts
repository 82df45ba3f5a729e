// SPDX-License-Identifier: Apache-2.0
/** Locks a running container while the drill's probes run on it: nobody stops, changes or removes it meanwhile. */

import { say } from '../../../../contract/text.ts';
import type { AttachTarget, Containers } from '../../containers/ports.ts';

export interface HeldContainer {
  readonly target: AttachTarget;
  release(): void;
}

/** Fails when it does not run, is not managed by Bulkhead, or another operation has locked it. */
export async function holdContainer(
  containers: Pick<Containers, 'exclusively' | 'attachTarget' | 'require'>,
  name: string,
  signal: AbortSignal,
): Promise<HeldContainer> {
  // One of Incus has consoles as well, and nothing of it is known that a drill compares.
  await containers.require(name);
  const target = await containers.attachTarget(name, signal);
  return new Promise((resolve, reject) => {
    containers
      .exclusively(
        name,
        { reason: say('its isolation is being tried') },
        () => new Promise<void>((letGo) => resolve({ target, release: letGo })),
      )
      .catch(reject);
  });
}
