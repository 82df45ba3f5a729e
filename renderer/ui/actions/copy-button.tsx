// SPDX-License-Identifier: Apache-2.0
/** A button that copies a text, and says once it has. */

import ContentCopy from '@mui/icons-material/ContentCopy';
import IconButton from '@mui/material/IconButton';
import { useState } from 'react';
import { t } from '../../lib/language/t.ts';
import { TipArea } from '../tip-area.tsx';

interface CopyButtonProps {
  readonly label: string;
  readonly text: string;
}

export function CopyButton({ label, text }: CopyButtonProps) {
  const [copied, setCopied] = useState<string | undefined>(undefined);
  function handleCopy(): void {
    navigator.clipboard.writeText(text).then(
      () => setCopied(text),
      () => setCopied(undefined),
    );
  }
  return (
    <TipArea>
      <IconButton size="small" aria-label={label} data-tip={copied === text ? t('Copied') : label} onClick={handleCopy}>
        <ContentCopy fontSize="inherit" />
      </IconButton>
    </TipArea>
  );
}
