// SPDX-License-Identifier: Apache-2.0
/**
 * Says whether the window has the containers of this host: of a host that was never reached there is nothing to count.
 */

import { useFeeds } from '../../host/feeds.ts';
import { useContainers } from '../containers/containers.ts';

/** Says whether the containers are known. They are also of a lost host, whose last state is shown. */
export function useAreContainersKnown(): boolean {
  const isReady = useFeeds(({ containers }) => containers.status === 'ready');
  const hasSome = useContainers(({ byName }) => byName.size > 0);
  return isReady || hasSome;
}
