// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { isAuditHeard } from './denial-log.ts';

const sockets = (
  groups: string,
): string => `sk               Eth Pid        Groups   Rmem     Wmem     Dump  Locks    Drops    Inode
00000000ffe98dfa 9   388        00000000 0        0        0     2        0        2461
0000000011a21c8a 9   2761864257 ${groups} 0        0        0     2        0        7224
00000000c0ffee00 15  1          00000001 0        0        0     2        0        1767
`;

it('knows by the sockets of the kernel whether somebody gets every audit record', () => {
  expect([sockets('00000001'), sockets('00000000'), ''].map(isAuditHeard)).toEqual([true, false, false]);
});
