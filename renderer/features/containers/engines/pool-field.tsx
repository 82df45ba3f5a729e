// SPDX-License-Identifier: Apache-2.0
/** Chooses the storage pool of a container of Incus. */

import TextField from '@mui/material/TextField';
import type { Cluster } from '../../../../contract/model/host/cluster.ts';
import { t } from '../../../lib/language/t.ts';
import { SelectField } from '../../../ui/form/select-field.tsx';

interface PoolFieldProps {
  readonly cluster: Cluster;
  readonly pool: string;
  readonly problem: string | undefined;
  readonly onChange: (pool: string) => void;
}

export function PoolField({ cluster, pool, problem, onChange }: PoolFieldProps) {
  const pools = poolsOf(cluster);
  const label = t('Storage pool');
  const help = t(
    'On lvm, ceph, and zfs with zfs.block_mode a mount labels all files at once; on others each file is labelled.',
  );
  if (pools.length > 0)
    return (
      <SelectField
        label={label}
        value={pool}
        options={pools.map((one) => ({ value: one, label: one }))}
        help={help}
        problem={problem}
        onChange={onChange}
      />
    );
  return (
    <TextField
      label={label}
      value={pool}
      error={problem !== undefined}
      helperText={problem ?? help}
      onChange={(event) => onChange(event.target.value)}
    />
  );
}

/** Lists the pools that some member has; none are known where Incus is alone. */
export function poolsOf({ members }: Cluster): readonly string[] {
  return [...new Set(members.flatMap(({ pools }) => pools.map(({ name }) => name)))].sort();
}
