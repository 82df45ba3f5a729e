// SPDX-License-Identifier: Apache-2.0
/** Says which engine and which member a container is on; nothing for an engine that every host has. */

import type { Container } from '../../../contract/model/containers/container.ts';
import { engineWords } from './engine-reason.ts';

interface EngineBadgeProps {
  readonly container: Pick<Container, 'engine' | 'member'>;
  /** Names the member alone, for a place with little room. */
  readonly isShort?: boolean;
}

export function EngineBadge({ container, isShort = false }: EngineBadgeProps) {
  const words = engineWords(container);
  if (words === undefined) return undefined;
  return (
    <span className="badge" title={words}>
      {isShort ? (container.member ?? words) : words}
    </span>
  );
}
