// SPDX-License-Identifier: Apache-2.0
/** An SELinux context as a chip, `bulkhead_t` `c5,c6`; pressed, it explains itself. */

import { useState } from 'react';
import { hueColour } from '../../../ui/hue-mark.tsx';
import { createPart } from '../../../ui/part.tsx';
import { t } from '../../../lib/language/t.ts';

const ContextPopover = createPart(async () => (await import('./context-popover.tsx')).ContextPopover);

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
      {anchor !== undefined && (
        <ContextPopover
          anchor={anchor}
          name={name}
          context={context}
          sharedWith={sharedWith}
          onClose={() => setAnchor(undefined)}
        />
      )}
    </>
  );
}
