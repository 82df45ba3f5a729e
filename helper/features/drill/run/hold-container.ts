// SPDX-License-Identifier: Apache-2.0
/** Locks a running container while the drill's probes run on it: nobody stops, changes or removes it meanwhile. */

import { say } from '../../../../contract/text.ts';
import type { AttachTarget, Containers } from '../../containers/ports/containers.ts';

export interface HeldContainer {
  readonly target: AttachTarget;
  release(): void;
}

/** Of either engine. Fails when it does not run, is not managed by Bulkhead, or another operation has locked it. */
export async function holdContainer(
  containers: Pick<Containers, 'exclusively' | 'attachTarget'>,
  name: string,
  signal: AbortSignal,
): Promise<HeldContainer> {
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
