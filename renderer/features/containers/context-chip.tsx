// SPDX-License-Identifier: Apache-2.0
/** An SELinux context as a chip, `bulkhead_t` `c5,c6`; pressed, it explains itself. */

import Popover from '@mui/material/Popover';
import { useState } from 'react';
import { ContextLines } from './context-lines.tsx';
import { hueColour } from '../../ui/hue-mark.tsx';
import { t } from '../../lib/language/t.ts';

interface ContextChipProps {
  /** The container's name: its hue colours the categories. */
  readonly name: string;
  readonly context: string | null;
  readonly domain: string | null;
  readonly categories: readonly string[];
  readonly sharedWith?: readonly string[];
  /** -1 where the arrow keys lead to it and Tab does not. */
  readonly tabIndex?: 0 | -1;
}

export function ContextChip({ name, context, domain, categories, sharedWith = [], tabIndex = 0 }: ContextChipProps) {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>(undefined);
  if (context === null || domain === null) return <span className="faint">{t('no context')}</span>;
  return (
    <>
      <button
        type="button"
        className="context-chip"
        tabIndex={tabIndex}
        title={context}
        aria-haspopup="dialog"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <span className="visually-hidden">{t('Context')} </span>
        <span className="type">{domain}</span>
        {categories.length > 0 && (
          <span
            className="categories"
            style={{
              color: `color-mix(in srgb, ${hueColour(name)} 60%, var(--ink))`,
              background: `color-mix(in srgb, ${hueColour(name)} 12%, transparent)`,
            }}
          >
            {categories.join(',')}
          </span>
        )}
      </button>
      <Popover
        open={anchor !== undefined}
        anchorEl={anchor ?? null}
        onClose={() => setAnchor(undefined)}
        anchorOrigin={{ vertical: 'bottom', horizontal: 'left' }}
      >
        <div role="dialog" aria-label={t('Context of {name}', { name })} style={{ padding: '14px 16px', width: 560 }}>
          <p className="mono" style={{ marginBottom: 10, overflowWrap: 'anywhere' }}>
            {context}
          </p>
          <ContextLines context={context} sharedWith={sharedWith} />
        </div>
      </Popover>
    </>
  );
}
