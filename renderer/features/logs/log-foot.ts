// SPDX-License-Identifier: Apache-2.0
/** What the foot of a log says: how many lines, and whether more come. */

import type { LogSource } from '../../../contract/model/logs/log-line.ts';
import { failureText } from '../../window/notifications.ts';
import type { LogView } from './use-log.ts';

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
  if (!isConnected) return `${count}, as they were before the connection was lost`;
  if (!isReadable) return view.lines.length === 0 ? '' : `${count}, from before ${name} was stopped`;
  switch (view.status) {
    case 'loading':
      return view.lines.length === 0 ? 'Loading' : `${count}, loading`;
    case 'following':
      return isFollowed ? `${count}, following` : `${count}, loading`;
    case 'failed':
      return view.lines.length === 0
        ? ''
        : `${count}. ${failureText(`cannot go on reading the ${source} log of ${name}`, view.error)}`;
    case 'ended':
      return isFollowed ? `${count}; the log has ended` : `${count}, not following`;
  }
}
