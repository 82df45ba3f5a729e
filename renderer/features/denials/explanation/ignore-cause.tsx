// SPDX-License-Identifier: Apache-2.0
/** Folds a cause away for this person, or shows it again. For one that needs action it says first what that means. */

import VisibilityOff from '@mui/icons-material/VisibilityOff';
import Button from '@mui/material/Button';
import { useState } from 'react';
import { type CauseKind, causeKeyOf } from '../../../../contract/model/denials/cause-kind.ts';
import type { DenialGroup } from '../../../../contract/model/denials/denial.ts';
import { outcomeOfGroup } from '../../../../contract/model/denials/group-outcome.ts';
import { useWindow } from '../../../host/main-process.ts';
import { t } from '../../../lib/language/t.ts';
import { ignoreCause, isIgnoredIn, useIgnored } from '../ignored-causes.ts';

interface IgnoreCauseProps {
  readonly group: DenialGroup;
  readonly allGroups: ReadonlyMap<string, DenialGroup>;
  readonly kind: CauseKind;
}

export function IgnoreCause({ group, allGroups, kind }: IgnoreCauseProps) {
  const hostId = useWindow((state) => state.hostId);
  const ignored = useIgnored();
  const [isAsking, setAsking] = useState(false);
  const change = (isIgnored: boolean) => (): void => {
    setAsking(false);
    if (hostId !== undefined) ignoreCause(hostId, groupsOfCause(group, allGroups), isIgnored);
  };
  if (isIgnoredIn(ignored, group))
    return (
      <section className="ignore-cause">
        <p className="muted">{t('You ignore this cause on this host: it is folded away, and in no count.')}</p>
        <Button variant="outlined" color="inherit" onClick={change(false)}>
          {t('Show this cause again')}
        </Button>
      </section>
    );
  if (isAsking)
    return (
      <section className="ignore-cause">
        <p>{whatIsIgnored(group)}</p>
        <Button variant="outlined" color="inherit" onClick={change(true)}>
          {t('Ignore it')}
        </Button>
        <Button color="inherit" onClick={() => setAsking(false)}>
          {t('Cancel')}
        </Button>
      </section>
    );
  return (
    <section className="ignore-cause">
      <Button
        color="inherit"
        startIcon={<VisibilityOff />}
        onClick={kind === 'action' ? () => setAsking(true) : change(true)}
      >
        {kind === 'action' ? t('Ignore this cause…') : t('Ignore this cause')}
      </Button>
    </section>
  );
}

function whatIsIgnored(group: DenialGroup): string {
  return outcomeOfGroup(group) === 'blocked'
    ? t(
        'This cause needs action. SELinux goes on blocking the access, and what needs it does not work. Ignored, the cause ' +
          'is folded away in the list and in no count, for you on this host only.',
      )
    : t(
        'This cause needs action: the access is not blocked and goes on taking place. Ignored, the cause is folded away in ' +
          'the list and in no count, for you on this host only.',
      );
}

/** All groups that are one cause with this one. */
function groupsOfCause(group: DenialGroup, groups: ReadonlyMap<string, DenialGroup>): readonly DenialGroup[] {
  const key = causeKeyOf(group);
  return [...groups.values()].filter((one) => causeKeyOf(one) === key);
}
