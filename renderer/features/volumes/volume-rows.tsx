// SPDX-License-Identifier: Apache-2.0
/** Volumes of a form, a row for each: the folder is typed, or chosen among those of the host and the named volumes. */

import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { textOfSource } from '../../../contract/model/containers/named-volume.ts';
import { maxVolumes } from '../../../contract/model/containers/volume.ts';
import { t } from '../../lib/language/t.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { FormRows } from '../../ui/form/form-rows.tsx';
import { FolderPicker } from './folder-picker.tsx';
import { emptyVolume, type VolumeDraft, type VolumeProblem, volumesOf } from './volume-draft.ts';

interface VolumeRowsProps {
  readonly rows: readonly VolumeDraft[];
  /** Holds the problems of each row, where it has one. */
  readonly problems: readonly VolumeProblem[];
  readonly onChange: (rows: readonly VolumeDraft[]) => void;
}

const plain = { spellCheck: false, autoComplete: 'off' };

export function VolumeRows({ rows, problems, onChange }: VolumeRowsProps) {
  /** The row for which a folder is looked for. */
  const [picking, setPicking] = useState<number | undefined>(undefined);
  return (
    <>
      <p className="muted">
        {t(
          'Folders of the host for this container only. They may lie below /srv, /mnt, /media and /opt, be your own, or ' +
            'be listed by an administrator. A list such as /srv/web:/data, /srv/pages:/var/www:ro can be pasted.',
        )}
      </p>
      <FormRows
        rows={rows}
        empty={emptyVolume}
        max={maxVolumes}
        addLabel={t('Add volume')}
        labelOf={(number) => t('Volume {number}', { number })}
        read={(text) => volumesOf(text)?.map((volume) => ({ ...volume, source: textOfSource(volume.source) }))}
        onChange={onChange}
      >
        {({ source, target, readOnly }, place, change) => (
          <>
            <TextField
              size="small"
              label={t('Host folder or named volume')}
              placeholder="/srv/pages"
              value={source}
              error={problems[place]?.source !== undefined}
              helperText={problems[place]?.source}
              onChange={(event) => change({ source: event.target.value })}
              slotProps={{ inputLabel: { shrink: true }, htmlInput: plain }}
            />
            <ActionButton label={t('Choose…')} reason={undefined} onAction={() => setPicking(place)} />
            {picking === place && (
              <FolderPicker
                onChoose={(chosen) => change({ source: textOfSource(chosen) })}
                onClose={() => setPicking(undefined)}
              />
            )}
            <TextField
              size="small"
              label={t('Path in the container')}
              placeholder="/var/www"
              value={target}
              error={problems[place]?.target !== undefined}
              helperText={problems[place]?.target}
              onChange={(event) => change({ target: event.target.value })}
              slotProps={{ inputLabel: { shrink: true }, htmlInput: plain }}
            />
            <FormControlLabel
              control={
                <Checkbox
                  size="small"
                  checked={readOnly}
                  onChange={(event) => change({ readOnly: event.target.checked })}
                />
              }
              label={t('Read-only')}
            />
          </>
        )}
      </FormRows>
    </>
  );
}
