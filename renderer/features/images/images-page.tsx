// SPDX-License-Identifier: Apache-2.0
/** What containers are created from: the images of the host, where each came from, and who needs it. */

import Add from '@mui/icons-material/Add';
import { useEffect } from 'react';
import { proposalOf } from '../../../contract/rules/image-proposal.ts';
import type { Image } from '../../../contract/model/host/image.ts';
import { AwaitedList } from '../../host/awaited-list.tsx';
import { useClient } from '../../host/connection.ts';
import { formatBytes } from '../../lib/units.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { ActionMenu } from '../../ui/actions/action-menu.tsx';
import { Moment } from '../../ui/time/moment.tsx';
import { Empty, Failed, NoMatches } from '../../ui/placeholder.tsx';
import { SearchField } from '../../ui/search/search-field.tsx';
import { useClock } from '../../window/clock.ts';
import { openDialog } from '../../window/dialogs.ts';
import { replaceRoute, useLocation } from '../../window/location.ts';
import { ContainerName } from '../containers/container-name.tsx';
import { loadImages, useImages } from './images.ts';
import { ImageSources } from './image-sources.tsx';
import { dateOf } from './servers/image-filters.ts';
import { isOfServer, lookForNewer, useNewerImages } from './servers/newer-images.ts';
import { shellCan } from '../../lib/shell.ts';
import { t } from '../../lib/language/t.ts';
import './images.css';

const clearFilter = (): void => replaceRoute({ page: 'images', filter: '' });

export function ImagesPage() {
  const filter = useLocation(({ route }) => (route.page === 'images' ? route.filter : ''));
  const { images, problem } = useImages();
  const client = useClient();
  useEffect(() => {
    if (client !== undefined) void loadImages();
  }, [client]);
  const found = images?.filter((image) => matches(image, filter)) ?? [];
  const reason = client === undefined ? t('The host is not connected.') : undefined;
  const ofServers = images?.filter(isOfServer) ?? [];
  const isLooking = useNewerImages((state) => state.isLooking);
  const canFetch = shellCan('image-servers');
  const find = (
    <ActionButton
      label={t('Browse image server')}
      variant="outlined"
      colour="inherit"
      reason={reason}
      onAction={() => openDialog({ kind: 'find-images' })}
    />
  );
  const pull = (
    <ActionButton label={t('Pull from registry')} reason={reason} onAction={() => openDialog({ kind: 'pull-image' })} />
  );
  const add = (
    <ActionButton
      label={t('Import image')}
      icon={<Add />}
      variant="contained"
      colour="primary"
      reason={reason}
      onAction={() => openDialog({ kind: 'import-image' })}
    />
  );

  return (
    <div className="page">
      <div className="page-head with-tools">
        <h1>{t('Images')}</h1>
        <span style={{ flex: 1 }} />
        <SearchField
          label={t('Filter images')}
          placeholder={t('name, description, container')}
          value={filter}
          onChange={(text) => replaceRoute({ page: 'images', filter: text })}
        />
        {canFetch && ofServers.length > 0 && (
          <ActionButton
            label={t('Check for updates')}
            variant="outlined"
            colour="inherit"
            reason={isLooking ? t('The servers are being asked.') : reason}
            onAction={() => void lookForNewer(ofServers)}
          />
        )}
        {canFetch && find}
        {canFetch && pull}
        {images?.length !== 0 && add}
      </div>
      <div className="panel page-fill">
        {problem !== undefined && <Failed text={problem} onRetry={() => void loadImages()} />}
        {images === undefined && problem === undefined && <AwaitedList what={t('images')} lines={4} />}
        {images?.length === 0 && (
          <Empty title={t('This host has no images yet')} action={add}>
            {t(
              'An image is the root file system that containers begin with. Several containers share one: it is ' +
                'read-only, and what a container writes lies in a layer of its own.',
            )}
          </Empty>
        )}
        {images !== undefined && images.length > 0 && found.length === 0 && (
          <NoMatches what={t('images')} onClear={clearFilter} />
        )}
        {found.length > 0 && <ImageTable images={found} reason={reason} />}
      </div>
      <ImageSources />
    </div>
  );
}

