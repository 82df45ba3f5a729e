// SPDX-License-Identifier: Apache-2.0
/** The images of the fake host. */

import type { Image } from '../../../contract/model/host/image.ts';

export const fakeImages: readonly Omit<Image, 'createdAt'>[] = [
  {
    name: 'debian-13',
    description: 'Debian 13 (trixie) with systemd',
    architecture: 'amd64',
    sizeBytes: 312 * 1024 ** 2,
  },
  {
    name: 'debian-13-web',
    description: 'Debian 13 with Apache and PHP',
    architecture: 'amd64',
    sizeBytes: 468 * 1024 ** 2,
  },
];
