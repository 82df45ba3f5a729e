// SPDX-License-Identifier: Apache-2.0
import { expect, it } from 'vitest';
import { explainSshEnd } from './explain-ssh-end.ts';

const host = { kind: 'ssh', user: 'admin', host: 'edge', port: undefined } as const;
const messageOf = (...lines: readonly string[]): string =>
  explainSshEnd(host, lines.join('\n'), '/run/bulkhead/helper.sock').message;

it('says why ssh ended, without what a shared connection says about a terminal', () => {
  const terminal = 'mux_master_process_new_session: tcgetattr: Inappropriate ioctl for device';
  expect(messageOf(terminal)).toContain('ssh ended without a word');
  const said = messageOf(terminal, 'Connection closed by 192.0.2.7 port 22');
  expect(said).toContain('ssh says: Connection closed by 192.0.2.7 port 22');
  expect(said).not.toContain('tcgetattr');
});
