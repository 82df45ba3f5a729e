// SPDX-License-Identifier: Apache-2.0
/** What every start asks of the main process. It answers while the page itself is still being loaded. */

import type { About, BulkheadBridge, HostEntry, Theme } from '../../contract/bridge.ts';

export interface FirstAnswers {
  readonly hosts: readonly HostEntry[];
  readonly theme: Theme;
  readonly about: About;
}

export async function askFirst(bridge: BulkheadBridge): Promise<FirstAnswers> {
  const [hosts, theme, about] = await Promise.all([bridge.hosts.list(), bridge.theme.get(), bridge.about()]);
  return { hosts, theme, about };
}
