// SPDX-License-Identifier: Apache-2.0
/** What the host itself has seen of an attempt that it watched. */

import type { HostSight } from './host-view.ts';

export interface Watched {
  readonly sight?: HostSight;
  /** Says in words where the attacker's layer was seen full. */
  readonly fullLayer?: string;
  /** Why the host could not see whether the attempt succeeded. */
  readonly unseen?: string;
  /** What the host does not have of that which would be tried. */
  readonly absent?: string;
}

export interface HostWatch {
  /** Looks, or begins to listen, while the attempt waits for it. */
  look?(): void;
  /** Closes what the watch holds open, and gives what it has seen. Called once. */
  end(): Watched;
}

/** What a watch gives that failed. */
export function unseenBy(error: unknown): Watched {
  return { unseen: `the host could not look: ${error instanceof Error ? error.message : String(error)}` };
}
