// SPDX-License-Identifier: Apache-2.0
/**
 * The configuration of an instance of Incus in the lines of LXC that say the same, so that one judge is enough for both.
 * What LXC has no key for keeps the key of Incus.
 */

import * as z from 'zod';
import { parseConfiguration, valueOf } from '../../../lxc/configuration-file.ts';
import { idsPerContainer } from '../../../lxc/id-ranges.ts';
import type { SourcedLine } from '../../../lxc/included-configuration.ts';
import type { IncusInstance } from '../../../incus/incus-instances.ts';
import { rootOf } from '../../../incus/instance-places.ts';

/** Keys of Incus that are judged as they are; the others either have lines of LXC, or open nothing. */
const judgedKeys =
  /^(?:security\.(?:nesting|guestapi|privileged|syscalls\.intercept\..*)|raw\.(?:seccomp|apparmor|idmap))$/;

const idmapSchema = z.array(
  z.object({
    Isuid: z.boolean(),
    Isgid: z.boolean(),
    Hostid: z.number().int().nonnegative(),
    Nsid: z.number().int().nonnegative(),
    Maprange: z.number().int().nonnegative(),
  }),
);

/** An instance that changes is another object. */
const known = new WeakMap<IncusInstance, readonly SourcedLine[]>();

/** Each line with where it comes from, for evidence: a key of its configuration, or one of its devices. */
export function instanceLines(instance: IncusInstance): readonly SourcedLine[] {
  const lines = known.get(instance) ?? linesOf(instance);
  known.set(instance, lines);
  return lines;
}

/** The context that it is configured with; empty where there is none. Nothing but `raw.lxc` has a line for it. */
export function contextOf({ expanded_config: config }: IncusInstance): string {
  return valueOf(parseConfiguration(config['raw.lxc'] ?? ''), 'lxc.selinux.context') ?? '';
}

function linesOf(instance: IncusInstance): readonly SourcedLine[] {
  const { expanded_config: config, expanded_devices: devices } = instance;
  const raw = parseConfiguration(config['raw.lxc'] ?? '').map((line) => ({ ...line, file: 'raw.lxc' }));
  const own = Object.entries(config).flatMap(([key, value]): readonly SourcedLine[] =>
    judgedKeys.test(key) ? [{ key, value, file: key }] : [],
  );
  // The API for guests is there unless it is switched off.
  const api = { key: 'security.guestapi', value: 'true', file: 'security.guestapi' };
  return [
    ...(config['security.guestapi'] === undefined ? [api] : []),
    ...own,
    ...rootLines(instance),
    ...idmapLines(config),
    ...seccompLines(config),
    ...Object.entries(devices).flatMap(([name, device]) => deviceLines(name, device)),
    // Last, as Incus has liblxc read it.
    ...raw,
  ];
}

/** Says where Incus keeps its files, while their volume is mounted. */
function rootLines(instance: IncusInstance): readonly SourcedLine[] {
  const root = rootOf(instance);
  return root === undefined ? [] : [{ key: 'lxc.rootfs.path', value: root.path, file: `device ${root.device}` }];
}

/** Gives the map as it was when it was started last, or will be; none for a privileged one, which is mapped nowhere. */
function idmapLines(config: IncusInstance['expanded_config']): readonly SourcedLine[] {
  if (isTrue(config['security.privileged'])) return [];
  return idmapOf(config).flatMap(({ Isuid, Isgid, Nsid, Hostid, Maprange }) =>
    [...(Isuid ? ['u'] : []), ...(Isgid ? ['g'] : [])].map((kind) => ({
      key: 'lxc.idmap',
      value: `${kind} ${Nsid} ${Hostid} ${Maprange}`,
      file: 'volatile.idmap.next',
    })),
  );
}

function idmapOf(config: IncusInstance['expanded_config']): z.infer<typeof idmapSchema> {
  for (const key of ['volatile.idmap.next', 'volatile.last_state.idmap']) {
    const { data } = idmapSchema.safeParse(parseJson(config[key] ?? ''));
    if (data !== undefined && data.length > 0) return data;
  }
  return [];
}

/**
 * Gives the first id of the host of its user namespace; undefined where it has none, or is not known before its first
 * start.
 */
export function idBaseOf({ expanded_config: config }: IncusInstance): number | undefined {
  if (isTrue(config['security.privileged'])) return undefined;
  return idmapOf(config).find(({ Isuid, Nsid }) => Isuid && Nsid === 0)?.Hostid;
}

/**
 * The id that its root has on the files of its volume: 0 where the kernel maps ids at the mount, else the first one of
 * those with which Incus has written it.
 */
export function diskBaseOf({ config }: Pick<IncusInstance, 'config'>): number {
  const { data = [] } = idmapSchema.safeParse(parseJson(config['volatile.last_state.idmap'] ?? ''));
  return data.find(({ Isuid, Nsid }) => Isuid && Nsid === 0)?.Hostid ?? 0;
}

/** Says where it has folders of the host, and volumes, beside its root. */
export function disksIn({ expanded_devices: devices }: IncusInstance): readonly string[] {
  return Object.values(devices).flatMap(({ type, path = '' }) =>
    type !== 'disk' || path === '' || path === '/' ? [] : [`/${path}`.replace(/\/+/g, '/').replace(/\/$/, '')],
  );
}

/** The range of ids that it has for itself, as no container of LXC may have it; undefined where it shares its ids. */
export function ownIdsOf(instance: IncusInstance): { readonly base: number; readonly count: number } | undefined {
  const { expanded_config: config } = instance;
  const base = idBaseOf(instance);
  if (base === undefined || !isTrue(config['security.idmap.isolated'])) return undefined;
  const mapped = idmapOf(config).find(({ Isuid, Nsid }) => Isuid && Nsid === 0)?.Maprange;
  return { base, count: mapped ?? idsPerContainer };
}

/** Incus writes a profile for each instance unless a key says not to. */
function seccompLines(config: IncusInstance['expanded_config']): readonly SourcedLine[] {
  if (config['security.syscalls.deny_default'] === 'false' && config['security.syscalls.deny'] === undefined) return [];
  return [{ key: 'lxc.seccomp.profile', value: 'of Incus', file: 'security.syscalls.deny_default' }];
}

/** Devices that lead to the host: its folders as mounts, its devices by their numbers. */
function deviceLines(name: string, device: Readonly<Record<string, string>>): readonly SourcedLine[] {
  const file = `device ${name}`;
  const { type = '', source = '', path = '', pool = '' } = device;
  if (type === 'disk' && pool === '' && source.startsWith('/')) {
    const options = isTrue(device['readonly']) ? 'bind,ro' : 'bind';
    return [{ key: 'lxc.mount.entry', value: `${escaped(source)} ${escaped(path)} none ${options} 0 0`, file }];
  }
  if (['unix-block', 'unix-char', 'unix-hotplug', 'gpu', 'usb', 'pci', 'infiniband', 'tpm'].includes(type))
    return [{ key: `devices.${type}`, value: source === '' ? path || name : source, file }];
  return [];
}

/** Escapes as fstab(5) does: a space would begin the next field. */
function escaped(text: string): string {
  return text.replace(/[\s\\]/g, (character) => `\\${character.charCodeAt(0).toString(8).padStart(3, '0')}`);
}

/** The words that Incus takes for true. */
function isTrue(value: string | undefined): boolean {
  return ['true', '1', 'yes', 'on'].includes((value ?? '').toLowerCase());
}

function parseJson(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
