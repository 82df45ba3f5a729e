// SPDX-License-Identifier: Apache-2.0
/** What each part of an SELinux context means, below its chip. */

import Popover from '@mui/material/Popover';
import { ContextLines } from './context-lines.tsx';
import { t } from '../../../lib/language/t.ts';

interface ContextPopoverProps {
  readonly anchor: HTMLElement;
  /** The container's. */
  readonly name: string;
  readonly context: string;
  readonly sharedWith: readonly string[];
  readonly onClose: () => void;
}

export function ContextPopover({ anchor, name, context, sharedWith, onClose }: ContextPopoverProps) {
  return (
    <Popover open anchorEl={anchor} onClose={onClose} anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}>
      <div role="dialog" aria-label={t('Context of {name}', { name })} style={{ padding: '14px 16px', width: 560 }}>
        <p className="mono" style={{ marginBottom: 10, overflowWrap: 'anywhere' }}>
          {context}
        </p>
        <ContextLines context={context} sharedWith={sharedWith} />
      </div>
    </Popover>
  );
}
