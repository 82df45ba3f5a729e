// SPDX-License-Identifier: Apache-2.0
/** The agents with a program in place of ssh, which writes what `pkttyagent` does and keeps what it is sent. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { runAgent } from '../../hosts/polkit-agent/run-agent.ts';
import { readyMark } from '../../rpc/polkit/agent-text.ts';
import { createPolkitAgents, type PolkitAgents } from '../../rpc/polkit/polkit-agents.ts';

const password = ` -n \\n "$HOME" 'pass' ~.`;
/** Asks, notes the line that it gets, and asks no more. `$0.N` has what the Nth of these processes was sent. */
const asking = `#!/bin/sh
count=$(( $(cat "$0.count" 2>/dev/null || echo 0) + 1 ))
echo $count > "$0.count"
printf '%s\\n' "$@" > "$0.arguments"
printf '%s\\r\\n' '${readyMark}' '==== AUTHENTICATING FOR org.bulkhead.view-host ====' 'See the host' 'Authenticating as: Ada (ada)'
printf 'Password: '
IFS= read -r line || exit 1
printf '%s' "$line" > "$0.$count"
printf '\\r\\n==== AUTHENTICATION COMPLETE ====\\r\\n'
exec sleep 600
`;

let folder: string;
let program: string;
let agents: PolkitAgents;
let gone: AbortController;

beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'bulkhead-agents-'));
  program = join(folder, 'ssh');
  gone = new AbortController();
  agents = createPolkitAgents({ onChange: () => undefined });
});
afterEach(() => {
  gone.abort();
  rmSync(folder, { recursive: true });
});

function attend(script: string, given: PolkitAgents = agents): Promise<void> {
  writeFileSync(program, script, { mode: 0o755 });
  const host = { kind: 'ssh', user: 'ada', host: 'vault', port: undefined } as const;
  const how = { host, sharedAt: join(folder, 's'), language: 'de', program };
  return given.attend(
    { id: 'ssh://ada@vault', label: 'vault', run: (onPrompt) => runAgent({ ...how, onPrompt }) },
    gone.signal,
  );
}

const read = (name: string): string => readFileSync(`${program}.${name}`, 'utf8');
const asked = (given: PolkitAgents = agents) => expect.poll(() => given.questions()).toHaveLength(1);
const processes = () => expect.poll(() => read('count').trim());

it('asks the person under the name of the host, and passes the answer on to the letter', async () => {
  await attend(asking);
  await asked();
  const [question] = agents.questions();
  expect(question).toEqual({
    id: question?.id,
    hostId: 'ssh://ada@vault',
    host: 'vault',
    kind: 'polkit',
    text: 'Password: ',
    authentication: {
      action: 'org.bulkhead.view-host',
      message: 'See the host',
      identities: [],
      identity: 'Ada (ada)',
      remarks: [],
    },
  });
  agents.answer(question?.id ?? '', password);
  expect(agents.questions()).toEqual([]);
  await expect.poll(() => read('1')).toBe(password);
});

it('answers once more when the answer came before the agent listened, and its terminal echoes it', async () => {
  const take = `IFS= read -r line || exit 1`;
  const echo = String.raw`printf '%s\r\n' "$line"; line=`;
  await attend(asking.replace(take, `${take}; ${echo}; ${take}; ${echo}; ${take}`));
  await asked();
  agents.answer(agents.questions()[0]?.id ?? '', password);
  await expect.poll(() => read('1')).toBe(password);
  expect(agents.questions()).toEqual([]);
});

it('says once who authenticates, though that is echoed', async () => {
  const person = "'Authenticating as: Ada (ada)'\nprintf 'Password: '";
  const choice = String.raw`'Multiple identities can be used for authentication:' ' 1.  Ada (ada)' ' 2.  root'
printf 'Choose identity to authenticate as (1-2): '
IFS= read -r line || exit 1
printf '%s\r\nPassword: ' "$line"`;
  await attend(asking.replace(person, choice));
  await asked();
  agents.answer(agents.questions()[0]?.id ?? '', '2');
  await expect.poll(() => agents.questions()[0]?.text).toBe('Password: ');
  agents.answer(agents.questions()[0]?.id ?? '', password);
  await expect.poll(() => read('1')).toBe(password);
});

it('uses only the connection that is there, on a terminal, and no character of an answer means anything to ssh', async () => {
  await attend(asking);
  const given = read('arguments').split('\n');
  expect(given).toEqual(
    expect.arrayContaining(['-tt', `ControlPath=${join(folder, 's')}`, 'ControlMaster=no', 'ProxyCommand=false']),
  );
  expect(given).toEqual(
    expect.arrayContaining(['EscapeChar=none', 'BatchMode=yes', 'ForwardAgent=no', 'ada', 'vault']),
  );
  expect(given.join('\n')).toContain('LANG=de;');
});

it.each([undefined, 'first\nsecond', 'a\rb'])(
  'ends the agent instead of an answer, and runs another: %j',
  async (text) => {
    await attend(asking);
    await asked();
    const [first] = agents.questions();
    agents.answer(first?.id ?? '', text);
    await processes().toBe('2');
    await asked();
    expect(agents.questions()[0]?.id).not.toBe(first?.id);
    agents.answer(agents.questions()[0]?.id ?? '', password);
    await expect.poll(() => read('2')).toBe(password);
    expect(() => read('1')).toThrow('ENOENT');
  },
);

it('withdraws a question that nobody answers', async () => {
  const hasty = createPolkitAgents({ onChange: () => undefined, answerTimeoutMs: 50 });
  await attend(asking, hasty);
  await processes().not.toBe('1');
});

it('withdraws its question when the connection ends, and runs no other agent', async () => {
  await attend(asking);
  await asked();
  gone.abort();
  await expect.poll(() => agents.questions()).toEqual([]);
  expect(read('count').trim()).toBe('1');
});

it('lets a host be used that has no agent', async () => {
  await attend('#!/bin/sh\nexit 127\n');
  expect(agents.questions()).toEqual([]);
});

it('lets a host be used where no ssh starts', async () => {
  program = join(folder, 'missing', 'ssh');
  const host = { kind: 'ssh', user: undefined, host: 'vault', port: undefined } as const;
  const how = { host, sharedAt: 's', language: 'en', program };
  await agents.attend({ id: 'vault', label: 'vault', run: (onPrompt) => runAgent({ ...how, onPrompt }) }, gone.signal);
  expect(agents.questions()).toEqual([]);
});
