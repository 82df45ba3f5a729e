// SPDX-License-Identifier: Apache-2.0
/** Tests the agent on the real bridge of Cockpit, with a program in place of polkit's that asks once. */

import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createPolkitAgents } from '../../rpc/polkit/polkit-agents.ts';
import { hasCockpitBridge, type RunningCockpit, startCockpitBridge } from '../../testing/cockpit-bridge.ts';
import { runBridgeAgent } from './bridge-agent.ts';

/** Asks on its terminal with the echo off, as polkit's does, and keeps its arguments, its language and the answer. */
const asking = `#!/bin/sh
printf '%s ' "$@" "$LANG" > "$0.arguments"
exec 3>&-
stty -echo < /dev/tty
printf '==== AUTHENTICATING FOR org.bulkhead.view-host ====\\nSee the host\\nAuthenticating as: Ada (ada)\\nPassword: ' > /dev/tty
IFS= read -r line < /dev/tty
printf '%s' "$line" > "$0.answer"
printf '\\n==== AUTHENTICATION COMPLETE ====\\n' > /dev/tty
exec sleep 600
`;

describe.skipIf(!hasCockpitBridge())("an agent of Cockpit's bridge", () => {
  let folder: string;
  let running: RunningCockpit;
  const gone = new AbortController();

  beforeEach(async () => {
    folder = mkdtempSync(join(tmpdir(), 'bulkhead-agent-'));
    writeFileSync(join(folder, 'pkttyagent'), asking, { mode: 0o755 });
    running = await startCockpitBridge(`${folder}:${process.env['PATH'] ?? ''}`);
  });
  afterEach(async () => {
    gone.abort();
    await running.close();
    rmSync(folder, { recursive: true });
  });

  it('asks for the process that opens the socket of the helper, and gets the answer to the letter (G7)', async () => {
    const agents = createPolkitAgents({ onChange: () => undefined });
    await agents.attend(
      { id: 'local', label: 'web', run: (onPrompt) => runBridgeAgent(running.cockpit, 'de', onPrompt) },
      gone.signal,
    );
    await expect.poll(() => agents.questions()).toHaveLength(1);
    const [question] = agents.questions();
    expect(question).toMatchObject({
      hostId: 'local',
      host: 'web',
      kind: 'polkit',
      text: 'Password: ',
      authentication: { action: 'org.bulkhead.view-host', message: 'See the host', identity: 'Ada (ada)' },
    });
    const read = (name: string): string => readFileSync(join(folder, `pkttyagent.${name}`), 'utf8');
    expect(read('arguments')).toBe(`--process ${running.pid} --notify-fd 3 de `);
    const password = ` ä$HOME' "x`;
    agents.answer(question?.id ?? '', password);
    await expect.poll(() => read('answer')).toBe(password);
    expect(agents.questions()).toEqual([]);
  });
});
