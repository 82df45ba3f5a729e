// SPDX-License-Identifier: Apache-2.0
/** Chooses which containers are compared, and by what. */

import Autocomplete from '@mui/material/Autocomplete';
import TextField from '@mui/material/TextField';
import { HueMark } from '../../ui/hue-mark.tsx';
import { useContainerList } from '../containers/context/category-owners.ts';
import { maxLines } from '../../ui/chart/chart-series.ts';
import { allMetrics, usageMetrics } from '../usage/usage-metrics.ts';
import { t } from '../../lib/language/t.ts';
import { SelectField } from '../../ui/form/select-field.tsx';

interface CompareChoiceProps {
  readonly names: readonly string[];
  /** Names the containers as the address does. */
  readonly metric: string;
  readonly onNames: (names: readonly string[]) => void;
  readonly onMetric: (metric: string) => void;
}

const metrics: readonly { readonly value: string; readonly label: string }[] = [
  ...usageMetrics.map(({ column, title }) => ({ value: column, label: title })),
  { value: allMetrics, label: t('All of these, side by side') },
];

export function CompareChoice({ names, metric, onNames, onMetric }: CompareChoiceProps) {
  const all = useContainerList()
    .map(({ name }) => name)
    .toSorted((one, other) => one.localeCompare(other, undefined, { numeric: true }));
  const isFull = names.length >= maxLines;
  return (
    <div className="compare-choice">
      <Autocomplete
        multiple
        filterSelectedOptions
        disableCloseOnSelect
        size="small"
        options={all}
        value={[...names]}
        getOptionDisabled={() => isFull}
        onChange={(_, next) => onNames(next.slice(0, maxLines))}
        renderOption={({ key, ...props }, name) => (
          <li key={key} {...props}>
            <HueMark name={name} />
            {'\u00a0'}
            {name}
          </li>
        )}
        renderInput={(params) => (
          <TextField
            {...params}
            label={t('Containers')}
            helperText={isFull ? t('At most {maxLines}: remove one to add another', { maxLines }) : undefined}
          />
        )}
      />
      <SelectField label={t('Compare by')} value={metric} options={metrics} onChange={onMetric} />
    </div>
  );
}
