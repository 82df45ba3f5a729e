// SPDX-License-Identifier: Apache-2.0
/** Copies or moves a container to another host of the window: what is chosen, and what that host has for it. */

import Alert from '@mui/material/Alert';
import Checkbox from '@mui/material/Checkbox';
import FormControlLabel from '@mui/material/FormControlLabel';
import ToggleButton from '@mui/material/ToggleButton';
import ToggleButtonGroup from '@mui/material/ToggleButtonGroup';
import { useState } from 'react';
import type { Engine } from '../../../../contract/model/engines/engine.ts';
import { factsOf } from '../../../../contract/model/engines/engine-facts.ts';
import type { Container, Network } from '../../../../contract/model/containers/container.ts';
import { useConnection, useIsConnected } from '../../../host/connection.ts';
import { useWindow } from '../../../host/main-process.ts';
import { t } from '../../../lib/language/t.ts';
import { formatBytes } from '../../../lib/units.ts';
import { FormDialog } from '../../../ui/form/form-dialog.tsx';
import { NameField } from '../../../ui/form/name-field.tsx';
import { closeDialog } from '../../../window/dialogs.ts';
import { failureText } from '../../../window/notifications.ts';
import { whyNot } from '../../containers/states/action-reasons.ts';
import { useContainers } from '../../containers/containers.ts';
import { EngineField } from '../../containers/engines/engine-field.tsx';
import { problemOfInstanceName } from '../../containers/engines/instance-name.ts';
import { nameLike } from '../../containers/name-like.ts';
import { problemOfContainerName } from '../../containers/name-problem.ts';
import { firstPlace, InstanceFields, type InstancePlace, problemOfPlace } from '../instance-fields.tsx';
import { copyContainer } from './copy-container.ts';
import { TargetFields } from './target-fields.tsx';
import { networkKey, networksFor } from './target-host.ts';
import { type Target, useTargetHost } from './use-target-host.ts';

interface CopyDialogProps {
  readonly name: string;
}

