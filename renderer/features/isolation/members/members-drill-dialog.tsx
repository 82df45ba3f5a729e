// SPDX-License-Identifier: Apache-2.0
/**
 * Asks before a drill across members with which member, of which image and in which pool it is, and says what will be
 * done.
 */

import TextField from '@mui/material/TextField';
import { useState } from 'react';
import type { Cluster } from '../../../../contract/model/host/cluster.ts';
import { imageNameSchema } from '../../../../contract/model/names.ts';
import { withClient } from '../../../host/with-client.ts';
import { t } from '../../../lib/language/t.ts';
import { FormDialog } from '../../../ui/form/form-dialog.tsx';
import { SelectField } from '../../../ui/form/select-field.tsx';
import { PoolField, poolsOf } from '../../containers/engines/pool-field.tsx';
import { memberLabel, useCluster } from '../../containers/use-cluster.ts';
import { runDrill } from '../../drill/drill-store.ts';

interface MembersDrillDialogProps {
  readonly onClose: () => void;
}

export function MembersDrillDialog({ onClose }: MembersDrillDialogProps) {
  const { cluster, problem } = useCluster();
  const [member, setMember] = useState('');
  const [image, setImage] = useState('debian-13');
  const [chosenPool, setPool] = useState<string | undefined>(undefined);
  const others = othersOnline(cluster);
  const pool = chosenPool ?? (cluster === undefined ? undefined : poolsOf(cluster)[0]) ?? '';
  const imageProblem = problemOfImage(image);
  const poolProblem = problemOfPool(pool);
  const reason = problem ?? (member === '' ? t('Choose a member.') : undefined) ?? imageProblem ?? poolProblem;

  function handleBegin(): void {
    withClient(t('run the drill'), (client) => runDrill(client, { kind: 'members', params: { member, image, pool } }));
  }
  return (
    <FormDialog
      title={t('Run the isolation drill across members')}
      action={t('Begin')}
      reason={reason}
      onAction={handleBegin}
      onClose={onClose}
    >
      <p>
        {t(
          'Incus creates two temporary containers on this member. One attacks the other, whose files it can reach by a ' +
            'path. Then the other is moved to the chosen member, and attacked again by processes and network.',
        )}
      </p>
      <p>
        {t(
          'Every layer stays active. At the end, also when you cancel, both containers are removed. Your own containers ' +
            'are not touched.',
        )}
      </p>
      <SelectField
        label={t('Other member')}
        value={member}
        options={others.map((one) => ({ value: one.name, label: memberLabel(one) }))}
        problem={problem}
        help={cluster !== undefined && others.length === 0 ? t('No other member is online.') : ' '}
        onChange={setMember}
      />
      <TextField
        label={t('Image')}
        value={image}
        error={imageProblem !== undefined}
        helperText={imageProblem ?? t('One that Incus has, with systemd and Perl, by its alias or fingerprint')}
        onChange={(event) => setImage(event.target.value)}
        slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
      />
      {cluster !== undefined && (
        <PoolField
          cluster={cluster}
          pool={pool}
          problem={chosenPool === undefined ? undefined : poolProblem}
          onChange={setPool}
        />
      )}
      <p className="muted">
        {t("It takes a few minutes. You may be asked for an administrator's password each time.")}
      </p>
    </FormDialog>
  );
}

function othersOnline(cluster: Cluster | undefined): Cluster['members'] {
  return (cluster?.members ?? []).filter(({ name, state }) => state === 'online' && name !== cluster?.member);
}

function problemOfImage(image: string): string | undefined {
  if (image === '') return t('Enter an image that Incus has.');
  const { error } = imageNameSchema().safeParse(image);
  return error === undefined
    ? undefined
    : t('The image {problem}.', { problem: error.issues[0]?.message ?? t('cannot be used') });
}

function problemOfPool(pool: string): string | undefined {
  return imageNameSchema().safeParse(pool).success ? undefined : t('Choose a pool.');
}
