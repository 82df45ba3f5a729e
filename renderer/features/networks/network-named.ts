// SPDX-License-Identifier: Apache-2.0

import type { Network } from '../../../contract/model/containers/container.ts';

/** The network that is chosen; the name of its bridge or interface may be empty still. */
export function networkNamed(kind: Network['kind'], name: string): Network {
  if (kind === 'bridge') return { kind, bridge: name };
  return kind === 'macvlan' ? { kind, parent: name } : { kind };
}
