// SPDX-License-Identifier: Apache-2.0
/**
 * The two throw-away containers of a drill, created, started and ended through the same code as any other; the
 * attacker's configuration changes between starts.
 */

import { join } from 'node:path';
import { fail, isFailure } from '../../../../contract/errors.ts';
import type { Input } from '../../../../contract/operations/index.ts';
import { type Container, defaultLearnSeconds, type Network } from '../../../../contract/model/containers/container.ts';
import { noLimits } from '../../../../contract/model/containers/limits.ts';
import { noSettings } from '../../../../contract/model/containers/settings.ts';
import { formatSecurityContext } from '../../../../contract/model/contexts/format-security-context.ts';
import { parseSecurityContext } from '../../../../contract/model/contexts/parse-security-context.ts';
import { payloadCgroup } from '../../../lxc/runtime.ts';
import {
  type ConfigurationLine,
  formatConfiguration,
  readConfiguration,
  valueOf,
} from '../../../lxc/configuration-file.ts';
import { containerPlaces, type HostPlaces } from '../../../lxc/places.ts';
import { writeDurably } from '../../../system/files/write-durably.ts';
import { type Stage, unmountVictim } from './stage.ts';
import type { AttachTarget, Containers } from '../../containers/ports/containers.ts';
import type { Creation } from '../../creation/ports.ts';
import type { Consoles } from '../../consoles/ports.ts';
import { neverAborts } from '../../../system/work/never-aborts.ts';

/** Small enough that the attempts on the limits end soon, and large enough for a web server. */
const limits = {
  ...noLimits,
  memoryBytes: 160 * 1024 * 1024,
  cpus: 1,
  pids: 128,
  diskBytes: 128 * 1024 * 1024,
  diskInodes: 10_000,
};

export interface Guest extends Stage {
  /** Its configuration as Bulkhead wrote it. */
  readonly lines: readonly ConfigurationLine[];
  readonly level: string;
  readonly cgroup: string;
  /** The host's bridge that it is on; undefined without a network. */
  readonly bridge: string | undefined;
  /** Its network device has this address; undefined without a network. */
  readonly hardwareAddress: string | undefined;
}

export interface Guests {
  /** What exists of a container that was created before. */
  describe(name: string): Promise<Guest>;
  make(
    name: string,
    choice: { readonly image: string; readonly network: Network },
    signal: AbortSignal,
  ): Promise<Guest>;
  /** Starts it with this configuration. */
  start(guest: Guest, lines: readonly ConfigurationLine[], signal: AbortSignal): Promise<AttachTarget>;
  end(guest: Guest, signal: AbortSignal): Promise<void>;
  addressOf(guest: Guest, signal: AbortSignal): Promise<string | undefined>;
  /** Runs a command as root in it, in its context, and gives what it says as it comes. */
  run(
    target: AttachTarget,
    command: readonly string[],
    options: {
      readonly signal: AbortSignal;
      /** What is typed; it is echoed. */
      readonly typed?: AsyncIterable<string>;
    },
  ): AsyncGenerator<string, void, undefined>;
  /** All of it that exists, also when its drill ended long ago. */
  remove(name: string): Promise<void>;
}

interface GuestsHost {
  readonly creation: Pick<Creation, 'create'>;
  readonly containers: Pick<Containers, 'list' | 'require' | 'start' | 'stop' | 'remove'>;
  readonly consoles: Consoles;
  readonly places: HostPlaces;
}

export function createGuests(host: GuestsHost): Guests {
  const { creation, containers, consoles, places } = host;
  return {
    describe: (name) => describe(host, name),
    async make(name, { image, network }, signal) {
      const steps = creation.create(
        {
          name,
          image,
          limits,
          network,
          published: [],
          confinement: 'shared',
          learnSeconds: defaultLearnSeconds,
          ports: [],
          // The image serves PHP, which compiles at run time.
          allow: ['jit'],
          connectTypes: [],
          connectPorts: [],
          volumes: [],
          tags: [],
          settings: noSettings,
          start: false,
        },
        { uid: 0 },
        signal,
      );
      for await (const _step of steps) signal.throwIfAborted();
      return describe(host, name);
    },
    async start({ name }, lines, signal) {
      writeDurably(containerPlaces(places, name).configuration, formatConfiguration(lines), 0o600);
      const { initPid } = await containers.start(name, signal);
      const context = parseSecurityContext(valueOf(lines, 'lxc.selinux.context') ?? '');
      if (initPid === null || context === undefined)
        fail('container-failed', { name, reason: 'its init ended at once' });
      return { name, initPid, context: formatSecurityContext(context) };
    },
    async end({ name }, signal) {
      await containers.stop(name, { force: true }, signal).catch(unlessStopped);
    },
    addressOf: async ({ name }, signal) =>
      (await find(host, name, signal))?.addresses.find((address) => /^[0-9.]+$/.test(address)),
    async *run(target, command, { signal, typed = nothing() }) {
      const decoder = new TextDecoder();
      for await (const { data } of consoles.open(
        { target, command, columns: 1000, rows: 24, uid: 0, input: inputOf(typed) },
        signal,
      ))
        yield decoder.decode(data, { stream: true });
    },
    async remove(name) {
      await unmountVictim(join(containerPlaces(places, name).rootfs));
      if ((await find(host, name, neverAborts)) !== undefined)
        await containers.remove(name, { force: true }, neverAborts);
    },
  };
}

async function find({ containers }: GuestsHost, name: string, signal: AbortSignal): Promise<Container | undefined> {
  return (await containers.list(signal)).find((container) => container.name === name);
}

async function describe({ containers, places }: GuestsHost, name: string): Promise<Guest> {
  const { userNamespaceBase } = await containers.require(name, { can: 'layer' });
  const own = containerPlaces(places, name);
  const lines = readConfiguration(own.configuration) ?? [];
  const context = parseSecurityContext(valueOf(lines, 'lxc.selinux.context') ?? '');
  if (context === undefined || userNamespaceBase === null)
    fail('container-failed', { name, reason: 'its configuration names no context or no ids' });
  return {
    name,
    rootfs: own.rootfs,
    idBase: userNamespaceBase,
    lines,
    level: context.level,
    cgroup: payloadCgroup(places.cgroup, name),
    bridge: valueOf(lines, 'lxc.net.0.link'),
    hardwareAddress: valueOf(lines, 'lxc.net.0.hwaddr')?.toLowerCase(),
  };
}

async function* nothing(): AsyncGenerator<never, void, undefined> {
  // A command that nothing is typed into.
}

async function* inputOf(typed: AsyncIterable<string>): AsyncGenerator<Input<'console.open'>, void, undefined> {
  for await (const data of typed) yield { type: 'data', data };
}

function unlessStopped(error: unknown): void {
  if (!isFailure(error, 'container-not-running')) throw error;
}
