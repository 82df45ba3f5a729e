// SPDX-License-Identifier: Apache-2.0
/**
 * The limits of a container, to be changed, and each says whether the change works at once; its volumes; and how it was
 * made.
 */

import Button from '@mui/material/Button';
import { useState } from 'react';
import type { Container } from '../../../contract/model/containers/container.ts';
import type { DiskBacking } from '../../../contract/model/host/disk.ts';
import type { Limits } from '../../../contract/model/containers/limits.ts';
import { type LimitKey, limitKeys, limitKindOf } from '../../../contract/model/settings/limit-kinds.ts';
import { formatLimit } from '../../../contract/wording/describe-limits.ts';
import type { Result } from '../../../contract/operations/index.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { ChangeList, type PendingChange } from '../../ui/change-list.tsx';
import { networkLabel } from '../networks/network-labels.ts';
import { LimitFields } from '../containers/limits/limit-fields.tsx';
import { Panel } from '../../ui/panel.tsx';
import { confinementLabels } from '../policy/policy-labels.ts';
import { whyNot } from '../containers/states/action-reasons.ts';
import { changedLimits, limitTexts, readLimits } from '../containers/limits/limit-texts.ts';
import { formatExact } from '../../lib/moments.ts';
import { useNetworkOffer } from '../networks/use-address-offer.ts';
import { SettingsPanel } from '../containers/settings/settings-panel.tsx';
import { configureContainer } from '../containers/configure-container.ts';
import { useIsConnected } from '../../host/connection.ts';
import { DraftNotice } from '../../host/draft-notice.tsx';
import { useDraft } from '../../host/use-draft.ts';
import { VolumesPanel } from '../volumes/volumes-panel.tsx';
import { t } from '../../lib/language/t.ts';

interface ConfigurationTabProps {
  readonly container: Container;
  readonly busy: string | undefined;
}

const backingLabels: Readonly<Record<DiskBacking, string>> = {
  'project-quota': t("project quota on the host's file system"),
  file: t('own file system in a preallocated file'),
  none: t('no limit: created before disk limits existed'),
};

export function ConfigurationTab({ container, busy }: ConfigurationTabProps) {
  const form = useDraft({ form: 'limits', container: container.name }, limitTexts(container.limits));
  const texts = form.value;
  const [applied, setApplied] = useState<Result<'container.configure'>['applied']>([]);
  const isConnected = useIsConnected();
  const { offer, isBehindHost } = useNetworkOffer(container.name, container.network);
  const read = readLimits(texts);
  const changes = read.status === 'valid' ? changedLimits(container.limits, read.limits) : {};
  const isUnchanged = read.status === 'valid' && Object.keys(changes).length === 0;
  const reason =
    whyNot('configure', container, { isConnected, busy }) ??
    (read.status === 'invalid' ? t('Correct the marked limits first.') : undefined) ??
    (isUnchanged ? t('No limit has been changed.') : undefined);

  async function handleApply(): Promise<void> {
    const result = await configureContainer(container.name, changes, container.limits);
    if (result === undefined) return;
    setApplied(result.applied);
    form.discard();
  }

  return (
    <>
      {container.settings !== null && (
        <SettingsPanel
          key={container.name}
          container={container}
          settings={container.settings}
          busy={busy}
          offer={offer}
          isBehindHost={isBehindHost}
        />
      )}
      <Panel title={t('Limits')}>
        <div style={{ display: 'grid', gap: 14, maxWidth: 680 }}>
          <DraftNotice draft={form} />
          <LimitFields texts={texts} problems={read.status === 'invalid' ? read.problems : {}} onChange={form.change} />
          <ChangeList changes={pendingOf(container, changes)} />
          <div style={{ display: 'flex', gap: 8 }}>
            <ActionButton
              label={t('Apply')}
              variant="contained"
              colour="primary"
              reason={reason}
              onAction={() => void handleApply()}
            />
            <Button color="inherit" onClick={form.discard}>
              {t('Reset')}
            </Button>
          </div>
          {applied.length > 0 && (
            <ul role="status" className="applied">
              {applied.map(({ key, applies, note }) => (
                <li key={key}>
                  <span className={`badge ${applies === 'live' ? 'good' : 'amber'}`}>
                    {applies === 'live' ? t('applied now') : t('at the next start')}
                  </span>
                  {limitKindOf(key).title}
                  {note !== null && <span className="muted">{` ${note}`}</span>}
                </li>
              ))}
            </ul>
          )}
        </div>
      </Panel>
      <VolumesPanel container={container} busy={busy} />
      <Panel title={t('Creation details')}>
        <dl className="pairs" style={{ maxWidth: 680 }}>
          <dt>{t('Image')}</dt>
          <dd>{container.image ?? t('unknown')}</dd>
          <dt>{t('Created')}</dt>
          <dd>{container.createdAt === null ? t('unknown') : formatExact(container.createdAt)}</dd>
          <dt>{t('Network')}</dt>
          <dd>{networkLabel(container.network)}</dd>
          <dt>{t('Disk limit')}</dt>
          <dd>{container.disk === null ? t('not created by Bulkhead') : backingLabels[container.disk.backing]}</dd>
          <dt>{t('Confinement')}</dt>
          <dd>
            {container.confinement === null
              ? t('not created by Bulkhead')
              : confinementLabels[container.confinement].title}
          </dd>
          <dt>{t('Init')}</dt>
          <dd>
            {container.initPid === null
              ? t('not running')
              : t('process {initPid} on the host', { initPid: container.initPid })}
          </dd>
        </dl>
      </Panel>
    </>
  );
}

/** Gives the changes that differ from what is there, with when they are in force. */
function pendingOf({ limits, state }: Container, changes: Partial<Limits>): readonly PendingChange[] {
  const keys = limitKeys.filter((key) => changes[key] !== undefined);
  return keys.map((key) => ({
    title: limitKindOf(key).title,
    before: limitText(key, limits),
    after: limitText(key, { ...limits, ...changes }),
    applies: state !== 'stopped' || limitKindOf(key).by === 'layer' ? 'live' : 'next-start',
  }));
}

function limitText(key: LimitKey, limits: Limits): string {
  if (limits[key] === null) return t('none');
  return formatLimit(key, limits[key]);
}
