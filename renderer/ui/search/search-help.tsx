// SPDX-License-Identifier: Apache-2.0
/** A button that opens what a filter understands. */

import HelpOutline from '@mui/icons-material/HelpOutlined';
import { useState } from 'react';
import type { SearchField } from '../../../contract/search/search-fields.ts';
import { createPart } from '../part.tsx';
import { PopoverBelow } from '../popover-below.tsx';
import { t } from '../../lib/language/t.ts';

const SearchHelpText = createPart(async () => (await import('./search-help-text.tsx')).SearchHelpText);

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
        <SearchHelpText fields={fields} />
      </PopoverBelow>
    </>
  );
}
