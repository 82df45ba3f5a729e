// SPDX-License-Identifier: Apache-2.0
/** A button that opens what a filter understands. */

import HelpOutline from '@mui/icons-material/HelpOutlined';
import { useState } from 'react';
import type { SearchField } from '../../../contract/search/search-fields.ts';
import { PopoverBelow } from '../popover-below.tsx';
import { t } from '../../lib/language/t.ts';

const forms: readonly (readonly [example: string, meaning: string])[] = [
  ['web', t('A word that is looked for in names, images, categories and addresses, or a whole state')],
  ['-state:stopped', t('A minus in front: not this')],
  ['memory>100M', t('Compare with >, <, >=, <=; sizes such as 100M, percentages, and times such as 30min, 2h, 3d')],
  ['image:"debian 13"', t('Quotes keep spaces')],
  ['state:running cpu>50', t('All terms must hold')],
];

export function SearchHelp({ fields }: { readonly fields: readonly SearchField[] }) {
  const [anchor, setAnchor] = useState<HTMLElement | undefined>(undefined);
  return (
    <>
      <button
        type="button"
        aria-label={t('Filter help')}
        title={t('Filter help')}
        aria-haspopup="dialog"
        onClick={(event) => setAnchor(event.currentTarget)}
      >
        <HelpOutline aria-hidden="true" />
      </button>
      <PopoverBelow
        anchor={anchor}
        label={t('Filter help')}
        className="search-help"
        isText
        onClose={() => setAnchor(undefined)}
      >
        <dl className="pairs">
          {forms.map(([example, meaning]) => (
            <div key={example} style={{ display: 'contents' }}>
              <dt className="mono">{example}</dt>
              <dd>{meaning}</dd>
            </div>
          ))}
        </dl>
        <h2>{t('Fields')}</h2>
        <dl className="pairs">
          {fields.map(({ name, meaning, example, values }) => (
            <div key={name} style={{ display: 'contents' }}>
              <dt className="mono">{example}</dt>
              <dd>
                {meaning}
                {values !== undefined && <span className="muted">{`: ${values.join(', ')}`}</span>}
              </dd>
            </div>
          ))}
        </dl>
      </PopoverBelow>
    </>
  );
}
