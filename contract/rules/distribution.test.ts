// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { distributionOf } from './distribution.ts';

it.each([
  ['ID=debian\n', 'debian'],
  ['NAME="Linux Mint"\nID=linuxmint\nID_LIKE="ubuntu debian"\n', 'debian'],
  ['ID=fedora\n', 'fedora'],
  ['ID="rocky"\nID_LIKE="rhel centos fedora"\n', 'fedora'],
  ['ID=alpine\n', undefined],
  ['', undefined],
])('%j is of the family %s', (text, family) => expect(distributionOf(text)).toBe(family));
