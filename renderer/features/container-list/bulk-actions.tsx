// SPDX-License-Identifier: Apache-2.0
/** What can be done to all selected containers at once. */

import Close from '@mui/icons-material/Close';
import { Fragment } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { navigate } from '../../window/location.ts';
import { useBulkChoices } from './bulk-choices.ts';
import { whyNotCompare } from '../compare/why-not-compare.ts';
import { t } from '../../lib/language/t.ts';

interface BulkActionsProps {
  readonly containers: readonly Container[];
  readonly onClear: () => void;
}

export function BulkActions({ containers, onClear }: BulkActionsProps) {
  const choices = useBulkChoices(containers, 'selection');
  return (
    <div className="bulk-actions" role="toolbar" aria-label={t('Selected containers')}>
      <strong>{t('{count} selected', { count: containers.length })}</strong>
      {choices.map(({ name, label, text, reason, run }) => (
        <Fragment key={name}>
          {name === 'remove' && <CompareButton containers={containers} />}
          <ActionButton
            label={label}
            text={text}
            reason={reason}
            onAction={run}
            variant="outlined"
            {...(name === 'remove' && { colour: 'error' as const })}
          />
        </Fragment>
      ))}
      <span style={{ flex: 1 }} />
      <ActionButton label={t('Clear selection')} isCompact icon={<Close />} reason={undefined} onAction={onClear} />
    </div>
  );
}

function CompareButton({ containers }: Pick<BulkActionsProps, 'containers'>) {
  return (
    <ActionButton
      label={t('Compare')}
      reason={whyNotCompare(containers.length)}
      onAction={() => navigate({ page: 'compare', names: containers.map(({ name }) => name), metric: '' })}
      variant="outlined"
    />
  );
}
