// SPDX-License-Identifier: Apache-2.0
/** The one check of what the engine of a container can do. */

import { fail } from '../errors.ts';
import type { Container } from '../model/containers/container.ts';
import { type Capability, whyEngineCannot } from '../model/engines/capabilities.ts';

/** Fails with `engine-cannot` where the engine of the container lacks the capability. */
export function requireCapability(container: Pick<Container, 'name' | 'engine'>, capability: Capability): void {
  const reason = whyEngineCannot(container, capability);
  if (reason !== undefined) fail('engine-cannot', { name: container.name, reason });
}
