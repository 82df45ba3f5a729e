// SPDX-License-Identifier: Apache-2.0
/** The locks of containers: one operation at a time for each. */

import { fail } from '../../contract/errors.ts';
import type { Container, ContainerState } from '../../contract/model/containers/container.ts';
import type { Words } from '../../contract/text.ts';

/** How a running operation changes the shown state: LXC itself does not know yet. */
export type Transition = Extract<ContainerState, 'starting' | 'stopping' | 'freezing'>;

interface Work {
  /** The reason that other callers get meanwhile: "it is being started". */
  readonly reason: Words;
  readonly transition?: Transition | undefined;
  /** Not shown meanwhile, because it is not yet a whole container. */
  readonly isHidden?: boolean;
  /** What is shown meanwhile, because what is there belongs half to it and half to another one. */
  readonly shown?: Container;
}

export interface Claims {
  /** The operation that has the lock; undefined when none has. */
  of(name: string): Work | undefined;
  /** The containers that are shown as they were, whatever is there now. */
  shown(): readonly Container[];
  /** Gives the function that ends the lock. Fails with `container-busy` while there is another. */
  claim(name: string, work: Work): () => void;
  exclusively<T>(name: string, work: Work, act: () => Promise<T>): Promise<T>;
}

/** `onChange` is called when a lock has begun or ended. */
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
    shown: () => [...claims.values()].flatMap(({ shown }) => shown ?? []),
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
