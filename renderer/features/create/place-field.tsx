// SPDX-License-Identifier: Apache-2.0
/** Chooses the place of a new container in the cluster. */

import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import type { Cluster } from '../../../contract/model/host/cluster.ts';
import { t } from '../../lib/language/t.ts';
import { memberLabel } from '../containers/use-cluster.ts';
import { groupPlace, memberPlace, type Place } from './instance-choices.ts';

interface PlaceFieldProps {
  readonly cluster: Cluster;
  readonly place: Place;
  readonly problem: string | undefined;
  readonly onChange: (place: Place) => void;
}

export function PlaceField({ cluster: { member: here, members }, place, problem, onChange }: PlaceFieldProps) {
  const groups = [...new Set(members.flatMap((one) => one.groups))].sort();
  return (
    <TextField
      select
      label={t('Place')}
      value={place}
      error={problem !== undefined}
      helperText={problem ?? t('Nothing keeps it there later: a move goes where it is sent.')}
      onChange={(event) => onChange(event.target.value as Place)}
    >
      <MenuItem value="here">{t('This member, {member}', { member: here ?? '' })}</MenuItem>
      <MenuItem value="load">{t('Automatic: the member with the least load')}</MenuItem>
      {groups.map((group) => (
        <MenuItem key={groupPlace(group)} value={groupPlace(group)}>
          {t('Group {group}: its member with the least load', { group })}
        </MenuItem>
      ))}
      {members
        .filter(({ name }) => name !== here)
        .map((one) => (
          <MenuItem key={memberPlace(one.name)} value={memberPlace(one.name)} disabled={one.state !== 'online'}>
            {memberLabel(one)}
          </MenuItem>
        ))}
    </TextField>
  );
}
