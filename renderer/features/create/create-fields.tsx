// SPDX-License-Identifier: Apache-2.0
/** The choices of the dialog. */

import FormControlLabel from '@mui/material/FormControlLabel';
import MenuItem from '@mui/material/MenuItem';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import type { ReactNode } from 'react';
import { confinementSchema } from '../../../contract/model/containers/container.ts';
import { LimitFields } from '../containers/limits/limit-fields.tsx';
import { formatRoute } from '../../lib/route.ts';
import { SettingsFields } from '../containers/settings/settings-fields.tsx';
import { formatBytes } from '../../lib/units.ts';
import { closeDialog } from '../../window/dialogs.ts';
import { addedPorts, type CheckedChoices, networkOf } from './creation.ts';
import { NetworkFields } from '../networks/network-fields.tsx';
import { useNetworkOffer } from '../networks/use-address-offer.ts';
import { ChoiceFields } from '../policy/choice-fields.tsx';
import { confinementLabels } from '../policy/policy-labels.ts';
import { failureText } from '../../window/notifications.ts';
import { ProposalNote } from './proposal-note.tsx';
import type { Draft } from './use-choices.ts';
import { RichText } from '../../ui/rich-text.tsx';
import { t } from '../../lib/language/t.ts';

interface CreateFieldsProps {
  readonly draft: Draft;
  readonly problems: CheckedChoices['problems'];
  /** Whether the host gives addresses on the chosen network, and publishes ports. */
  readonly isBehindHost: boolean;
  /** True once it was tried: then what is still missing counts as wrong. */
  readonly hasTried: boolean;
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

export function CreateFields({ draft, problems, isBehindHost, hasTried }: CreateFieldsProps) {
  const { choices, images, proposal, change } = draft;
  const nameProblem = hasTried || choices.name !== '' ? problems.name : undefined;
  const known = images.status === 'ready' ? images.images : [];
  const imageHint = imagesHint(images);
  const { offer } = useNetworkOffer(choices.name, networkOf(choices));
  return (
    <div className="create-fields">
      <TextField
        label={t('Name')}
        value={choices.name}
        autoFocus
        error={nameProblem !== undefined}
        helperText={nameProblem ?? t('Letters, digits, dots, dashes and underscores')}
        onChange={(event) => change({ name: event.target.value })}
        onFocus={(event) => event.target.select()}
        slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
      />
      <TextField
        select
        label={t('Image')}
        value={known.some(({ name }) => name === choices.image) ? choices.image : ''}
        error={images.status === 'failed' || (hasTried && problems.image !== undefined)}
        helperText={imageHint ?? (hasTried ? problems.image : undefined)}
        onChange={(event) => change({ image: event.target.value })}
      >
        {known.map((image) => (
          <MenuItem key={image.name} value={image.name}>
            <span>
              {image.name}
              <span
                className="muted"
                aria-hidden="true"
              >{`  ${image.description}${image.sizeBytes === null ? '' : `, ${formatBytes(image.sizeBytes)}`}`}</span>
            </span>
          </MenuItem>
        ))}
      </TextField>
      {proposal !== undefined && (
        <ProposalNote
          proposal={proposal}
          published={choices.published}
          isBehindHost={isBehindHost}
          onPublish={(published) => change({ published })}
        />
      )}
      <LimitFields texts={choices.limits} problems={problems.limits} onChange={(limits) => change({ limits })} />
      <NetworkFields
        network={choices.network}
        name={choices.bridge}
        problem={hasTried ? problems.bridge : undefined}
        onChange={(network, bridge) => change({ network, bridge })}
      />
      {isBehindHost && (
        <TextField
          label={t('Published ports')}
          value={choices.published}
          placeholder="8080:80, 53:53/udp"
          error={problems.published !== undefined}
          helperText={problems.published ?? t('Port of the host:port of the container; others reach it there')}
          onChange={(event) => change({ published: event.target.value })}
          slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
        />
      )}
      <TextField
        label={t('Volumes')}
        value={choices.volumes}
        placeholder="/srv/pages:/var/www:ro, /srv/data:/data"
        error={problems.volumes !== undefined}
        helperText={
          problems.volumes ??
          t(
            'Host folders for this container only, for example /srv/web:/data. They may lie below /srv, /mnt, ' +
              '/media and /opt, be your own, or be listed by an administrator.',
          )
        }
        onChange={(event) => change({ volumes: event.target.value })}
        slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
      />
      <TextField
        label={t('Tags')}
        value={choices.tags}
        placeholder="prod, front"
        error={problems.tags !== undefined}
        helperText={problems.tags ?? t('Words to find and group it by')}
        onChange={(event) => change({ tags: event.target.value })}
        slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
      />
      <details open={problems.settings !== undefined || undefined}>
        <summary>{t('Description, autostart, program, host name, address, DNS, environment')}</summary>
        <div className="create-settings">
          <SettingsFields
            name={choices.name}
            hasAddress={isBehindHost}
            offer={offer}
            draft={choices.settings}
            problems={problems.settings ?? {}}
            onChange={(settings) => change({ settings })}
          />
        </div>
      </details>
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
              label={<Option title={confinementLabels[option].title} text={confinementLabels[option].meaning} />}
            />
          ))}
        </RadioGroup>
        {choices.confinement !== 'shared' && (
          <ChoiceFields
            value={choices}
            published={isBehindHost ? addedPorts(choices) : []}
            portsProblem={problems.ports}
            connectProblem={problems.connect}
            onChange={change}
          />
        )}
      </fieldset>
      <FormControlLabel
        control={
          <Switch size="small" checked={choices.start} onChange={(event) => change({ start: event.target.checked })} />
        }
        label={t('Start now')}
      />
    </div>
  );
}

function Option({ title, text }: { readonly title: string; readonly text: string }) {
  return (
    <span>
      {title} <span className="muted">{text}</span>
    </span>
  );
}
