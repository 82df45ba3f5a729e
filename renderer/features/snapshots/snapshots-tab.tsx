// SPDX-License-Identifier: Apache-2.0
/** The snapshots of a container: take one, bring one back, make another container of one. */

import TextField from '@mui/material/TextField';
import { type SyntheticEvent, useEffect, useState } from 'react';
import type { Activity } from '../../../contract/model/activity.ts';
import type { Container } from '../../../contract/model/containers/container.ts';
import { type Snapshot, snapshotNameSchema } from '../../../contract/model/containers/snapshot.ts';
import { useClient } from '../../host/connection.ts';
import { formatAsOf } from '../../lib/moments.ts';
import { formatBytes } from '../../lib/units.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { ActionMenu } from '../../ui/actions/action-menu.tsx';
import { Moment } from '../../ui/time/moment.tsx';
import { Panel } from '../../ui/panel.tsx';
import { Failed, Loading } from '../../ui/placeholder.tsx';
import { useClock } from '../../window/clock.ts';
import { openDialog } from '../../window/dialogs.ts';
import { useActivity } from '../activity/activity.ts';
import { whyNot } from '../containers/states/action-reasons.ts';
import { isFrozenMeanwhile } from './frozen-meanwhile.ts';
import { ScheduleLine } from './schedule-line.tsx';
import { loadSnapshots, takeSnapshot, useSnapshots } from './snapshots.ts';
import { t } from '../../lib/language/t.ts';
import './snapshots.css';

interface SnapshotsTabProps {
  readonly container: Container;
  readonly busy: string | undefined;
}

export function SnapshotsTab({ container, busy }: SnapshotsTabProps) {
  const { name } = container;
  const client = useClient();
  const store = useSnapshots();
  const latest = useActivity(({ entries }) => latestOf(entries, name));
  // The list is read again also when somebody else, or the schedule, has taken or removed a snapshot.
  useEffect(() => {
    if (client !== undefined) void loadSnapshots(name);
  }, [client, name, latest]);
  const context = { isConnected: client !== undefined, busy };
  const reason = whyNot('snapshot', container, context);
  const { snapshots, schedule, problem } =
    store.name === name ? store : { snapshots: undefined, schedule: undefined, problem: undefined };
  return (
    <Panel
      title={t('Snapshots')}
      isFlush
      actions={
        <>
          <ActionButton
            label={t('Make image…')}
            reason={whyNot('layer', container, context)}
            onAction={() => openDialog({ kind: 'make-image', name })}
          />
          <ActionButton
            label={t('Schedule…')}
            reason={whyNot('snapshot-schedule', container, context)}
            onAction={() => openDialog({ kind: 'snapshot-schedule', name })}
          />
          <ActionButton
            label={t('Clone…')}
            reason={reason}
            onAction={() => openDialog({ kind: 'clone', name, snapshot: null })}
          />
        </>
      }
    >
      {container.isManaged && (
        <TakeForm key={name} name={name} isFrozen={isFrozenMeanwhile(container)} reason={reason} />
      )}
      {schedule !== null && schedule !== undefined && <ScheduleLine schedule={schedule} />}
      {problem !== undefined && <Failed text={problem} onRetry={() => void loadSnapshots(name)} />}
      {snapshots === undefined && problem === undefined && <Loading label={t('Loading snapshots')} lines={3} />}
      {snapshots?.length === 0 && (
        <p className="muted snapshot-words">
          {t(
            'No snapshots. A snapshot keeps the files of the container as they are now, so that an upgrade or a ' +
              'change can be undone, or another container made of them. Volumes are not part of it.',
          )}
        </p>
      )}
      {snapshots !== undefined && snapshots.length > 0 && (
        <>
          <SnapshotTable name={name} snapshots={snapshots} reason={reason} />
          <SpaceUsed snapshots={snapshots} />
        </>
      )}
    </Panel>
  );
}

/** The latest of what was done to the snapshots of a container, and whether it has ended; undefined for nothing. */
function latestOf(entries: readonly Activity[], name: string): string | undefined {
  const entry = entries.find(({ subject, operation }) => subject === name && operation.startsWith('snapshot.'));
  return entry === undefined ? undefined : `${entry.id} ${entry.outcome}`;
}

const badges: Readonly<Partial<Record<Snapshot['reason'], { readonly text: string; readonly title: string }>>> = {
  'before-restore': { text: t('before a restore'), title: t('Taken by a restore, of what it replaced') },
  'before-change': {
    text: t('before a change'),
    title: t('Taken before files were removed or replaced; the newest three of these are kept'),
  },
  scheduled: { text: t('scheduled'), title: t('Taken by the schedule, which removes it when newer ones are enough') },
};

