// SPDX-License-Identifier: Apache-2.0
/** The first steps on a host: what it lacks, with what fixes it, and what comes next. */

import Button from '@mui/material/Button';
import { useHostInfo } from '../../host/connection.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { navigate } from '../../window/location.ts';
import { CheckPanels } from '../doctor/check-panels.tsx';
import { useDoctor } from '../doctor/doctor-store.ts';
import { useFreshChecks } from '../doctor/fresh-checks.ts';
import { NextSteps } from './next-steps.tsx';
import { t } from '../../lib/language/t.ts';
import '../doctor/doctor.css';
import './getting-started.css';

export function GettingStartedPage() {
  useFreshChecks();
  const host = useHostInfo();
  const canFix = useDoctor(({ checks }) => checks?.some(({ fix }) => fix?.by === 'helper') ?? false);
  return (
    <div className="page getting-started">
      <div className="page-head">
        <h1>
          {host === undefined
            ? t('Getting started')
            : t('Getting started with {hostname}', { hostname: host.hostname })}
        </h1>
        <span style={{ flex: 1 }} />
        <Button variant="outlined" color="inherit" onClick={() => navigate({ page: 'overview' })}>
          {t('Close')}
        </Button>
      </div>
      <p className="getting-started-words">
        {t(
          'SELinux isolates the containers of this host from each other and from the host. Bulkhead has checked ' +
            'what that needs here, and has changed nothing.',
        )}
        {canFix && ` ${t('A fix by its button asks for an administrator’s password, and is in the activity log.')}`}
      </p>
      <CheckPanels arePassedFolded />
      <NextSteps />
      <p className="muted">
        <RichText
          message={
            'This page opens by itself once for each host. It stays in reach with the keys <kbd>g</kbd> ' +
            '<kbd>s</kbd>, in Search and commands, and on the page Host check.'
          }
          values={{ kbd: (key) => <kbd>{key}</kbd> }}
        />
      </p>
    </div>
  );
}
