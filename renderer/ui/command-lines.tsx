// SPDX-License-Identifier: Apache-2.0
/** Commands for an administrator, as they are typed, with a button that copies them all. */

import ContentCopy from '@mui/icons-material/ContentCopy';
import IconButton from '@mui/material/IconButton';
import Tooltip from '@mui/material/Tooltip';
import { useState } from 'react';

export function CommandLines({ lines }: { readonly lines: readonly string[] }) {
  const [isCopied, setCopied] = useState(false);
  const text = lines.join('\n');
  function handleCopy(): void {
    navigator.clipboard.writeText(text).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  }
  return (
    <div className="commands">
      <pre className="mono">{text}</pre>
      <Tooltip title={isCopied ? 'Copied' : 'Copy the commands'}>
        <IconButton size="small" aria-label="Copy the commands" onClick={handleCopy}>
          <ContentCopy fontSize="inherit" />
        </IconButton>
      </Tooltip>
    </div>
  );
}
