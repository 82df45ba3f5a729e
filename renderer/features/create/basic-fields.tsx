// SPDX-License-Identifier: Apache-2.0
/** Shows the first section: name, image, size, network and confinement. */

import FormControlLabel from '@mui/material/FormControlLabel';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import type { ReactNode } from 'react';
import { confinementSchema } from '../../../contract/model/containers/container.ts';
import { t } from '../../lib/language/t.ts';
import { formatRoute } from '../../lib/route.ts';
import { formatBytes } from '../../lib/units.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { SelectField } from '../../ui/form/select-field.tsx';
import { closeDialog } from '../../window/dialogs.ts';
import { failureText } from '../../window/notifications.ts';
import { LimitFields } from '../containers/limits/limit-fields.tsx';
import { NetworkFields } from '../networks/network-fields.tsx';
import { confinementLabels } from '../policy/policy-labels.ts';
import type { CheckedChoices } from './choices/creation.ts';
import { ProposalNote } from './proposal-note.tsx';
import { sizeLimits } from './sections.ts';
import type { Draft } from './choices/use-choices.ts';

export interface SectionProps {
  readonly draft: Draft;
  /** Names the problems that are shown. */
  readonly problems: CheckedChoices['problems'];
  /** Says whether the host gives addresses on the chosen network, and publishes ports. */
  readonly isBehindHost: boolean;
}

function imagesHint(images: Draft['images']): ReactNode {
  if (images.status === 'loading') return t('Reading the image store …');
  if (images.status === 'failed') return failureText(t('cannot read the image store'), images.error);
  if (images.images.length > 0) return undefined;
  return (
    <RichText
      message="This host has no images yet. <add>Add one</add>"
      values={{
        add: (words) => (
          <a href={formatRoute({ page: 'images', filter: '' })} onClick={closeDialog}>
            {words}
          </a>
        ),
      }}
    />
  );
}

export function BasicFields({ draft, problems, isBehindHost }: SectionProps) {
  const { choices, images, proposal, change } = draft;
  const known = images.status === 'ready' ? images.images : [];
  return (
    <>
      <div className="create-pair">
        <TextField
          label={t('Name')}
          value={choices.name}
          autoFocus
          error={problems.name !== undefined}
          helperText={problems.name ?? t('Letters, digits, dots, dashes and underscores')}
          onChange={(event) => change({ name: event.target.value })}
          onFocus={(event) => event.target.select()}
          slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
        />
        <SelectField
          label={t('Image')}
          value={choices.image}
          options={known.map(({ name, description, sizeBytes }) => ({
            value: name,
            label: name,
            note: sizeBytes === null ? description : `${description}, ${formatBytes(sizeBytes)}`,
          }))}
          help={imagesHint(images)}
          problem={images.status === 'failed' ? imagesHint(images) : problems.image}
          onChange={(image) => change({ image })}
        />
      </div>
      {proposal !== undefined && (
        <ProposalNote
          proposal={proposal}
          published={choices.published}
          isBehindHost={isBehindHost}
          onPublish={(published) => change({ published })}
        />
      )}
      <LimitFields
        texts={choices.limits}
        problems={problems.limits}
        only={sizeLimits}
        onChange={(limits) => change({ limits })}
      />
      <NetworkFields
        network={choices.network}
        name={choices.bridge}
        problem={problems.bridge}
        onChange={(network, bridge) => change({ network, bridge })}
      />
      <fieldset>
        <legend>{t('Confinement')}</legend>
        <RadioGroup
          value={choices.confinement}
          aria-label={t('Confinement')}
          onChange={(event) => change({ confinement: confinementSchema().parse(event.target.value) })}
        >
          {confinementSchema().options.map((option) => (
            <FormControlLabel
              key={option}
              value={option}
              control={<Radio />}
              label={
                <span>
                  {confinementLabels[option].title} <span className="muted">{confinementLabels[option].meaning}</span>
                </span>
              }
            />
          ))}
        </RadioGroup>
      </fieldset>
      <FormControlLabel
        control={
          <Switch size="small" checked={choices.start} onChange={(event) => change({ start: event.target.checked })} />
        }
        label={t('Start now')}
      />
    </>
  );
}
