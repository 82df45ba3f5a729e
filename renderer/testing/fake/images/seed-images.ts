// SPDX-License-Identifier: Apache-2.0
/** The images that the fake host has at first. */

import type { Image } from '../../../../contract/model/host/image.ts';

export type FakeImage = Omit<Image, 'usedBy'>;

export const mebibyte = 1024 ** 2;

const nginx: FakeImage['application'] = {
  entrypoint: ['/docker-entrypoint.sh'],
  command: ['nginx', '-g', 'daemon off;'],
  environment: ['PATH=/usr/local/sbin:/usr/local/bin:/usr/sbin:/usr/bin:/sbin:/bin', 'NGINX_VERSION=1.29.4'],
  user: '',
  folder: '/',
  ports: ['80/tcp'],
  stopSignal: 'SIGQUIT',
};

export function seedImages(now: number): FakeImage[] {
  const shared = { architecture: 'amd64', hasInit: true, application: null, createdAt: now - 86_400 };
  return [
    {
      ...shared,
      name: 'debian-13',
      description: 'Debian 13 (trixie) with systemd',
      sizeBytes: 312 * mebibyte,
      sha256: '4b1d'.repeat(16),
      origin: 'mmdebstrap trixie',
    },
    {
      ...shared,
      name: 'debian-13-web',
      description: 'Debian 13 with Apache and PHP',
      sizeBytes: 468 * mebibyte,
      sha256: null,
      origin: null,
    },
    {
      ...shared,
      name: 'drill-web',
      description: 'For the isolation drill',
      sizeBytes: 301 * mebibyte,
      sha256: '09fa'.repeat(16),
      origin: 'drill-web.tar.xz',
    },
    {
      ...shared,
      name: 'fedora-43',
      description: 'Fedora Linux 43',
      sizeBytes: 190 * mebibyte,
      sha256: '2b7e'.repeat(16),
      origin: 'https://images.linuxcontainers.org fedora/43 amd64 20261101_05:24',
    },
    {
      ...shared,
      name: 'nginx',
      description: 'Debian GNU/Linux 13 (trixie)',
      sizeBytes: 71 * mebibyte,
      sha256: '81c2'.repeat(16),
      origin: 'docker://docker.io/library/nginx',
      hasInit: false,
      application: nginx,
    },
  ];
}
