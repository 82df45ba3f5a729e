// SPDX-License-Identifier: Apache-2.0
/** The files that a container of the fake host begins with: some usual ones, and names that somebody chose to deceive. */

import type { FileKind } from '../../../../contract/model/containers/container-file.ts';

export interface FakeFile {
  readonly kind: FileKind;
  readonly bytes: number;
  readonly mode: number;
  readonly user: number;
  readonly group: number;
  readonly modifiedAt: number;
  readonly target: string | null;
  readonly version: string;
  readonly text: Uint8Array;
}

/** How many files the folder `/var/spool/many` has. */
const many = 100_000;

const texts: Readonly<Record<string, string>> = {
  '/etc/hosts': '127.0.0.1 localhost\n::1 localhost ip6-localhost\n',
  '/etc/debian_version': '13.2\n',
  '/etc/motd': 'Welcome.\n',
  '/etc/nginx/nginx.conf': 'user www-data;\nworker_processes auto;\n\nevents {\n  worker_connections 768;\n}\n',
  '/etc/nginx/sites.conf': 'server {\n  listen 80;\n  root /srv/www;\n}\n',
  '/srv/www/index.html': '<!doctype html>\n<title>Hello</title>\n<p>It works.</p>\n',
  '/var/log/nginx.log': '10.77.0.4 - "GET / HTTP/1.1" 200\n'.repeat(400),
};

const folders = [
  '/',
  '/etc',
  '/etc/nginx',
  '/home',
  '/root',
  '/srv',
  '/srv/www',
  '/usr',
  '/usr/bin',
  '/usr/lib',
  '/var',
  '/var/log',
  '/var/spool',
  '/var/spool/many',
  '/tmp',
];

const links: Readonly<Record<string, string>> = {
  '/bin': 'usr/bin',
  '/lib': 'usr/lib',
  '/srv/current': 'www',
  '/srv/shadow': '/etc/shadow',
};

/** Makes the files by their paths, the root among them. */
export function seedFiles(name: string, now: number): Map<string, FakeFile> {
  const encode = (text: string): Uint8Array => new TextEncoder().encode(text);
  const plain = (kind: FileKind, text: string, mode: number): FakeFile => {
    const bytes = encode(text);
    return {
      kind,
      mode,
      text: bytes,
      bytes: kind === 'folder' ? 4096 : bytes.length,
      target: null,
      user: 0,
      group: 0,
      modifiedAt: now - 86_400 * 3,
      version: 'seed',
    };
  };
  const files = new Map<string, FakeFile>(folders.map((path) => [path, plain('folder', '', 0o755)]));
  for (const [path, text] of Object.entries({ ...texts, '/etc/hostname': `${name}\n` }))
    files.set(path, plain('file', text, 0o644));
  for (const [path, target] of Object.entries(links)) files.set(path, { ...plain('link', target, 0o777), target });
  files.set('/etc/shadow', { ...plain('file', 'root:!:20000::::::\n', 0o640), group: 42 });
  files.set('/usr/bin/sudo', { ...plain('file', '', 0o4755), bytes: 306_456 });
  files.set('/srv/www/logo.png', { ...plain('file', '', 0o644), text: Uint8Array.of(0x89, 0x50, 0xff, 0), bytes: 4 });
  files.set('/srv/<img src=x>\u202egnp.exe', { ...plain('file', 'x', 0o644), user: 33, group: 33 });
  files.set('/srv/latin\udcff', plain('file', 'bytes', 0o600));
  files.set('/srv/queue', plain('pipe', '', 0o620));
  if (name === 'web')
    for (let index = 0; index < many; index += 1)
      files.set(`/var/spool/many/message-${String(index).padStart(6, '0')}`, plain('file', '', 0o600));
  return files;
}
