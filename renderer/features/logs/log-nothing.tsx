// SPDX-License-Identifier: Apache-2.0
/** What stands where a log has no lines: none yet, none of the chosen kind, none to be had, or on their way. */

import Button from '@mui/material/Button';
import { isFailure } from '../../../contract/errors.ts';
import type { LogSource } from '../../../contract/model/logs/log-line.ts';
import { Empty, Failed, Loading } from '../../ui/placeholder.tsx';
import { failureText } from '../../window/notifications.ts';
import type { LogView } from './use-log.ts';
import { t } from '../../lib/language/t.ts';

interface LogNothingProps {
  readonly view: LogView;
  readonly source: LogSource;
  readonly name: string;
  readonly isReadable: boolean;
  /** Says whether something was left out by choice. */
  readonly isChosen: boolean;
  readonly onRetry: () => void;
  readonly onSource: (source: LogSource) => void;
}

export function LogNothing(props: LogNothingProps) {
  const { view, source, name, isReadable, isChosen, onRetry, onSource } = props;
  const elsewhere = (
    <div className="log-elsewhere">
      <Button variant="outlined" color="inherit" onClick={() => onSource('console')}>
        {t('Show its console log')}
      </Button>
      <Button variant="outlined" color="inherit" onClick={() => onSource('start')}>
        {t('Show the log of its start')}
      </Button>
    </div>
  );
  if (!isReadable || isFailure(view.error, 'container-not-running'))
    return (
      <Empty title={t('{name} does not run', { name })}>
        {t(
          'Its journal is read by its own journalctl, so only while it runs. Its console log and the log of its ' +
            'start are kept on the host.',
        )}
        {elsewhere}
      </Empty>
    );
  if (view.status === 'failed')
    return (
      <div className="log-failed">
        <Failed
          text={failureText(
            t('cannot read the {source, select, console {console} start {start} other {journal}} log of {name}', {
              source,
              name,
            }),
            view.error,
          )}
          onRetry={onRetry}
        />
        {source === 'journal' && isFailure(view.error, 'log-unavailable') && elsewhere}
      </div>
    );
  if (view.status === 'loading')
    return (
      <Loading
        label={t('Loading the {source, select, console {console} start {start} other {journal}} log of {name}', {
          source,
          name,
        })}
        lines={10}
      />
    );
  if (isChosen) return <Empty title={t('No such lines')}>{t('No line of this log is of the chosen kind.')}</Empty>;
  return <Empty title={t('Nothing yet')}>{emptyTexts[source]}</Empty>;
}

const emptyTexts: Readonly<Record<LogSource, string>> = {
  journal: t('The journal has no lines. Those that come appear here.'),
  console: t(
    'It has written nothing to its console since its console is kept: from its next start on, where an ' +
      'older helper started it.',
  ),
  start: t('It was not started yet, or LXC had nothing to say.'),
};
