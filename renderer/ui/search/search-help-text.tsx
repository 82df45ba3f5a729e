// SPDX-License-Identifier: Apache-2.0
/** What a filter understands: its forms, and the fields of this one. */

import type { SearchField } from '../../../contract/search/search-fields.ts';
import { t } from '../../lib/language/t.ts';

const forms: readonly (readonly [example: string, meaning: string])[] = [
  ['web', t('A word that is looked for in names, images, categories and addresses, or a whole state')],
  ['-state:stopped', t('A minus in front: not this')],
  ['memory>100M', t('Compare with >, <, >=, <=; sizes such as 100M, percentages, and times such as 30min, 2h, 3d')],
  ['image:"debian 13"', t('Quotes keep spaces')],
  ['state:running cpu>50', t('All terms must hold')],
];

export function SearchHelpText({ fields }: { readonly fields: readonly SearchField[] }) {
  return (
    <>
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
    </>
  );
}
