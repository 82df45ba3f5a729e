// SPDX-License-Identifier: Apache-2.0
/** The images that a server offers, filtered; one of them is chosen. */

import Button from '@mui/material/Button';
import TextField from '@mui/material/TextField';
import { useState } from 'react';
import { nameOf, type ServerImage } from '../../../../contract/rules/server-image.ts';
import { t } from '../../../lib/language/t.ts';
import { formatBytes } from '../../../lib/units.ts';
import { SelectField } from '../../../ui/form/select-field.tsx';
import { choicesFor, dateOf, type FilterKey, filterKeys, type ImageFilters, matchingImages } from './image-filters.ts';

interface ServerImageListProps {
  readonly images: readonly ServerImage[];
  readonly filters: ImageFilters;
  readonly onFilter: (filters: ImageFilters) => void;
  readonly onChoose: (image: ServerImage) => void;
}

const labels: Readonly<Record<FilterKey, string>> = {
  distribution: t('Distribution'),
  release: t('Release'),
  architecture: t('Architecture'),
  variant: t('Variant'),
};

/** A server has a thousand. */
const shownAtFirst = 100;

export function ServerImageList({ images, filters, onFilter, onChoose }: ServerImageListProps) {
  const [isWhole, setWhole] = useState(false);
  const found = matchingImages(images, filters);
  const shown = isWhole ? found : found.slice(0, shownAtFirst);
  return (
    <>
      <div className="server-filters">
        <TextField
          size="small"
          label={t('Words of the name')}
          value={filters.text}
          onChange={(event) => onFilter({ ...filters, text: event.target.value })}
          slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
        />
        {filterKeys.map((key) => (
          <SelectField
            key={key}
            label={labels[key]}
            value={filters[key]}
            options={[
              { value: '', label: t('all') },
              ...withChosen(choicesFor(key, images, filters), filters[key]).map((value) => ({ value, label: value })),
            ]}
            onChange={(value) => onFilter({ ...filters, [key]: value })}
          />
        ))}
      </div>
      <p role="status" className="muted">
        {t('{count, plural, one {1 image} other {{count} images}}', { count: found.length })}
      </p>
      {found.length > 0 && (
        <div className="server-images" tabIndex={0} role="region" aria-label={t('Images of the server')}>
          <table className="table" aria-label={t('Images of the server')}>
            <thead>
              <tr>
                <th>{t('Name')}</th>
                <th>{t('Architecture')}</th>
                <th>{t('Date')}</th>
                <th className="number">{t('Size')}</th>
                <th>
                  <span className="visually-hidden">{t('Actions')}</span>
                </th>
              </tr>
            </thead>
            <tbody>
              {shown.map((image) => (
                <tr key={image.address}>
                  <td className="mono" title={image.aliases.join(', ')}>
                    {nameOf(image)}
                  </td>
                  <td>{image.architecture}</td>
                  <td className="tabular" title={image.version}>
                    {dateOf(image)}
                  </td>
                  <td className="number">{formatBytes(image.bytes)}</td>
                  <td className="number">
                    <Button
                      size="small"
                      aria-label={t('Choose {name} for {architecture}', {
                        name: nameOf(image),
                        architecture: image.architecture,
                      })}
                      onClick={() => onChoose(image)}
                    >
                      {t('Choose')}
                    </Button>
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
          {shown.length < found.length && (
            <Button onClick={() => setWhole(true)}>{t('Show all {count}', { count: found.length })}</Button>
          )}
        </div>
      )}
    </>
  );
}

/** A value that the other filters leave none of is kept, so that it can be seen and taken away. */
function withChosen(values: readonly string[], chosen: string): readonly string[] {
  return chosen === '' || values.includes(chosen) ? values : [chosen, ...values];
}