/** Says whether the container ran. Nobody knows that of a snapshot which another tool took. */
function stateWords(wasRunning: boolean | null): string {
  if (wasRunning === null) return '–';
  return wasRunning ? t('was running') : t('was stopped');
}

interface SnapshotTableProps {
  readonly name: string;
  readonly snapshots: readonly Snapshot[];
  readonly reason: string | undefined;
}

function SnapshotTable({ name, snapshots, reason }: SnapshotTableProps) {
  const now = useClock((clock) => clock.now);
  return (
    <table className="table snapshot-table" aria-label={t('Snapshots of {name}', { name })}>
      <thead>
        <tr>
          <th>{t('Name')}</th>
          <th>{t('Taken')}</th>
          <th className="num">{t('Size')}</th>
          <th>{t('Container')}</th>
          <th>
            <span className="visually-hidden">{t('Actions')}</span>
          </th>
        </tr>
      </thead>
      <tbody>
        {snapshots.map(({ name: snapshot, createdAt, bytes, wasRunning, reason: why }) => (
          <tr key={snapshot}>
            <td className="mono">
              {snapshot}
              {badges[why] !== undefined && (
                <>
                  {' '}
                  <span className="badge" title={badges[why].title}>
                    {badges[why].text}
                  </span>
                </>
              )}
            </td>
            <td>
              {formatAsOf(createdAt, now)}{' '}
              <span className="muted">
                (<Moment time={createdAt} now={now} />)
              </span>
            </td>
            <td className="num">{bytes === null ? '–' : formatBytes(bytes)}</td>
            <td>{stateWords(wasRunning)}</td>
            <td className="snapshot-acts">
              <ActionButton
                label={t('Restore {snapshot}…', { snapshot })}
                text={t('Restore…')}
                tip={t('Replace the present files by these')}
                reason={reason}
                onAction={() => openDialog({ kind: 'restore-snapshot', name, snapshot })}
              />
              <ActionMenu
                label={t('Actions for {snapshot}', { snapshot })}
                actions={[
                  {
                    label: t('Clone…'),
                    hint: t('Create another container with these files'),
                    reason,
                    run: () => openDialog({ kind: 'clone', name, snapshot }),
                  },
                  {
                    label: t('Remove…'),
                    hint: t('Remove the snapshot; the container stays as it is'),
                    reason,
                    run: () => openDialog({ kind: 'remove-snapshot', name, snapshot }),
                  },
                ]}
              />
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** The space of all, where it is known of each. */
function SpaceUsed({ snapshots }: { readonly snapshots: readonly Snapshot[] }) {
  const sizes = snapshots.flatMap(({ bytes }) => bytes ?? []);
  if (sizes.length < snapshots.length) return null;
  const bytes = sizes.reduce((sum, size) => sum + size, 0);
  return (
    <p className="muted snapshot-words">
      {t('{bytes} in {count, plural, one {# snapshot} other {# snapshots}}', {
        bytes: formatBytes(bytes),
        count: snapshots.length,
      })}
    </p>
  );
}

interface TakeFormProps {
  readonly name: string;
  /** Says whether the container is frozen while a snapshot is taken. */
  readonly isFrozen: boolean;
  readonly reason: string | undefined;
}

function TakeForm({ name, isFrozen, reason }: TakeFormProps) {
  const [typed, setTyped] = useState('');
  const checked = typed === '' ? undefined : snapshotNameSchema().safeParse(typed).error?.issues[0]?.message;
  const problem = checked === undefined ? undefined : t('The name {problem}.', { problem: checked });

  async function handleTake(): Promise<void> {
    if ((reason ?? problem) !== undefined) return;
    if (await takeSnapshot(name, typed === '' ? undefined : typed)) setTyped('');
  }
  function handleSubmit(event: SyntheticEvent): void {
    event.preventDefault();
    void handleTake();
  }

  return (
    <form className="snapshot-form" aria-label={t('Take a snapshot')} onSubmit={handleSubmit}>
      <TextField
        size="small"
        label={t('Name of the snapshot')}
        placeholder={t('the present time')}
        value={typed}
        error={problem !== undefined}
        helperText={
          problem ??
          (isFrozen
            ? t('The container is frozen while its files are copied.')
            : t('Named by the time when left empty.'))
        }
        onChange={(event) => setTyped(event.target.value)}
        slotProps={{ htmlInput: { spellCheck: false, autoComplete: 'off' } }}
      />
      <ActionButton
        label={t('Take snapshot')}
        variant="outlined"
        reason={reason ?? problem}
        onAction={() => void handleTake()}
      />
      <button type="submit" hidden aria-hidden="true" tabIndex={-1} />
    </form>
  );
}
