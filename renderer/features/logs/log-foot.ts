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
  const count = view.lines.length;
  if (!isConnected)
    return t('{count, plural, one {# line} other {# lines}}, as they were before the connection was lost', { count });
  if (!isReadable)
    return count === 0
      ? ''
      : t('{count, plural, one {# line} other {# lines}}, from before {name} was stopped', { count, name });
  switch (view.status) {
    case 'loading':
      return count === 0 ? t('Loading') : loadingText(count);
    case 'following':
      return isFollowed ? t('{count, plural, one {# line} other {# lines}}, following', { count }) : loadingText(count);
    case 'failed':
      return count === 0
        ? ''
        : `${t('{count, plural, one {# line} other {# lines}}.', { count })} ${failureText(cannotGoOn(source, name), view.error)}`;
    case 'ended':
      return isFollowed
        ? t('{count, plural, one {# line} other {# lines}}; the log has ended', { count })
        : t('{count, plural, one {# line} other {# lines}}, not following', { count });
  }
}

function loadingText(count: number): string {
  return t('{count, plural, one {# line} other {# lines}}, loading', { count });
}

function cannotGoOn(source: LogSource, name: string): string {
  return t('cannot go on reading the {source, select, console {console} start {start} other {journal}} log of {name}', {
    source,
    name,
  });
}
