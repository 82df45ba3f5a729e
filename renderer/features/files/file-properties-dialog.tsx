// SPDX-License-Identifier: Apache-2.0
/** What a file of a container is, and its mode and owner to be changed. */

import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { describeMode, octalMode, parseMode } from '../../../contract/wording/describe-file.ts';
import { insideIdSchema, joinPath } from '../../../contract/model/containers/container-file.ts';
import type { FileOwner } from '../../../contract/model/names.ts';
import { formatExact } from '../../lib/moments.ts';
import { visibleText } from '../../lib/visible-text.ts';
import { FormDialog } from '../../ui/form/form-dialog.tsx';
import { RichText } from '../../ui/rich-text.tsx';
import { SafeText } from '../../ui/safe-text.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { changeRights, type FileInFolder, type RightsChange } from './file-changes.ts';
import { kindLabels } from './file-kinds.ts';
import { t } from '../../lib/language/t.ts';

export function FilePropertiesDialog({ name, folder, file }: FileInFolder) {
  const [mode, setMode] = useState(octalMode(file.mode));
  const [user, setUser] = useState(textOf(file.user));
  const [group, setGroup] = useState(textOf(file.group));
  const parsed = parseMode(mode);
  const change: RightsChange = {
    ...(parsed !== undefined && parsed !== file.mode && { mode: parsed }),
    ...(user !== textOf(file.user) && { user: Number(user) }),
    ...(group !== textOf(file.group) && { group: Number(group) }),
  };
  const problems = {
    mode: parsed === undefined ? t('A mode is one to four octal digits, such as 0644.') : undefined,
    user: problemOfId(user, file.user),
    group: problemOfId(group, file.group),
  };
  const isFixed = file.kind !== 'file' && file.kind !== 'folder';
  const reason =
    (isFixed
      ? t(
          'Mode and owner of a {kind, select, link {link} pipe {pipe} socket {socket} other {device}} are not ' +
            'changed from here.',
          { kind: file.kind },
        )
      : undefined) ??
    problems.mode ??
    problems.user ??
    problems.group ??
    (Object.keys(change).length === 0 ? t('Nothing was changed.') : undefined);
  return (
    <FormDialog
      title={t('Properties of {name}', { name: file.name === '' ? '/' : visibleText(file.name) })}
      action={t('Change')}
      reason={reason}
      onAction={() => void changeRights({ name, folder, file }, change)}
      onClose={closeDialog}
    >
      <dl className="file-facts">
        <dt>{t('Path')}</dt>
        <dd className="mono">
          <SafeText text={file.name === '' ? folder : joinPath(folder, file.name)} />
        </dd>
        <dt>{t('Kind')}</dt>
        <dd>
          <FileNature file={file} />
        </dd>
        <dt>{t('Changed')}</dt>
        <dd>{formatExact(file.modifiedAt)}</dd>
        <dt>{t('Label')}</dt>
        <dd className="mono">{file.label === null ? t('none') : <SafeText text={file.label} />}</dd>
        <dt>{t('On the host')}</dt>
        <dd className="mono">
          {file.user.host}:{file.group.host}
        </dd>
      </dl>
      {!isFixed && (
        <div style={{ display: 'grid', gridTemplateColumns: '1fr 1fr 1fr', gap: 12 }}>
          <TextField
            label={t('Mode')}
            value={mode}
            error={problems.mode !== undefined}
            helperText={problems.mode ?? (parsed === undefined ? '' : describeMode({ kind: file.kind, mode: parsed }))}
            onChange={(event) => setMode(event.target.value)}
          />
          <IdField label={t('User')} value={user} problem={problems.user} onChange={setUser} />
          <IdField label={t('Group')} value={group} problem={problems.group} onChange={setGroup} />
        </div>
      )}
    </FormDialog>
  );
}

function FileNature({ file: { kind, bytes, target } }: Pick<FileInFolder, 'file'>) {
  if (kind === 'file') return <>{t('file, {bytes, number} bytes', { bytes })}</>;
  if (target === null) return <>{kindLabels[kind]}</>;
  return (
    <RichText message="{kind} to {target}" values={{ kind: kindLabels[kind], target: <SafeText text={target} /> }} />
  );
}

interface IdFieldProps {
  readonly label: string;
  readonly value: string;
  readonly problem: string | undefined;
  readonly onChange: (text: string) => void;
}

function IdField({ label, value, problem, onChange }: IdFieldProps) {
  return (
    <TextField
      label={label}
      value={value}
      error={problem !== undefined}
      helperText={problem ?? t('An ID in the container')}
      onChange={(event) => onChange(event.target.value)}
      slotProps={{ htmlInput: { inputMode: 'numeric' } }}
    />
  );
}

function textOf({ inside }: FileOwner): string {
  return inside === null ? '' : String(inside);
}

/** Empty is the id of the host that the container has none for. */
function problemOfId(text: string, owner: FileOwner): string | undefined {
  if (text === textOf(owner)) return undefined;
  return /^\d+$/.test(text) && insideIdSchema().safeParse(Number(text)).success
    ? undefined
    : t('An ID is a number from 0 to 65535.');
}
