// SPDX-License-Identifier: Apache-2.0
/** The container that a group of denials is about, and the container whose files it was denied. */

import type { Container } from '../../contract/model/containers/container.ts';
import type { DenialGroup } from '../../contract/model/denials/denial.ts';
import { categoriesOf, type SecurityContext } from '../../contract/model/contexts/security-context.ts';

/** A container that was denied what another has. */
export interface DeniedContainer {
  readonly name: string;
  /** The label of what it was denied. */
  readonly target: SecurityContext;
  /** The container that has the pair of that label. */
  readonly otherContainer: string | null;
  readonly permissions: readonly string[];
}

/** Undefined when it belongs to the host, or the record does not say whose it is. */
export function deniedContainer(
  { sample: { container: name, target, permissions } }: DenialGroup,
  containers: readonly Container[],
): DeniedContainer | undefined {
  return name === null || target === null
    ? undefined
    : { name, target, otherContainer: ownerOf(target, containers, name), permissions };
}

/** The other container that holds exactly these categories. */
export function ownerOf(
  target: SecurityContext,
  containers: readonly Container[],
  denied: string | null,
): string | null {
  const wanted = [...categoriesOf(target.level)].sort().join(',');
  if (wanted === '') return null;
  return (
    containers.find(({ name, categories }) => name !== denied && [...categories].sort().join(',') === wanted)?.name ??
    null
  );
}
