// SPDX-License-Identifier: Apache-2.0
/** The choices of the dialog. */

import Autocomplete from '@mui/material/Autocomplete';
import FormControlLabel from '@mui/material/FormControlLabel';
import MenuItem from '@mui/material/MenuItem';
import Radio from '@mui/material/Radio';
import RadioGroup from '@mui/material/RadioGroup';
import Switch from '@mui/material/Switch';
import TextField from '@mui/material/TextField';
import type { ReactNode } from 'react';
import { confinementSchema } from '../../../contract/model/containers/container.ts';
import type { HostNetworks } from '../../../contract/model/host/network.ts';
import { LimitFields } from '../containers/limits/limit-fields.tsx';
import { formatRoute } from '../../lib/route.ts';
import { SettingsFields } from '../containers/settings/settings-fields.tsx';
import { formatBytes } from '../../lib/units.ts';
import { closeDialog } from '../../window/dialogs.ts';
import { type CheckedChoices, type Choices, networkOf } from './creation.ts';
import { useLoadedNetworks } from '../networks/use-networks.ts';
import { useNetworkOffer } from '../networks/use-address-offer.ts';
import { ChoiceFields } from '../policy/choice-fields.tsx';
import { confinementLabels } from '../policy/policy-labels.ts';
import { failureText } from '../../window/notifications.ts';
import type { Draft } from './use-draft.ts';
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

const networks: readonly (readonly [Choices['network'], string])[] = [
  ['nat', t("NAT: connects out through the host's address")],
  ['none', t('None: loopback only')],
  ['bridge', t('Network or bridge of the host, by its name')],
  ['macvlan', t('Macvlan: a machine of its own on the network of an interface')],
];

/** Whether it names an interface of the host. */
function isNamed(network: Choices['network']): boolean {
  return network === 'bridge' || network === 'macvlan';
}

/** Those that a container can be on by name: networks that Bulkhead set up first. */
function bridgesOf(networks: HostNetworks | undefined): string[] {
  const others = (networks?.bridges ?? []).filter(({ isNat }) => !isNat);
  return others.toSorted((one, other) => Number(other.isOwn) - Number(one.isOwn)).map(({ name }) => name);
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
  const { choices, images, change } = draft;
  const nameProblem = hasTried || choices.name !== '' ? problems.name : undefined;
  const imageHint = imagesHint(images);
  const { offer } = useNetworkOffer(choices.name, networkOf(choices));
  const { networks: ofHost } = useLoadedNetworks();
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
        value={choices.image}
        error={images.status === 'failed' || (hasTried && problems.image !== undefined)}
        helperText={imageHint ?? (hasTried ? problems.image : undefined)}
        onChange={(event) => change({ image: event.target.value })}
      >
        {(images.status === 'ready' ? images.images : []).map((image) => (
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
      <LimitFields texts={choices.limits} problems={problems.limits} onChange={(limits) => change({ limits })} />
      <div className={isNamed(choices.network) ? 'create-pair' : ''}>
        <TextField
          select
          label={t('Network')}
          value={choices.network}
          onChange={(event) =>
            change({ network: networks.find(([kind]) => kind === event.target.value)?.[0] ?? 'nat' })
          }
        >
          {networks.map(([kind, label]) => (
            <MenuItem key={kind} value={kind}>
              {label}
            </MenuItem>
          ))}
        </TextField>
        {isNamed(choices.network) && (
          <Autocomplete
            freeSolo
            openOnFocus
            disableClearable
            options={choices.network === 'bridge' ? bridgesOf(ofHost) : []}
            inputValue={choices.bridge}
            onInputChange={(_event, bridge) => change({ bridge })}
            renderInput={(params) => (
              <TextField
                {...params}
                label={choices.network === 'bridge' ? t('Bridge') : t('Interface')}
                placeholder={choices.network === 'bridge' ? 'br0' : 'eno1'}
                error={hasTried && problems.bridge !== undefined}
                helperText={hasTried ? problems.bridge : undefined}
              />
            )}
          />
        )}
      </div>
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
        <summary>{t('Description, autostart, host name, address, DNS, environment')}</summary>
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
          onChange={(event) => change({ confinement: confinementSchema.parse(event.target.value) })}
        >
          {confinementSchema.options.map((option) => (
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
