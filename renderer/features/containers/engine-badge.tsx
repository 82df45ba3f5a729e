// SPDX-License-Identifier: Apache-2.0
/** Says of a container of Incus which engine and which member it is on; nothing for one of LXC. */

import type { Container } from '../../../contract/model/containers/container.ts';
import { engineWords } from './other-tool.ts';

export function EngineBadge({ container }: { readonly container: Pick<Container, 'engine' | 'member'> }) {
  const words = engineWords(container);
  if (words === undefined) return undefined;
  return <span className="badge">{words}</span>;
}