export function CopyDialog({ name }: CopyDialogProps) {
  const container = useContainers((state) => state.byName.get(name));
  const hosts = useWindow((state) => state.hosts);
  const shownId = useWindow((state) => state.hostId);
  const byHost = useConnection((state) => state.byHost);
  const isConnected = useIsConnected();
  const others = hosts
    .filter(({ id }) => id !== shownId)
    .map(({ id, label }) => ({ id, label, isConnected: byHost.get(id)?.status === 'connected' }));
  const [chosenId, setChosenId] = useState(() => others.find((one) => one.isConnected)?.id);
  const [isMove, setMove] = useState(false);
  const [typed, setTyped] = useState<string | undefined>(undefined);
  const [start, setStart] = useState(false);
  const [image, setImage] = useState<string | undefined>(undefined);
  const [network, setNetwork] = useState<Network | undefined>(undefined);
  const [engine, setEngine] = useState<Engine>('lxc');
  const [chosenPlace, setChosenPlace] = useState<InstancePlace | undefined>(undefined);
  const target = useTargetHost(container?.image ?? null, chosenId);
  const host = others.find(({ id }) => id === chosenId);
  const fits = target.status === 'ready' ? target.host : undefined;
  const disk = fits?.info.disk ?? null;
  const cluster = fits?.cluster;
  const place =
    cluster !== undefined && factsOf({ engine }).hasPlaces ? (chosenPlace ?? firstPlace(cluster)) : undefined;
  const nameThere = typed ?? (fits?.names.has(name) === true ? nameLike(name, fits.names) : name);
  const nameProblem =
    problemOfContainerName(nameThere, fits?.names ?? new Set()) ??
    (place === undefined ? undefined : problemOfInstanceName(nameThere));
  const usedImage = image ?? fits?.images[0];
  const usedNetwork = network ?? networksFor(container?.network ?? null, { networks: fits?.networks ?? [] })[0];
  const reason =
    (isConnected ? undefined : t('There is no connection to the host.')) ??
    (container === undefined ? t('The container is no longer there.') : reasonOf(container, isMove)) ??
    (host === undefined ? t('Choose a host that is connected.') : undefined) ??
    (host?.isConnected === false ? t('{host} is not connected.', { host: host.label }) : undefined) ??
    reasonOfTarget(target, host?.label ?? '') ??
    nameProblem ??
    (place === undefined ? undefined : problemOfPlace(place)) ??
    (usedImage === undefined ? t('The image is not on that host. Import it there first.') : undefined);

  function handleHost(id: string): void {
    setChosenId(id);
    setImage(undefined);
    setNetwork(undefined);
    setChosenPlace(undefined);
  }
  function handleMode(mode: 'copy' | 'move' | null): void {
    if (mode === null) return;
    setMove(mode === 'move');
    // What ran here is to run there; two that run at the same time are asked for.
    setStart(mode === 'move' && container !== undefined && container.state !== 'stopped');
  }
  function handleCopy(): void {
    if (container === undefined || host === undefined || usedNetwork === undefined) return;
    const hasOtherNetwork = container.network === null || networkKey(usedNetwork) !== networkKey(container.network);
    void copyContainer(container, {
      to: host.id,
      name: nameThere,
      isMove,
      start,
      ...(usedImage !== undefined && usedImage !== container.image && { image: usedImage }),
      ...(place === undefined && hasOtherNetwork && { network: usedNetwork }),
      ...(place !== undefined && { incus: place }),
    });
  }

  return (
    <FormDialog
      title={isMove ? t('Move {name} to another host', { name }) : t('Copy {name} to another host', { name })}
      action={isMove ? t('Move') : t('Copy')}
      reason={reason}
      onAction={handleCopy}
      onClose={closeDialog}
    >
      <ToggleButtonGroup
        exclusive
        size="small"
        value={isMove ? 'move' : 'copy'}
        aria-label={t('Copy or move')}
        onChange={(_, mode: 'copy' | 'move' | null) => handleMode(mode)}
      >
        <ToggleButton value="copy">{t('Copy')}</ToggleButton>
        <ToggleButton value="move">{t('Move')}</ToggleButton>
      </ToggleButtonGroup>
      <p>{container !== undefined && sentenceOf(container, isMove)}</p>
      <TargetFields
        container={container}
        others={others}
        chosenId={chosenId}
        target={target}
        image={usedImage}
        network={usedNetwork}
        hasNetwork={place === undefined}
        onHost={handleHost}
        onImage={setImage}
        onNetwork={setNetwork}
      />
      {cluster !== undefined && <EngineField engine={engine} onChange={setEngine} />}
      {cluster !== undefined && place !== undefined && (
        <InstanceFields cluster={cluster} place={place} onChange={setChosenPlace} />
      )}
      {fits !== undefined && fits.info.selinux.status !== 'enforcing' && (
        <Alert severity="warning">
          {t('SELinux does not enforce on {host}: nothing that a container tries is denied by it there.', {
            host: host?.label ?? '',
          })}
        </Alert>
      )}
      <NameField
        label={t('Name there')}
        value={nameThere}
        problem={fits === undefined ? undefined : nameProblem}
        onChange={setTyped}
      />
      <FormControlLabel
        control={<Checkbox checked={start} onChange={(event) => setStart(event.target.checked)} />}
        label={t('Start it there when it has arrived')}
      />
      <Alert severity="info">
        {t(
          'Files, limits, confinement, tags and settings are copied. Its image has to be there. Snapshots, volumes, ' +
            'published ports, and rules of its own domain that were learned or written by hand stay here. Keys and ' +
            'passwords in its files are the same in both.',
        )}
        {disk !== null &&
          ` ${t('{bytes} are free on {host} for containers.', {
            bytes: formatBytes(Math.max(0, disk.freeBytes - disk.reserveBytes)),
            host: host?.label ?? '',
          })}`}
      </Alert>
    </FormDialog>
  );
}

function reasonOf(container: Container, isMove: boolean): string | undefined {
  const context = { isConnected: true, busy: undefined };
  return whyNot('layer', container, context) ?? (isMove ? whyNot('remove', container, context) : undefined);
}

function reasonOfTarget(target: Target, host: string): string | undefined {
  if (target.status === 'loading') return t('Asking {host} what it has.', { host });
  if (target.status === 'failed') return failureText(t('cannot ask {host} what it has', { host }), target.error);
  return undefined;
}

function sentenceOf({ name, state }: Container, isMove: boolean): string {
  if (isMove)
    return state === 'stopped'
      ? t('{name} is copied. When the copy is there, you are asked whether the original is to be removed.', { name })
      : t(
          '{name} is stopped, so that nothing it writes is missing, and copied. When the copy is there, you are asked ' +
            'whether the original is to be removed; if the copy fails, the original is started again.',
          { name },
        );
  return state === 'running'
    ? t('{name} stays as it is. It is frozen while its files are copied, and not while they are sent.', { name })
    : t('{name} stays as it is.', { name });
}
