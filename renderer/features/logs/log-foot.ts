// SPDX-License-Identifier: Apache-2.0
/** What the foot of a log says: how many lines, and whether more come. */

import type { LogSource } from '../../../contract/model/logs/log-line.ts';
import { failureText } from '../../window/notifications.ts';
import type { LogView } from './use-log.ts';
import { t } from '../../lib/language/t.ts';

interface LogFoot {
  readonly view: LogView;
  readonly isConnected: boolean;
  readonly isReadable: boolean;
  readonly isFollowed: boolean;
  readonly name: string;
  readonly source: LogSource;
}

/** Empty where what stands in place of the lines says it. */
export function footText({ view, isConnected, isReadable, isFollowed, name, source }: LogFoot): string {
  const count = `${view.lines.length.toLocaleString('en-GB')} ${view.lines.length === 1 ? 'line' : 'lines'}`;
  if (!isConnected) return t('{count}, as they were before the connection was lost', { count });
  if (!isReadable) return view.lines.length === 0 ? '' : t('{count}, from before {name} was stopped', { count, name });
  switch (view.status) {
    case 'loading':
      return view.lines.length === 0 ? t('Loading') : `${count}, loading`;
    case 'following':
      return isFollowed ? `${count}, following` : `${count}, loading`;
    case 'failed':
      return view.lines.length === 0
        ? ''
        : `${count}. ${failureText(t('cannot go on reading the {source} log of {name}', { source, name }), view.error)}`;
    case 'ended':
      return isFollowed ? t('{count}; the log has ended', { count }) : t('{count}, not following', { count });
  }
}
