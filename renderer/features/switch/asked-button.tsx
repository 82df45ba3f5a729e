// SPDX-License-Identifier: Apache-2.0
/** A button that asks beside itself before the step is made, with the words that the command line has too. */

import Button from '@mui/material/Button';
import { useState } from 'react';
import { type Confirmed, confirmations } from '../../../contract/confirmations.ts';
import { textOf } from '../../../contract/text.ts';
import { useHostInfo } from '../../host/connection.ts';
import { t } from '../../lib/language/t.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';

interface AskedButtonProps {
  readonly label: string;
  readonly change: Confirmed;
  /** Why it cannot be used; undefined when it can. */
  readonly reason: string | undefined;
  readonly onAgree: () => void;
}

export function AskedButton({ label, change, reason, onAgree }: AskedButtonProps) {
  const [isAsking, setAsking] = useState(false);
  const names = useHostInfo()?.hostname ?? t('this host');
  if (!isAsking)
    return (
      <ActionButton
        label={label}
        variant="outlined"
        colour="primary"
        reason={reason}
        onAction={() => setAsking(true)}
      />
    );
  const { question, consequence } = confirmations[change];
  return (
    <div className="switch-question" role="group" aria-label={textOf(question({ names, snapshot: '' }))}>
      <p>
        <b>{textOf(question({ names, snapshot: '' }))}?</b> {textOf(consequence)}
      </p>
      <Button
        variant="contained"
        autoFocus
        onClick={() => {
          setAsking(false);
          onAgree();
        }}
      >
        {label}
      </Button>
      <Button color="inherit" onClick={() => setAsking(false)}>
        {t('Cancel')}
      </Button>
    </div>
  );
}
