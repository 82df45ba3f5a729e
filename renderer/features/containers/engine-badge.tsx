// SPDX-License-Identifier: Apache-2.0
/** Says of a container of Incus which engine and which member it is on; nothing for one of LXC. */

import type { Container } from '../../../contract/model/containers/container.ts';
import { engineWords } from './other-tool.ts';

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
