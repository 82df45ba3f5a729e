// SPDX-License-Identifier: Apache-2.0
/** The fields of one section of the form. */

import TextField from '@mui/material/TextField';
import { t } from '../../lib/language/t.ts';
import { LimitFields } from '../containers/limits/limit-fields.tsx';
import { LineFields } from '../containers/settings/line-fields.tsx';
import { NetworkSettingFields } from '../containers/settings/network-setting-fields.tsx';
import { ProgramFields } from '../containers/settings/program-fields.tsx';
import type { SettingsDraft } from '../containers/settings/settings-draft.ts';
import { AutostartFields, EnvironmentField } from '../containers/settings/settings-fields.tsx';
import { SettingField } from '../containers/settings/setting-field.tsx';
import { useNetworkOffer } from '../networks/use-address-offer.ts';
import { PublicationRows } from '../networks/publication-rows.tsx';
import { ChoiceFields } from '../policy/choice-fields.tsx';
import { VolumeRows } from '../volumes/volume-rows.tsx';
import { BasicFields, type SectionProps } from './basic-fields.tsx';
import { addedPorts, networkOf } from './choices/creation.ts';
import { otherLimits, type Section } from './sections.ts';

interface CreateFieldsProps extends SectionProps {
  readonly section: Section;
}

export function CreateFields({ section, ...props }: CreateFieldsProps) {
  const { draft, problems, isBehindHost } = props;
  const { choices, change } = draft;
  const { offer } = useNetworkOffer(choices.name, networkOf(choices));
  const settings = {
    draft: choices.settings,
    problems: problems.settings ?? {},
    onChange: (part: Partial<SettingsDraft>) => change({ settings: { ...choices.settings, ...part } }),
  };
  switch (section) {
    case 'basics':
      return <BasicFields {...props} />;
    case 'volumes':
      return (
        <VolumeRows
          rows={choices.volumes}
          problems={problems.volumes ?? []}
          onChange={(volumes) => change({ volumes })}
        />
      );
    case 'published':
      return (
        <PublicationRows
          rows={choices.published}
          problems={problems.published ?? []}
          onChange={(published) => change({ published })}
        />
      );
    case 'domain':
      return (
        <ChoiceFields
          value={choices}
          published={isBehindHost ? addedPorts(choices) : []}
          portsProblem={problems.ports}
          connectProblem={problems.connect}
          onChange={change}
        />
      );
    case 'limits':
      return (
        <LimitFields
          texts={choices.limits}
          problems={problems.limits}
          only={otherLimits}
          onChange={(limits) => change({ limits })}
        />
      );
    case 'address':
      return (
        <>
          <SettingField {...settings} setting="hostname" placeholder={choices.name} />
          {isBehindHost && <NetworkSettingFields {...settings} offer={offer} />}
        </>
      );
    case 'program':
      return (
        <>
          <ProgramFields {...settings} />
          <AutostartFields {...settings} />
        </>
      );
    case 'environment':
      return <EnvironmentField {...settings} />;
    case 'notes':
      return (
        <>
          <SettingField {...settings} setting="description" />
          <TextField
            size="small"
            label={t('Tags')}
            value={choices.tags}
            placeholder="prod, front"
            error={problems.tags !== undefined}
            helperText={problems.tags ?? t('Words to find and group it by')}
            onChange={(event) => change({ tags: event.target.value })}
            slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
          />
        </>
      );
    case 'lines':
      return <LineFields {...settings} />;
  }
}
