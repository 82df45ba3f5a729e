// SPDX-License-Identifier: Apache-2.0
/** What each engine does to a container of its own, whose lock the caller has. All else of a container is LXC's alone. */

import type { Limits } from '../../../contract/model/containers/limits.ts';
import type { GivenResult } from '../../../contract/operations/index.ts';

export type AppliedLimit = GivenResult<'container.configure'>['applied'][number];

/** Limits that are to be changed; null takes one away. */
export type WantedLimits = { readonly [Key in keyof Limits]?: Limits[Key] | undefined };

export interface EngineActs {
  /** Ends it again, and fails, when its init is not in the context that its configuration names. */
  start(name: string, signal: AbortSignal): Promise<void>;
  /** Kills all its processes by force; else its init is asked to shut down. */
  stop(name: string, options: { readonly force: boolean }, signal: AbortSignal): Promise<void>;
  freeze(name: string, signal: AbortSignal): Promise<void>;
  unfreeze(name: string, signal: AbortSignal): Promise<void>;
  /** Removes also one that runs. */
  remove(name: string): Promise<void>;
  /** Says for each limit how it applies. */
  configure(name: string, limits: WantedLimits): Promise<readonly AppliedLimit[]>;
}
