// SPDX-License-Identifier: Apache-2.0
/** The verdict of isolation of the host that is shown. */

import { judgeHost } from '../../../../contract/model/isolation/judge-host.ts';
import { forgetVerdict, type Verdict } from '../../../../contract/model/isolation/verdict.ts';
import { useHostInfo, useIsConnected } from '../../../host/connection.ts';
import { useFeeds } from '../../../host/feeds.ts';
import { useContainerList } from '../context/category-owners.ts';

export function useHostVerdict(): Verdict {
  const selinux = useHostInfo()?.selinux.status;
  const containers = useContainerList();
  const isListed = useFeeds((state) => state.containers.status !== 'loading');
  const isConnected = useIsConnected();
  const verdict = judgeHost({
    selinux,
    verdicts: isListed ? containers.map(({ isolation }) => isolation) : undefined,
  });
  return isConnected ? verdict : forgetVerdict(verdict);
}
