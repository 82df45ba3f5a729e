// SPDX-License-Identifier: Apache-2.0
/** Chooses the storage pool of a container of Incus. */

import MenuItem from '@mui/material/MenuItem';
import TextField from '@mui/material/TextField';
import type { Cluster } from '../../../../contract/model/host/cluster.ts';
import { t } from '../../../lib/language/t.ts';

interface PoolFieldProps {
  readonly cluster: Cluster;
  readonly pool: string;
  readonly problem: string | undefined;
  readonly onChange: (pool: string) => void;
}

export function PoolField({ cluster, pool, problem, onChange }: PoolFieldProps) {
  const pools = poolsOf(cluster);
  return (
    <TextField
      select={pools.length > 0}
      label={t('Storage pool')}
      value={pool}
      error={problem !== undefined}
      helperText={
        problem ??
        t(
          'On lvm, ceph, and zfs with zfs.block_mode a mount labels all files at once; on others each file is labelled.',
        )
      }
      onChange={(event) => onChange(event.target.value)}
    >
      {pools.map((one) => (
        <MenuItem key={one} value={one}>
          {one}
        </MenuItem>
      ))}
    </TextField>
  );
}

/** Lists the pools that some member has; none are known where Incus is alone. */
export function poolsOf({ members }: Cluster): readonly string[] {
  return [...new Set(members.flatMap(({ pools }) => pools.map(({ name }) => name)))].sort();
}
