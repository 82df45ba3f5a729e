// SPDX-License-Identifier: Apache-2.0
/** Restores a snapshot of an instance by Incus: its files come back, and its configuration stays as it is now. */

import { fail } from '../../../../contract/errors.ts';
import type { Snapshot } from '../../../../contract/model/containers/snapshot.ts';
import type { Params, Result } from '../../../../contract/operations/index.ts';
import { say } from '../../../../contract/text.ts';
import { type IncusInstance, type InstanceName, nameOf } from '../../../incus/incus-instances.ts';
import { untilIdle } from '../../../incus/incus-moves.ts';
import { listSnapshotsOf, readWritable, restoreSnapshotOf, writeWhole } from '../../../incus/incus-snapshots.ts';
import type { IntentData } from '../../../journal/intent-kinds.ts';
import { parseConfiguration, valueOf } from '../../../lxc/configuration-file.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import { at, type InstanceSnapshotsWork, type Steps } from './instance-snapshots-host.ts';
import { findSnapshot, findFreeName } from './read-instance-snapshots.ts';
import { takeSnapshot } from './take-instance-snapshot.ts';

/** The container must not run. What is interrupted after the restoration has begun is finished by recovery. */
export async function* restoreSnapshot(
  host: InstanceSnapshotsWork,
  { instance, snapshot, keepPresent }: Omit<Params<'snapshot.restore'>, 'name'> & { readonly instance: IncusInstance },
  signal: AbortSignal,
): AsyncGenerator<Steps, Result<'snapshot.restore'>, undefined> {
  const { isRunning, client, intents, checkLabels } = host;
  const name = nameOf(instance);
  if (isRunning(instance)) fail('container-running', { name });
  const restored = await findSnapshot(host, instance, snapshot);
  await checkDomainOf(host, instance, snapshot);
  let kept: Snapshot | null = null;
  if (keepPresent) {
    yield at('keep-present');
    kept = await takeSnapshot(
      host,
      { instance, snapshot: await findFreeName(host, instance, 'before'), reason: 'before-restore' },
      signal,
    );
  }
  signal.throwIfAborted();
  const { config, devices, profiles } = (await readWritable(client, instance, signal)).value;
  const before = { config: withoutVolatile(config), devices, profiles };
  const intent = intents.begin({ kind: 'restore-instance', subject: name, data: before });
  // The restoration goes through from here on: what is interrupted is finished by recovery.
  yield at('copy');
  await restoreSnapshotOf(client, instance, snapshot).finally(() => finishRestore(host, instance, before));
  intents.release(intent);
  await checkLabels(instance, neverAborts);
  return { restored, kept };
}

/** Checks the domain that a snapshot is of: Incus mounts its files with that label before anybody can give them another. */
async function checkDomainOf(
  { client, isContextKnown }: InstanceSnapshotsWork,
  instance: IncusInstance,
  snapshot: string,
): Promise<void> {
  const taken = (await listSnapshotsOf(client, instance)).find((one) => one.name === snapshot);
  const context = valueOf(parseConfiguration(taken?.config['raw.lxc'] ?? ''), 'lxc.selinux.context');
  if (context === undefined || isContextKnown(context)) return;
  const name = nameOf(instance);
  fail('container-failed', {
    name,
    reason: say(
      'the snapshot is of a time when its context was {context}, which the policy does not have now; give it its ' +
        'own domain (bulkheadctl confine {name} own), restore, and choose the domain again',
      { context, name },
    ),
  });
}

/** Gives the instance its configuration of before the restoration, and labels its files. */
export async function finishRestore(
  { client, labelFiles }: InstanceSnapshotsWork,
  instance: InstanceName,
  before: IntentData<'restore-instance'>,
): Promise<void> {
  await untilIdle(client, instance, neverAborts);
  const { value, etag } = await readWritable(client, instance);
  const { config, devices, profiles } = before;
  const volatile = Object.entries(value.config).filter(([key]) => key.startsWith('volatile.'));
  const whole = { ...value, config: { ...config, ...Object.fromEntries(volatile) }, devices, profiles };
  await writeWhole(client, instance, { value: whole, etag });
  // Incus has brought back that of the snapshot.
  await labelFiles(instance);
}

function withoutVolatile(config: Readonly<Record<string, string>>): Readonly<Record<string, string>> {
  return Object.fromEntries(Object.entries(config).filter(([key]) => !key.startsWith('volatile.')));
}