function matches({ name, description, origin, architecture, usedBy }: Image, filter: string): boolean {
  const text = [name, description, origin ?? '', architecture, ...usedBy].join('\n').toLowerCase();
  return filter
    .toLowerCase()
    .split(/\s+/)
    .every((word) => text.includes(word));
}

interface ImageTableProps {
  readonly images: readonly Image[];
  readonly reason: string | undefined;
}

function ImageTable({ images, reason }: ImageTableProps) {
  const now = useClock((clock) => clock.now);
  return (
    <div className="table-scroll">
      <table className="table images-table" aria-label={t('Images')}>
        <thead>
          <tr>
            <th className="of-name">{t('Name')}</th>
            <th>{t('Description')}</th>
            <th className="of-architecture">{t('Architecture')}</th>
            <th className="number of-size">{t('Size')}</th>
            <th className="of-made">{t('Made')}</th>
            <th className="of-users">{t('Used by')}</th>
            <th className="of-actions">
              <span className="visually-hidden">{t('Actions')}</span>
            </th>
          </tr>
        </thead>
        <tbody>
          {images.map((image) => (
            <tr key={image.name}>
              <td className="mono truncate" title={image.name}>
                {image.name}
              </td>
              <td className="truncate" title={image.description}>
                {image.description}
                {image.hasInit === false && proposalOf(image) === null && (
                  <>
                    {' '}
                    <span
                      className="badge amber"
                      title={t('A container that is created from it starts only with a program')}
                    >
                      {t('no init')}
                    </span>
                  </>
                )}
                {image.application !== null && (
                  <>
                    {' '}
                    <span
                      className="badge"
                      title={t('An application image: containers that are created from it run its program')}
                    >
                      {t('application')}
                    </span>
                  </>
                )}
                <NewerBadge name={image.name} />
              </td>
              <td className="of-architecture">{image.architecture}</td>
              <td className="number">{image.sizeBytes === null ? '–' : formatBytes(image.sizeBytes)}</td>
              <td>{image.createdAt === null ? '–' : <Moment time={image.createdAt} now={now} />}</td>
              <td>
                <ImageUsers names={image.usedBy} />
              </td>
              <td className="of-actions">
                <ActionMenu label={t('Actions for {name}', { name: image.name })} actions={actionsOf(image, reason)} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

/** Leads to the import of the newer one, which gets a name of its own: containers stay on theirs. */
function NewerBadge({ name }: { readonly name: string }) {
  const newer = useNewerImages((state) => state.byName.get(name));
  if (newer === undefined) return null;
  return (
    <div>
      <button
        type="button"
        className="badge amber"
        title={t('{server} has the version {version}', { server: newer.server, version: newer.image.version })}
        onClick={() => openDialog({ kind: 'find-images', newerOf: name })}
      >
        {t('newer one of {date}', { date: dateOf(newer.image) })}
      </button>
    </div>
  );
}

const maxShownUsers = 2;

function ImageUsers({ names }: { readonly names: readonly string[] }) {
  if (names.length === 0) return <span className="faint">{t('no container')}</span>;
  const more = names.slice(maxShownUsers);
  return (
    <span className="image-users">
      {names.slice(0, maxShownUsers).map((name) => (
        <ContainerName key={name} name={name} />
      ))}
      {more.length > 0 && (
        <span className="muted" title={more.join(', ')}>
          {t('+{count} more', { count: more.length })}
        </span>
      )}
    </span>
  );
}

function actionsOf({ name, usedBy }: Image, reason: string | undefined) {
  return [
    {
      label: t('New container…'),
      hint: t('Create a container that begins with this image'),
      reason,
      run: () => openDialog({ kind: 'create', image: name }),
    },
    {
      label: t('Details…'),
      hint: t('Where it came from, its digest, its description'),
      reason: undefined,
      run: () => openDialog({ kind: 'image', name }),
    },
    {
      label: t('Remove…'),
      hint: t('Delete its files'),
      reason:
        reason ??
        (usedBy.length === 0
          ? undefined
          : t('Needed by {count, plural, one {1 container} other {{count} containers}}', { count: usedBy.length })),
      run: () => openDialog({ kind: 'remove-image', name }),
    },
  ];
}
