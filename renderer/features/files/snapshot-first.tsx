// SPDX-License-Identifier: Apache-2.0
/** Offers a snapshot before a change that loses files of a container. */

import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import { isOnVolume } from '../../../contract/model/containers/volume.ts';
import { t } from '../../lib/language/t.ts';
import { useContainer } from '../containers/containers.ts';

interface SnapshotFirstProps {
  /** Names the container. */
  readonly name: string;
  /** Names the folder in which the files lie. */
  readonly folder: string;
  readonly isChosen: boolean;
  readonly onChange: (isChosen: boolean) => void;
}

export function SnapshotFirst({ name, folder, isChosen, onChange }: SnapshotFirstProps) {
  const container = useContainer(name);
  if (isOnVolume(container?.volumes ?? [], folder))
    return <p>{t('This cannot be undone: the folder lies on a volume, which no snapshot holds.')}</p>;
  return (
    <>
      <FormControlLabel
        control={<Checkbox checked={isChosen} onChange={(event) => onChange(event.target.checked)} />}
        label={t('Take a snapshot of {name} first, to be able to undo', { name })}
      />
      <p className="muted">
        {isChosen
          ? t('The newest three of such snapshots are kept. A running container is frozen while its files are copied.')
          : t('Without a snapshot this cannot be undone.')}
      </p>
    </>
  );
}
