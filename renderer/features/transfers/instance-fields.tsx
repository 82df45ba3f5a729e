// SPDX-License-Identifier: Apache-2.0
/** Asks where an imported container of Incus is to be, and says what it is not given. */

import type { Cluster } from '../../../contract/model/host/cluster.ts';
import type { ParamsInput } from '../../../contract/operations/index.ts';
import { t } from '../../lib/language/t.ts';
import { PoolField, poolsOf } from '../containers/engines/pool-field.tsx';
import { memberLabel } from '../containers/use-cluster.ts';
import { SelectField } from '../../ui/form/select-field.tsx';

export type InstancePlace = NonNullable<ParamsInput<'container.import'>['incus']>;

interface InstanceFieldsProps {
  readonly cluster: Cluster;
  readonly place: InstancePlace;
  readonly onChange: (place: InstancePlace) => void;
}

export function InstanceFields({ cluster, place, onChange }: InstanceFieldsProps) {
  const { member: here, members } = cluster;
  return (
    <>
      <PoolField
        cluster={cluster}
        pool={place.pool}
        problem={problemOfPlace(place)}
        onChange={(pool) => onChange({ ...place, pool })}
      />
      {members.length > 1 && (
        <SelectField
          label={t('Place')}
          value={place.member ?? here ?? ''}
          options={members.map((one) => ({
            value: one.name,
            label: one.name === here ? t('This member, {member}', { member: one.name }) : memberLabel(one),
            isDisabled: one.state !== 'online',
          }))}
          onChange={(member) => onChange({ pool: place.pool, member })}
        />
      )}
      <p className="muted">
        {t(
          'Incus gets an image of all its files, which is deleted when the container is there. Tags, settings, published ' +
            'ports and a domain of its own stay behind; so do limits that Incus does not have. The network is that of the ' +
            'default profile.',
        )}
      </p>
    </>
  );
}

/** The first pool that is known, on the member that is asked. */
export function firstPlace(cluster: Cluster): InstancePlace {
  return { pool: poolsOf(cluster)[0] ?? '' };
}

export function problemOfPlace({ pool }: InstancePlace): string | undefined {
  return pool === '' ? t('Choose a pool.') : undefined;
}
