// SPDX-License-Identifier: Apache-2.0
/** Locks a running container while the drill's probes run on it: nobody stops, changes or removes it meanwhile. */

import type { Verdict } from '../../../../contract/model/isolation/verdict.ts';
import { say } from '../../../../contract/text.ts';
import type { AttachTarget, Containers } from '../../containers/ports/containers.ts';

export interface HeldContainer {
  readonly target: AttachTarget;
  /** Reads its verdict of isolation as it is now. */
  verdict(): Promise<Verdict>;
  release(): void;
}

/**
 * Holds one of either engine. Fails when it does not run, is not managed by Bulkhead, or another operation has locked
 * it.
 */
export async function holdContainer(
  containers: Pick<Containers, 'exclusively' | 'attachTarget' | 'require'>,
  name: string,
  signal: AbortSignal,
): Promise<HeldContainer> {
  const target = await containers.attachTarget(name, signal);
  const verdict = async (): Promise<Verdict> =>
    (await containers.require(name, { can: 'isolation-test', isManaged: true })).isolation;
  return new Promise((resolve, reject) => {
    containers
      .exclusively(
        name,
        { reason: say('its isolation is being tried') },
        () => new Promise<void>((letGo) => resolve({ target, verdict, release: letGo })),
      )
      .catch(reject);
  });
}
