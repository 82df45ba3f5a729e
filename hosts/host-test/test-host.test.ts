// SPDX-License-Identifier: Apache-2.0
import 'vscode-jsonrpc/node';
import { chmod, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import type { HostTestStep } from '../../contract/bridge.ts';
import { inEnglish } from '../../contract/fixtures/in-english.ts';
import { parseFacts } from './remote-facts.ts';
import { readSshProgress } from './ssh-progress.ts';
import { parseSettings } from './ssh-settings.ts';
import { testHost } from './test-host.ts';

const host = { kind: 'ssh', user: 'ops', host: 'edge', port: undefined } as const;
const connected = 'debug1: Connection established.';
const known =
  'debug1: Server host key: ssh-ed25519 SHA256:abc\n' +
  "debug1: Host 'edge' is known and matches the ED25519 host key.";
const loggedIn = 'Authenticated to edge ([192.0.2.1]:22) using "publickey".';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'bulkhead-host-test-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** An ssh that says this and ends; asked for its settings, or for a command, it answers these. */
async function stepsWith({ words, facts = '' }: { readonly words: string; readonly facts?: string }) {
  const program = join(folder, 'ssh');
  await writeFile(join(folder, 'words'), words);
  await writeFile(join(folder, 'facts'), facts);
  await writeFile(
    program,
    `#!/bin/sh
case "$*" in
-G*) printf 'hostname 192.0.2.1\\nport 22\\nuser ops\\nstricthostkeychecking ask\\n' ;;
*'-W '*) cat '${folder}/words' >&2; exit 255 ;;
*) cat '${folder}/facts' ;;
esac
`,
  );
  await chmod(program, 0o755);
  let steps: readonly HostTestStep[] = [];
  const signal = new AbortController().signal;
  await testHost(host, { signal, environment: {}, program, onSteps: (next) => (steps = next) });
  return inEnglish(steps);
}

const states = (steps: Awaited<ReturnType<typeof stepsWith>>) =>
  steps.map(({ id, progress, check }) => `${id} ${check?.state ?? progress}`);

it('ends at the network, in the words of ssh', async () => {
  const steps = await stepsWith({ words: 'ssh: connect to host edge port 22: No route to host' });
  expect(states(steps)).toEqual([
    'address ok',
    'network fail',
    'key left-out',
    'login left-out',
    'helper left-out',
    'polkit left-out',
  ]);
  expect(steps[1]?.check?.message).toBe('Ssh says: ssh: connect to host edge port 22: No route to host.');
});

it('never accepts a key that has changed, and says what to run', async () => {
  const words = [
    connected,
    '@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @',
    'Host key verification failed.',
  ];
  const steps = await stepsWith({ words: words.join('\n') });
  expect(states(steps).slice(0, 4)).toEqual(['address ok', 'network ok', 'key fail', 'login left-out']);
  expect(steps[2]?.check?.fix).toMatchObject({ by: 'commands', commands: ['ssh-keygen -R edge'] });
});

it('ends at the login', async () => {
  const steps = await stepsWith({ words: [connected, known, 'ops@edge: Permission denied (publickey).'].join('\n') });
  expect(states(steps).slice(1, 5)).toEqual(['network ok', 'key ok', 'login fail', 'helper left-out']);
});

it('asks the host itself what is missing when the socket does not open', async () => {
  const facts = [
    '\n=uid\n1001',
    '\n=user\nops',
    '\n=session\n1001',
    '\n=member\n1001',
    '\n=group\nbulkhead:x:990:ada',
    '\n=socket\nyes',
    '\n=enforce\n1',
    '\n=domain\nunconfined_u:unconfined_r:unconfined_t:s0',
    '\n=os\nID=debian',
    '\n=failure\n',
    '\n=units\n' +
      ['bulkhead-helper.socket', 'bulkhead-listener.service', 'bulkhead-helper.service', 'polkit.service']
        .map((id) => `Id=${id}\nLoadState=loaded\nActiveState=active\nUnitFileState=enabled`)
        .join('\n\n'),
  ].join('\n');
  const words = [connected, known, loggedIn, 'stdio forwarding failed'].join('\n');
  const steps = await stepsWith({ words, facts });
  expect(states(steps)).toEqual([
    'address ok',
    'network ok',
    'key ok',
    'login ok',
    'helper fail',
    'polkit left-out',
    'host-group fail',
  ]);
  expect(steps.at(-1)?.check?.fix).toMatchObject({ commands: ['usermod -aG bulkhead ops'] });
});

it('says what is not known where no command can be run there', async () => {
  const steps = await stepsWith({ words: [connected, known, loggedIn, 'open failed'].join('\n'), facts: 'nologin' });
  expect(states(steps).slice(4)).toEqual(['helper fail', 'polkit left-out']);
});

it('reads how far ssh got', () => {
  expect(readSshProgress([connected, known, loggedIn].join('\n'))).toEqual({
    isConnected: true,
    isKeyAccepted: true,
    key: 'ssh-ed25519 SHA256:abc',
    method: 'publickey',
  });
  expect(readSshProgress('debug1: Executing proxy command: exec nc')).toMatchObject({ isConnected: false });
});

it('sees a configuration that accepts any key', () => {
  expect(parseSettings('hostname h\nproxyjump none\nstricthostkeychecking false')).toMatchObject({
    checksKey: false,
    jump: undefined,
  });
  expect(parseFacts('what is this')).toBe(undefined);
});
