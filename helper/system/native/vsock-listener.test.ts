// SPDX-License-Identifier: Apache-2.0
import { closeSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';
import { openVsockListener } from './vsock-listener.ts';

const hasFamily = /^AF_VSOCK /m.test(readFileSync('/proc/net/protocols', 'utf8'));

it.runIf(hasFamily)('listens on a port that nobody else has, until it is closed', () => {
  const fd = openVsockListener(47_111);
  expect(() => openVsockListener(47_111)).toThrow('cannot bind(AF_VSOCK): EADDRINUSE');
  closeSync(fd);
  closeSync(openVsockListener(47_111));
});
