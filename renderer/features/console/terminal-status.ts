// SPDX-License-Identifier: Apache-2.0
/** What there is to say of a session beside its output; undefined while it is open. */

import { failureText } from '../../window/notifications.ts';
import type { TerminalEntry } from './terminal-entry.ts';
import { comesBack } from './terminal-store.ts';
import { t } from '../../lib/language/t.ts';

export function statusText(entry: Pick<TerminalEntry, 'container' | 'status' | 'choice'>): string | undefined {
  const { container, status, choice } = entry;
  switch (status.status) {
    case 'opening':
      return t('Opening a terminal in {container} …', { container });
    case 'open':
      return undefined;
    case 'lost':
      return status.outlivesHelper
        ? t('The connection to the host is lost. The session continues here if it is back within two minutes.')
        : t(
            'The connection to the host is lost. The session continues here if it is back within two minutes and the ' +
              'helper was not restarted.',
          );
    case 'gone':
      return status.isOfFormerHelper === true
        ? t('The session ended when the helper was restarted.')
        : t('The session has ended: nothing was connected to it for two minutes, or its helper was restarted.');
    case 'failed':
      return comesBack(entry)
        ? t('{container} is not running. The session opens again when it runs.', { container })
        : failureText(t('cannot open a terminal'), status.error);
    case 'ended':
      if (choice.isBoot === true)
        return t('The boot console has ended. It opens again when {container} starts.', { container });
      return comesBack(entry)
        ? `${exitLabel(status.exitCode)} ${t('If {container} was stopped, the session opens again when it runs.', { container })}`
        : exitLabel(status.exitCode);
  }
}

function exitLabel(exitCode: number | undefined): string {
  if (exitCode === undefined)
    return t('The session has ended. Its exit code is not known, since the helper was restarted meanwhile.');
  return exitCode > 128 && exitCode < 193
    ? t('The session was ended by signal {signal} (exit code {exitCode}).', { signal: exitCode - 128, exitCode })
    : t('The session ended with exit code {exitCode}.', { exitCode });
}
