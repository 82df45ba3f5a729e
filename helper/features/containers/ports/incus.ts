// SPDX-License-Identifier: Apache-2.0
/** The containers of Incus, as other features use them. */

import type { GivenAdoptionLine } from '../../../../contract/model/containers/adoption.ts';
import type { AdoptionStep } from '../../../../contract/operations/containers/adoption.ts';
import type { Words } from '../../../../contract/text.ts';
import type { IncusClient } from '../../../incus/incus-client.ts';
import type { IncusInstance, InstanceName } from '../../../incus/incus-instances.ts';
import type { DomainStatements } from './domains.ts';

export interface InstancesOfIncus {
  readonly client: IncusClient;
  /** Resolves once they have been read, or cannot be. */
  settled(signal: AbortSignal): Promise<void>;
  /**
   * The instance of this name, on any member, as it was last read. Fails with `container-of-incus` for one that Bulkhead
   * has not created.
   */
  managed(name: string): IncusInstance;
  /**
   * Gives the instance of this name on this host; fails with `container-failed` for one on another member, in which
   * nothing of this host can look.
   */
  own(name: string): IncusInstance;
  /** Asks the kernel where it is on this host, else Incus. */
  isRunning(instance: IncusInstance): boolean;
  /** The context that one is configured with now; fails with `container-failed` when that would not isolate it. */
  contextOf(name: string, signal: AbortSignal): Promise<string>;
  /** Fails with `container-failed` where it has no context that it may start with, or its files have another label. */
  checkLabels(instance: IncusInstance, signal: AbortSignal): Promise<void>;
  /** The name of this member; undefined without a cluster. */
  here(): string | undefined;
  /**
   * Gives one that does not run the shared domain, or its own, whose module is installed. The caller has the lock of the
   * name.
   */
  confine(name: string, confinement: 'shared' | 'own', chosen: DomainStatements): Promise<void>;
  /** Has the volume of one mounted with the label that its context calls for, where that is another one. */
  labelFiles(name: InstanceName): Promise<void>;
  /** Fails as a creation by `cluster.create` that cannot begin. Changes nothing. */
  checkNew(one: { readonly name: string; readonly pool: string }, signal: AbortSignal): Promise<void>;
  /** Adopts those that another tool created; the caller has the lock of the name. */
  readonly adoption: InstanceAdoption;
}

export interface InstanceAdoption {
  /** Changes nothing. */
  plan(name: string, signal: AbortSignal): Promise<InstancePlan>;
  /** Adopts all or nothing. Fails with `container-not-adoptable` for one with problems. */
  adopt(name: string, onStep: (step: AdoptionStep) => void, signal: AbortSignal): Promise<void>;
  /** Brings back files and configuration of before; once begun it goes through. Fails with `original-not-found`. */
  restore(name: string, options: { readonly force: boolean }): Promise<void>;
  /** Removes what would bring them back. Fails with `original-not-found`. */
  forget(name: string): Promise<void>;
}

export interface InstancePlan {
  /** Why it cannot be adopted, as far as its configuration says it. */
  readonly problems: readonly Words[];
  readonly lines: readonly GivenAdoptionLine[];
  /** Keys of its own that it goes on having, with what keeps them from opening anything. */
  readonly config: Readonly<Record<string, string>>;
}
