// SPDX-License-Identifier: Apache-2.0
/** What goes on with which container: one thing at a time for each. */

import { fail } from '../../contract/errors.ts';
import type { ContainerState } from '../../contract/model/container.ts';

/** What an operation under way makes of the state: LXC itself does not know yet. */
export type Transition = Extract<ContainerState, 'starting' | 'stopping' | 'freezing'>;

export interface Work {
  /** Told to whoever comes meanwhile: "it is being started". */
  readonly reason: string;
  readonly transition?: Transition | undefined;
  /** Not shown meanwhile, because it is not yet a whole container. */
  readonly isHidden?: boolean;
}

export interface Claims {
  /** What goes on with it; undefined when nothing does. */
  of(name: string): Work | undefined;
  /** Gives what ends the claim. Fails with `container-busy` while there is another. */
  claim(name: string, work: Work): () => void;
  exclusively<T>(name: string, work: Work, act: () => Promise<T>): Promise<T>;
}

/** `onChange` is called when a claim has begun or ended. */
export function createClaims(onChange: () => void): Claims {
  const claims = new Map<string, Work>();

  function claim(name: string, work: Work): () => void {
    const other = claims.get(name);
    if (other !== undefined) fail('container-busy', { name, reason: other.reason });
    claims.set(name, work);
    onChange();
    return () => {
      claims.delete(name);
      onChange();
    };
  }

  return {
    of: (name) => claims.get(name),
    claim,
    async exclusively(name, work, act) {
      const release = claim(name, work);
      try {
        return await act();
      } finally {
        release();
      }
    },
  };
}
