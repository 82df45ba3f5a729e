// SPDX-License-Identifier: Apache-2.0
/** A button that copies a text, and says once it has. */

import ContentCopy from '@mui/icons-material/ContentCopy';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { useState } from 'react';
import { t } from '../lib/language/t.ts';

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
    <Tooltip title={copied === text ? t('Copied') : label}>
      <IconButton size="small" aria-label={label} onClick={handleCopy}>
        <ContentCopy fontSize="inherit" />
      </IconButton>
    </Tooltip>
  );
}
