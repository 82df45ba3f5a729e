// SPDX-License-Identifier: Apache-2.0
/** The two throw-away containers of a drill across members: created, started, moved and removed as any other of Incus. */

import { setTimeout as sleep } from 'node:timers/promises';
import { fail } from '../../../../contract/errors.ts';
import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import { say } from '../../../../contract/text.ts';
import { failByIncus } from '../../../incus/fail-by-incus.ts';
import { isNotFound } from '../../../incus/incus-error.ts';
import {
  listInstanceFolder,
  makeInstanceFolder,
  makeInstanceLink,
  removeInstanceFile,
  writeInstanceFile,
} from '../../../incus/incus-files.ts';
import { type InstanceName, readAddressesOf, readInstance } from '../../../incus/incus-instances.ts';
import { readWritable, writeWhole } from '../../../incus/incus-snapshots.ts';
import { rootOf } from '../../../incus/instance-places.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';
import type { AttachTarget, Containers } from '../../containers/ports/containers.ts';
import { secretFiles, treePath } from './stage.ts';

export interface MemberGuests {
  /** The name of this member. Fails with `member-not-ready` where the victim could not go from it to that one. */
  requireOther(member: string): string;
  /** Creates one on this member, which does not run, and gives its level. */
  make(name: string, from: InstanceOrigin, signal: AbortSignal): Promise<string>;
  /** Has the victim, which does not run, hold its secret whenever it runs. `program` is the text of victim.pl. */
  plant(name: string, program: string, secret: string): Promise<void>;
  /**
   * Makes the victim's whole tree reachable by a path of the attacker's, as careless hosting does. Both run on this
   * member; the victim cannot be moved meanwhile.
   */
  share(attacker: string, victim: string): Promise<void>;
  unshare(attacker: string): Promise<void>;
  /** Starts one on this member, and gives where a command in it ends up. */
  start(name: string, signal: AbortSignal): Promise<AttachTarget>;
  /** Starts the victim on whichever member it is, and gives its address once it holds its secret. */
  startVictim(name: string, signal: AbortSignal): Promise<string>;
  /** Stops the victim, and brings it to that member. */
  move(name: string, member: string, signal: AbortSignal): Promise<void>;
  /** All of it that exists, also when its drill ended long ago. */
  remove(name: string): Promise<void>;
}

export interface InstanceOrigin {
  readonly image: string;
  readonly pool: string;
}

export type MemberGuestsHost = Pick<Containers, 'start' | 'stop' | 'attachTarget' | 'remove'> & {
  readonly cluster: Pick<Containers['cluster'], 'create' | 'move'>;
  readonly instances: Pick<Containers['instances'], 'client' | 'here' | 'settled' | 'own'>;
};

type Client = MemberGuestsHost['instances']['client'];

const limits = { memoryBytes: 512 * 1024 * 1024, cpus: null, pids: 512, diskBytes: null };
const folder = '/srv/drill';
/** What the victim's program makes once all is there. */
const readyFile = 'ready';
const service = 'bulkhead-drill.service';
const units = '/etc/systemd/system';
const readyTimeoutMs = 120_000;
const pauseMs = 1000;

const named = (name: string): InstanceName => ({ name, project: 'default' });

/** The device by which the attacker has the victim's tree. */
const sharedDevice = 'drill-victim';

export function createMemberGuests(containers: MemberGuestsHost): MemberGuests {
  const { client } = containers.instances;

  return {
    requireOther(member) {
      const here =
        containers.instances.here() ??
        fail('member-not-ready', { member, reason: say('this host is in no cluster of Incus') });
      if (here === member)
        fail('member-not-ready', { member, reason: say('it is the member that is asked; choose another one') });
      return here;
    },
    async make(name, { image, pool }, signal) {
      const here = containers.instances.here();
      const { context } = await containers.cluster.create(
        { name, image, pool, limits, start: false, ...(here !== undefined && { member: here }) },
        signal,
      );
      return (
        parseSecurityContext(context ?? '')?.level ??
        fail('container-failed', { name, reason: say('its configuration names no context') })
      );
    },
    async plant(name, program, secret) {
      const instance = named(name);
      try {
        await makeInstanceFolder(client, instance, { path: folder, mode: '0777' });
        for (const [file, text] of Object.entries({ ...secretFiles(secret), 'victim.pl': program }))
          await writeInstanceFile(client, instance, { path: `${folder}/${file}`, text, mode: '0777' });
        await writeInstanceFile(client, instance, { path: `${units}/${service}`, text: unitOf(secret), mode: '0644' });
        await makeInstanceFolder(client, instance, { path: `${units}/multi-user.target.wants`, mode: '0755' });
        const path = `${units}/multi-user.target.wants/${service}`;
        await makeInstanceLink(client, instance, { path, target: `../${service}` });
      } catch (error) {
        failByIncus(name, error);
      }
    },
    share: (attacker, victim) =>
      changeDevices(client, attacker, (devices) => {
        const source = rootOf(containers.instances.own(victim))?.path;
        if (source === undefined) fail('container-failed', { name: victim, reason: say('it has no root on a pool') });
        return { ...devices, [sharedDevice]: { type: 'disk', source, path: treePath } };
      }),
    unshare: (attacker) => changeDevices(client, attacker, ({ [sharedDevice]: _shared, ...devices }) => devices),
    async start(name, signal) {
      await containers.start(name, signal);
      return containers.attachTarget(name, signal);
    },
    async startVictim(name, signal) {
      try {
        // The file is from an earlier start.
        await removeInstanceFile(client, named(name), `${folder}/${readyFile}`);
        await containers.start(name, signal);
        return await untilServes(client, name, signal);
      } catch (error) {
        failByIncus(name, error);
      }
    },
    async move(name, member, signal) {
      await containers.stop(name, { force: true }, signal);
      for await (const _step of containers.cluster.move({ name, member, stop: false }, signal)) signal.throwIfAborted();
    },
    async remove(name) {
      await containers.instances.settled(neverAborts);
      // Asked itself: what is known of an Incus that does not answer may be nothing.
      if (!(await isThere(client, name))) return;
      await containers.remove(name, { force: true }, neverAborts);
    },
  };
}

async function untilServes(client: Client, name: string, signal: AbortSignal): Promise<string> {
  const deadline = Date.now() + readyTimeoutMs;
  for (;;) {
    const isReady = (await listInstanceFolder(client, named(name), folder)).includes(readyFile);
    const [address] = isReady ? await readAddressesOf(client, named(name)) : [];
    if (address !== undefined) return address;
    if (Date.now() > deadline)
      fail('container-failed', {
        name,
        reason: say(
          'it has no address, or its program was not ready, within two minutes; the image needs systemd, Perl and a network',
        ),
      });
    await sleep(pauseMs, undefined, { signal });
  }
}

async function changeDevices(client: Client, name: string, change: (devices: Devices) => Devices): Promise<void> {
  try {
    const { value, etag } = await readWritable(client, named(name));
    await writeWhole(client, named(name), { value: { ...value, devices: change(value.devices) }, etag });
  } catch (error) {
    failByIncus(name, error);
  }
}

async function isThere(client: Client, name: string): Promise<boolean> {
  try {
    await readInstance(client, named(name));
    return true;
  } catch (error) {
    if (isNotFound(error)) return false;
    failByIncus(name, error);
  }
}
type Devices = Readonly<Record<string, Readonly<Record<string, string>>>>;

/** Both are words without spaces. */
function unitOf(secret: string): string {
  return `[Unit]
Description=Victim of the isolation drill

[Service]
ExecStart=/usr/bin/perl ${folder}/victim.pl ${secret}
`;
}
