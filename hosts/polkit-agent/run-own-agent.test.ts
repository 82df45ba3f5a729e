// SPDX-License-Identifier: Apache-2.0
import { chmodSync, existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { isAlive } from '../is-alive.ts';
import { runOwnAgent } from './run-own-agent.ts';

let folder = '';

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'own-agent-'));
});
afterEach(() => rmSync(folder, { recursive: true }));

/** Puts a script in the place of pkttyagent. */
function programs(script: string) {
  const agent = join(folder, 'agent');
  writeFileSync(agent, `#!/bin/sh\n${script}\n`);
  chmodSync(agent, 0o755);
  return { setpriv: '/usr/bin/setpriv', agent };
}

it('registers the agent for this process, and ends it', async () => {
  const agent = runOwnAgent(programs(`echo "$$ $*" > ${folder}/args; exec 3>&-; exec sleep 60`));
  await agent?.ready;
  const [pid = '', ...args] = readFileSync(join(folder, 'args'), 'utf8').trim().split(' ');
  expect(args).toEqual(['--fallback', '--notify-fd', '3', '--process', String(process.pid)]);
  expect(isAlive(Number(pid))).toBe(true);
  agent?.end();
  await expect.poll(() => isAlive(Number(pid))).toBe(false);
});

it('is waited for no longer when it cannot be registered', async () => {
  await runOwnAgent(programs('exit 127'))?.ready;
});

it('is not there on a host without polkit’s agent', () => {
  expect(runOwnAgent({ setpriv: '/usr/bin/setpriv', agent: join(folder, 'none') })).toBeUndefined();
  expect(existsSync(join(folder, 'args'))).toBe(false);
});
