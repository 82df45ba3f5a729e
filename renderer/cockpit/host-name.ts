// SPDX-License-Identifier: Apache-2.0
/** Reads what a host calls itself, which the address of its Cockpit does not say. */

import type { CockpitApi } from './cockpit-api.ts';

const path = '/proc/sys/kernel/hostname';
/** The page does not wait longer for it. */
const maxWaitMs = 2000;

/** Gives undefined where the bridge cannot read it, or does not answer in time. Never rejects. */
export function readHostName(cockpit: Pick<CockpitApi, 'channel'>): Promise<string | undefined> {
  const decoder = new TextDecoder();
  let text = '';
  const channel = cockpit.channel({ payload: 'fsread1', path, binary: true });
  channel.addEventListener('message', (_, data) => (text += decoder.decode(data, { stream: true })));
  return new Promise((resolve) => {
    const timer = setTimeout(() => {
      resolve(undefined);
      channel.close();
    }, maxWaitMs);
    channel.addEventListener('close', () => {
      clearTimeout(timer);
      resolve(text.trim() || undefined);
    });
  });
}
