// SPDX-License-Identifier: Apache-2.0
/**
 * Runs polkit's text agent on a host, for the one process of sshd that serves a shared connection: the process that the
 * host's helper takes for its caller. The agent runs on a terminal of that connection, as the user who logged in.
 */

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { agentCommand, type AgentTerminal, followAgent, type RunningAgent } from '../../rpc/polkit/agent.ts';
import type { AgentPrompt } from '../../rpc/polkit/agent-text.ts';
import { agentArguments, type RemoteHost } from '../ssh-arguments.ts';

export interface AgentOptions {
  readonly host: RemoteHost;
  /** Names the control socket of the connection. */
  readonly sharedAt: string;
  /** Names the language in which polkit asks, in two letters. */
  readonly language: string;
  /** Names the ssh program. */
  readonly program?: string;
  /** Takes what is asked now, after each change. */
  readonly onPrompt: (prompt: AgentPrompt | undefined) => void;
}

export function runAgent({ host, sharedAt, language, program = 'ssh', onPrompt }: AgentOptions): RunningAgent {
  // The parent of what sshd runs is the process that opened the helper's socket.
  const command = `exec sh -c '${agentCommand(language)}'`;
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(program, agentArguments(host, sharedAt, command), {
    stdio: ['pipe', 'pipe', 'ignore'],
  });
  child.stdin.on('error', () => undefined);
  return followAgent(terminalOf(child), onPrompt);
}

function terminalOf(child: ChildProcessByStdio<Writable, Readable, null>): AgentTerminal {
  return {
    onText: (listener) => void child.stdout.setEncoding('utf8').on('data', listener),
    onEnd: (listener) => void child.once('close', listener).once('error', listener),
    write: (text) => void child.stdin.write(text),
    end: () => void child.kill(),
  };
}
