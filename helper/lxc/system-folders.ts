// SPDX-License-Identifier: Apache-2.0
/**
 * Folders that the host itself or another container needs: no container is given one, and none becomes the root of one.
 */

/** Neither these nor anything below them may be a volume or the root of an adopted container. */
const systemFolders = [
  ...[
    '/bin',
    '/boot',
    '/dev',
    '/etc',
    '/lib',
    '/lib32',
    '/lib64',
    '/libx32',
    '/proc',
    '/root',
    '/run',
    '/sbin',
    '/sys',
    '/usr',
  ],
  ...['backups', 'cache', 'lock', 'log', 'mail', 'run', 'spool'].map((folder) => `/var/${folder}`),
  ...[
    'bulkhead',
    'containers',
    'dbus',
    'docker',
    'dpkg',
    'libvirt',
    'lxc',
    'lxd',
    'polkit-1',
    'rpm',
    'selinux',
    'sepolgen',
    'systemd',
  ].map((folder) => `/var/lib/${folder}`),
];
/** These hold data of many users: a folder below them can be given, not the whole. */
const wholes: ReadonlySet<string> = new Set([
  ...['/home', '/media', '/mnt', '/opt', '/srv', '/tmp', '/var'],
  ...['/var/lib', '/var/local', '/var/opt', '/var/tmp', '/var/www'],
]);

/** The folder of the system in which this one lies, or which it is. */
export function systemFolderOf(path: string): string | undefined {
  return systemFolders.find((folder) => isWithin(path, folder));
}

export function isOfMany(path: string): boolean {
  return wholes.has(path);
}

export function isWithin(path: string, folder: string): boolean {
  return path === folder || path.startsWith(`${folder}/`);
}
