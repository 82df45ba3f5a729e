// SPDX-License-Identifier: Apache-2.0
/** The bridge that a network leads to. */

import type { Network } from '../../../contract/model/containers/container.ts';
import { natBridge } from './port-guard.ts';

/** Undefined where it has none. */
export function bridgeOf(network: Network): string | undefined {
  if (network.kind === 'bridge') return network.bridge;
  return network.kind === 'nat' ? natBridge : undefined;
}
