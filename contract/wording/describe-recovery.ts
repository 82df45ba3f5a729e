// SPDX-License-Identifier: Apache-2.0
/** Says in words how far a helper has recovered. */

import type { RecoveryStatus } from '../model/host/host.ts';
import { say, type Words } from '../text.ts';

/** Gives undefined where all is recovered. */
export function describeRecovery({ state, containers }: RecoveryStatus): Words | undefined {
  const names = containers.join(', ');
  if (state === 'failed')
    return say(
      'the helper could not recover what was under way when it last ended; its log says why (journalctl -u ' +
        'bulkhead-helper.service), and systemctl restart bulkhead-helper.service tries again',
    );
  if (state === 'running')
    return names === ''
      ? say('the helper still recovers what was under way when it last ended')
      : say('the helper still recovers what was under way when it last ended: {names}', { names });
  if (names === '') return undefined;
  return say(
    'the helper could not recover what was under way with {names}; its log says why (journalctl -u ' +
      'bulkhead-helper.service), and systemctl restart bulkhead-helper.service tries again',
    { names },
  );
}
