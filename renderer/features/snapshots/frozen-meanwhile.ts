// SPDX-License-Identifier: Apache-2.0
import { canEngine } from '../../../contract/model/engines/capabilities.ts';
import type { Container } from '../../../contract/model/containers/container.ts';

/** Says whether the container is frozen while its files are copied. */
export function isFrozenMeanwhile(container: Pick<Container, 'engine' | 'state'>): boolean {
  return container.state === 'running' && !canEngine(container, 'snapshot-at-once');
}
