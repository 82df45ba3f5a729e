// SPDX-License-Identifier: Apache-2.0
/** The choices in other forms, for who opens them: the command that makes the same, and the configuration of LXC. */

import { type SyntheticEvent, useState } from 'react';
import { creationCommand, shellLine } from '../../../../contract/wording/creation-command.ts';
import type { ChosenContainer } from '../../../../contract/operations/containers/creation.ts';
import { t } from '../../../lib/language/t.ts';
import { CommandLines } from '../../../ui/command-lines.tsx';
import { useConfigurationPreview } from './use-configuration-preview.ts';

interface CreatePreviewProps {
  /** Undefined while something is missing or wrong. */
  readonly choice: ChosenContainer | undefined;
  /** Says whether the image proposes a program. */
  readonly proposes: boolean;
}

export function CreatePreview({ choice, proposes }: CreatePreviewProps) {
  const [isOpen, setOpen] = useState(false);
  const preview = useConfigurationPreview(isOpen ? choice : undefined);
  const incomplete = <p className="muted">{t('It is shown when all fields are right.')}</p>;
  return (
    <div className="create-forms">
      <details>
        <summary>{t('As a command')}</summary>
        {choice === undefined ? (
          incomplete
        ) : (
          <CommandLines lines={[shellLine(['bulkheadctl', ...creationCommand(choice, { proposes })])]} />
        )}
      </details>
      <details onToggle={(event: SyntheticEvent<HTMLDetailsElement>) => setOpen(event.currentTarget.open)}>
        <summary>{t('As LXC configuration')}</summary>
        {choice === undefined && incomplete}
        {preview.status === 'failed' && <p role="alert">{preview.reason}</p>}
        {preview.status === 'ready' && (
          <>
            <CommandLines lines={preview.lines} />
            <p className="muted">
              {t(
                'IDs, categories and hardware address are chosen again when it is created. Volumes and a program add ' +
                  'lines then.',
              )}
            </p>
          </>
        )}
      </details>
    </div>
  );
}
