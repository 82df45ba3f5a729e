// SPDX-License-Identifier: Apache-2.0
/** The verdict of a container of the host that is shown: nothing is known of now while there is no connection. */

import type { Container } from '../../../contract/model/containers/container.ts';
import { forgetVerdict, type Verdict } from '../../../contract/model/isolation/verdict.ts';
import { useIsConnected } from '../../host/connection.ts';

export function useVerdict({ isolation }: Container): Verdict {
  return useIsConnected() ? isolation : forgetVerdict(isolation);
}
