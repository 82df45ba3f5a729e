// SPDX-License-Identifier: Apache-2.0
/**
 * Runs polkit's text agent for the bridge of Cockpit, which the helper takes for its caller: on a terminal that the bridge
 * itself opens, as the user who logged in.
 */

import { agentCommand, type AgentTerminal, followAgent, type RunningAgent } from '../../rpc/polkit/agent.ts';
import type { AgentPrompt } from '../../rpc/polkit/agent-text.ts';
import type { CockpitApi, CockpitChannel } from './cockpit-api.ts';

export function runBridgeAgent(
  cockpit: Pick<CockpitApi, 'channel'>,
  language: string,
  onPrompt: (prompt: AgentPrompt | undefined) => void,
): RunningAgent {
  // The parent of this shell is the bridge.
  const spawn = ['sh', '-c', agentCommand(language)];
  return followAgent(terminalOf(cockpit.channel({ payload: 'stream', spawn, pty: true, binary: true })), onPrompt);
}

function terminalOf(channel: CockpitChannel): AgentTerminal {
  const decoder = new TextDecoder();
  let isClosed = false;
  channel.addEventListener('close', () => (isClosed = true));
  return {
    onText: (listener) =>
      channel.addEventListener('message', (_, data) => listener(decoder.decode(data, { stream: true }))),
    onEnd: (listener) => channel.addEventListener('close', () => listener()),
    write(text) {
      if (!isClosed) channel.send(new TextEncoder().encode(text));
    },
    end: () => channel.close(),
  };
}
