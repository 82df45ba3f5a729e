// SPDX-License-Identifier: Apache-2.0
/** What each engine does to a container of its own. */

import type { Container } from '../../../contract/model/containers/container.ts';
import type { Limits } from '../../../contract/model/containers/limits.ts';
import type { GivenResult } from '../../../contract/operations/index.ts';
import type { readEnforcement } from '../../selinux/enforcement.ts';
import type { IsPermissiveDomain } from '../../selinux/permissive-domains.ts';
import type { Containers } from './ports/containers.ts';

export type AppliedLimit = GivenResult<'container.configure'>['applied'][number];

/** Limits that are to be changed; null takes one away. */
export type WantedLimits = { readonly [Key in keyof Limits]?: Limits[Key] | undefined };

/** The caller has the lock of the container. */
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

/** What is read of the policy once for all containers of a list. */
export interface PolicyFacts {
  readonly enforcement: ReturnType<typeof readEnforcement>;
  readonly isPermissive: IsPermissiveDomain;
}

/** One engine, as the containers of all engines are listed, changed and entered by it. */
export interface ContainerEngine
  extends EngineActs, Pick<Containers, 'openRoot' | 'describedDomain' | 'chooseDomain' | 'attachTarget'> {
  /** Gives undefined for a container that it has not. */
  read(name: string, facts: PolicyFacts): Container | undefined;
  /** Fails for one on which the engine may not act, although it is listed. */
  checkManaged(name: string): void;
  /** Says whether it runs; one on another member of a cluster has no process on this host. */
  isRunning(container: Container): boolean;
}
