// SPDX-License-Identifier: Apache-2.0
/**
 * The verdict of a container of a host, the shown one where none is named: nothing is known of now while there is no
 * connection.
 */

import type { Container } from '../../../../contract/model/containers/container.ts';
import { forgetVerdict, type Verdict } from '../../../../contract/model/isolation/verdict.ts';
import { useIsConnected } from '../../../host/connection.ts';

export function useVerdict({ isolation }: Container, hostId?: string): Verdict {
  return useIsConnected(hostId) ? isolation : forgetVerdict(isolation);
}
