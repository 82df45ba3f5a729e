// SPDX-License-Identifier: Apache-2.0
/** Asks before a link that the container wrote is opened, and shows where it really leads. */

import Button from '@mui/material/Button';
import Dialog from '@mui/material/Dialog';
import DialogActions from '@mui/material/DialogActions';
import DialogContent from '@mui/material/DialogContent';
import DialogTitle from '@mui/material/DialogTitle';
import { useState } from 'react';
import { SafeText } from '../../ui/safe-text.tsx';
import type { LinkQuestion } from './terminal-guard.ts';
import { t } from '../../lib/language/t.ts';

interface LinkDialogProps {
  readonly question: LinkQuestion;
  readonly onOpen: (address: string) => void;
  readonly onClose: () => void;
}

export function LinkDialog({ question: { link, shown }, onOpen, onClose }: LinkDialogProps) {
  const { address, host, writtenHost, isEncrypted } = link;
  const [isCopied, setCopied] = useState(false);

  function handleOpen(): void {
    onOpen(address);
    onClose();
  }

  function handleCopy(): void {
    void navigator.clipboard.writeText(address).then(() => setCopied(true));
  }

  return (
    <Dialog open onClose={onClose} maxWidth="sm" fullWidth aria-labelledby="link-title">
      <DialogTitle id="link-title">{t('Open a link from the container')}</DialogTitle>
      <DialogContent>
        <p>{t('The container wrote this link. It opens in the browser of this computer.')}</p>
        <dl className="link-facts">
          <dt>{t('Host')}</dt>
          <dd>
            <strong>{host}</strong>
          </dd>
          {writtenHost !== undefined && (
            <>
              <dt>{t('Written as')}</dt>
              <dd>
                <SafeText text={writtenHost} />
                <p className="link-remark">{t('Letters of other scripts can imitate a host that you know.')}</p>
              </dd>
            </>
          )}
          {shown !== undefined && (
            <>
              <dt>{t('Shown as')}</dt>
              <dd>
                <SafeText text={shown} />
              </dd>
            </>
          )}
          <dt>{t('Address')}</dt>
          <dd>
            <pre className="question-text" tabIndex={0}>
              <SafeText text={address} />
            </pre>
            {!isEncrypted && (
              <p className="link-remark">
                {t('Not encrypted: others on the network can read and change what it shows.')}
              </p>
            )}
          </dd>
        </dl>
      </DialogContent>
      <DialogActions>
        <Button color="inherit" onClick={handleCopy} style={{ marginRight: 'auto' }}>
          {isCopied ? t('Copied') : t('Copy address')}
        </Button>
        <Button color="inherit" onClick={onClose} autoFocus>
          {t('Cancel')}
        </Button>
        <Button variant="contained" onClick={handleOpen}>
          {t('Open link')}
        </Button>
      </DialogActions>
    </Dialog>
  );
}
