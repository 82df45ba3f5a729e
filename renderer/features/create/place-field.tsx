// SPDX-License-Identifier: Apache-2.0
/** Chooses the place of a new container in the cluster. */

import type { Cluster } from '../../../contract/model/host/cluster.ts';
import { t } from '../../lib/language/t.ts';
import { memberLabel } from '../containers/use-cluster.ts';
import { SelectField } from '../../ui/form/select-field.tsx';
import { groupPlace, memberPlace, type Place } from './choices/instance-choices.ts';

interface PlaceFieldProps {
  readonly cluster: Cluster;
  readonly place: Place;
  readonly problem: string | undefined;
  readonly onChange: (place: Place) => void;
}

export function PlaceField({ cluster: { member: here, members }, place, problem, onChange }: PlaceFieldProps) {
  const groups = [...new Set(members.flatMap((one) => one.groups))].sort();
  return (
    <SelectField
      label={t('Place')}
      value={place}
      options={[
        { value: 'here', label: t('This member, {member}', { member: here ?? '' }) },
        { value: 'load', label: t('Automatic: the member with the least load') },
        ...groups.map((group) => ({
          value: groupPlace(group),
          label: t('Group {group}: its member with the least load', { group }),
        })),
        ...members
          .filter(({ name }) => name !== here)
          .map((one) => ({
            value: memberPlace(one.name),
            label: memberLabel(one),
            isDisabled: one.state !== 'online',
          })),
      ]}
      problem={problem}
      help={t('Nothing keeps it there later: a move goes where it is sent.')}
      onChange={onChange}
    />
  );
}
