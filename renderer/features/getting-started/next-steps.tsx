// SPDX-License-Identifier: Apache-2.0
/** What comes next on a host: a first container, the drill, the guide. Each says whether it is done. */

import CheckCircle from '@mui/icons-material/CheckCircleOutlined';
import Circle from '@mui/icons-material/RadioButtonUnchecked';
import Button from '@mui/material/Button';
import { useEffect, type ReactNode } from 'react';
import { useConnection, useHostInfo } from '../../host/connection.ts';
import { formatRoute } from '../../lib/route.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { Panel } from '../../ui/panel.tsx';
import { showGuide } from '../../window/help.ts';
import { navigate } from '../../window/location.ts';
import { useContainers } from '../containers/containers.ts';
import { NewContainerButton } from '../containers/new-container-button.tsx';
import { ensureReports, useDrill } from '../drill/drill-store.ts';
import { RunDrillButton } from '../drill/run-drill-button.tsx';
import { t } from '../../lib/language/t.ts';

export function NextSteps() {
  const connection = useConnection((state) => state.connection);
  const isEnforcing = useHostInfo()?.selinux.status === 'enforcing';
  const containers = useContainers(({ byName }) => byName.size);
  const drills = useDrill(({ reports }) => reports?.length ?? 0);
  useEffect(() => {
    if (connection.status === 'connected') void ensureReports(connection.client);
  }, [connection]);

  return (
    <Panel title={t('What comes next')} isFlush>
      <ol className="next-steps">
        <Step
          title={t('Let SELinux enforce on this host')}
          done={isEnforcing ? t('Done: SELinux enforces.') : undefined}
          action={
            <Button variant={isEnforcing ? 'text' : 'outlined'} color="inherit" href={formatRoute({ page: 'selinux' })}>
              {t('SELinux of this host')}
            </Button>
          }
        >
          {t(
            'From a stock Debian or Ubuntu step by step: prepare and label, watch what would be denied, try enforcing ' +
              'with a way back by itself.',
          )}
        </Step>
        <Step
          title={t('Create the first container')}
          done={
            containers === 0
              ? undefined
              : t('Done: {containers, plural, one {1 container} other {{containers} containers}} on this host.', {
                  containers,
                })
          }
          action={<NewContainerButton isMain={containers === 0} />}
        >
          {t(
            'A name and an image are enough. It gets an SELinux context with categories of its own, its own range ' +
              'of user ids, and a seccomp filter.',
          )}
        </Step>
        <Step
          title={t('Run the isolation drill')}
          done={
            drills === 0
              ? undefined
              : t('Done: {drills, plural, one {1 report} other {{drills} reports}} on this host.', { drills })
          }
          action={
            <RunDrillButton label={t('Run drill')} onBegun={() => navigate({ page: 'isolation', part: 'drill' })} />
          }
        >
          {t(
            'A temporary container attacks another one and this host, once with SELinux and once without. The ' +
              'report shows which layer blocked each probe.',
          )}
        </Step>
        <Step
          title={t('Read how it works')}
          done={undefined}
          action={
            <ActionButton
              label={t('Open guide')}
              variant="outlined"
              reason={undefined}
              onAction={() => showGuide('guide/start.md')}
            />
          }
        >
          {t('The guide opens beside the page. F1 opens it at what is about the page that you see.')}
        </Step>
      </ol>
    </Panel>
  );
}

interface StepProps {
  readonly title: string;
  /** What shows that it was done; undefined before. */
  readonly done: string | undefined;
  readonly action: ReactNode;
  readonly children: ReactNode;
}

function Step({ title, done, action, children }: StepProps) {
  return (
    <li>
      {done === undefined ? (
        <Circle className="faint" aria-hidden="true" />
      ) : (
        <CheckCircle className="next-step-done" aria-hidden="true" />
      )}
      <div className="grow">
        <b>{title}</b>
        <p className="muted">{children}</p>
        {done !== undefined && <p>{done}</p>}
      </div>
      {action}
    </li>
  );
}
