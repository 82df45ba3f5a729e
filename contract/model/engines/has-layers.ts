// SPDX-License-Identifier: Apache-2.0
import type { Container } from '../containers/container.ts';
import { canEngine } from './capabilities.ts';

/** Says whether Bulkhead keeps the container's files as a layer above an image, with its network and its domain. */
export function hasLayers(container: Pick<Container, 'engine' | 'isManaged'>): boolean {
  return container.isManaged && canEngine(container, 'layer');
}
