// SPDX-License-Identifier: Apache-2.0
/** What containers need of the policy modules of their domains. */

import type { ServedPortNumber } from '../../../../contract/model/containers/container.ts';
import type { ConnectTargets } from '../../../../contract/model/policy/connect-target.ts';
import type { Volume } from '../../../../contract/model/containers/volume.ts';
import type { Description } from '../../../lxc/description.ts';
import type { CategoryPair } from '../../../selinux/category-pairs.ts';

/** What a person chose for the domain of a container, as its description has it. */
export type DomainStatements = Pick<Description, 'ports' | 'allow' | 'connectTypes'>;

export type DomainChoices = DomainStatements &
  Pick<Description, 'confinement' | 'plainDomain' | 'volumes' | 'learningUntil' | 'learnedSince' | 'learnedLost'>;

/** What is chosen for the domain of one container. */
export interface Chosen {
  readonly ports: readonly ServedPortNumber[];
  readonly allow: Description['allow'];
  /** Types of ports, as {@link OwnDomains.connectTypes} gives them. */
  readonly connectTypes: readonly string[];
  readonly volumes: readonly Volume[];
}

/** What a module says of its container that may change, or was not known when the module was written. */
export interface ModuleFacts {
  readonly volumes: readonly Volume[];
  /** The context that the container is configured with has this pair. */
  readonly pair: CategoryPair;
}

/**
 * The policy modules of domains of their own, by their owner: the name of a container, or the key of the plain domain that
 * it was given (`ownerOf` of helper/selinux/types.ts). A plain domain has a module only where its container may do more than
 * every container.
 */
export interface OwnDomains {
  /**
   * Gives the types of ports that a person named, by type or by number. Fails with `policy-rejected` when one is no type
   * of ports in the loaded policy.
   */
  connectTypes(targets: ConnectTargets, signal: AbortSignal): Promise<readonly string[]>;
  /**
   * Gives the source of the module for which this is chosen; fails with `policy-rejected` when the loaded policy has no
   * type for one. Changes nothing. A plain domain is never permissive.
   */
  write(owner: string, options: Chosen & { readonly isPermissive: boolean }, signal: AbortSignal): Promise<string>;
  /** Installs what was written for a container under creation, with its categories. */
  make(
    owner: string,
    source: string,
    options: { readonly pair: CategoryPair; readonly isPermissive: boolean; readonly signal: AbortSignal },
  ): Promise<void>;
  /**
   * Brings the installed module to the volumes that the container shares and to its categories, for its next start; does
   * nothing where it has them, or where there is no module and nothing to say. Fails with `policy-rejected`.
   */
  update(owner: string, facts: ModuleFacts, signal: AbortSignal): Promise<void>;
  /**
   * Installs a text that another member has written, where it is not the one that is installed here. Fails with
   * `policy-rejected`.
   */
  bring(container: string, source: string, signal: AbortSignal): Promise<void>;
  /** Says whether Bulkhead knows a module of it. */
  has(owner: string): boolean;
  /** Containers of which Bulkhead knows a module by their own name. */
  names(): readonly string[];
  /**
   * Installs the module of a container a second time, with the types of another name. Idempotent; does nothing where
   * there is no module. Fails with `policy-rejected`.
   */
  copy(container: string, to: string, signal: AbortSignal): Promise<void>;
  /** Removes it with all its versions; none of its processes may run. */
  remove(owner: string): Promise<void>;
}
