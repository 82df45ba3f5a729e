// SPDX-License-Identifier: Apache-2.0
/**
 * Runs polkit's text agent on a host, for the one process of sshd that serves a shared connection: the process that the
 * host's helper takes for its caller. The agent runs on a terminal of that connection, as the user who logged in.
 */

import { type ChildProcessByStdio, spawn } from 'node:child_process';
import type { Readable, Writable } from 'node:stream';
import { agentArguments, type RemoteHost } from '../ssh-arguments.ts';
import { type AgentPrompt, createAgentText, readyMark } from './agent-text.ts';

export interface AgentOptions {
  readonly host: RemoteHost;
  /** The control socket of the connection. */
  readonly sharedAt: string;
  /** In which polkit is to ask: two letters. */
  readonly language: string;
  /** The ssh program. */
  readonly program?: string;
  /** Called with what is asked now, after each change. */
  readonly onPrompt: (prompt: AgentPrompt | undefined) => void;
}

export interface RunningAgent {
  /** Resolves when the agent is registered, or has ended without being so. */
  readonly ready: Promise<void>;
  /** Resolves when it has ended, with whether it was ever registered. */
  readonly ended: Promise<boolean>;
  /** One line. */
  answer(text: string): void;
  end(): void;
}

/**
 * The parent of what sshd runs is the process that opened the helper's socket. The agent's own words are English by
 * `LC_ALL`, and names keep their letters; `LANG` is for what polkit says about the action. The mark is written when the
 * agent has closed its end of the pipe.
 */
const agentCommand = (language: string): string =>
  `exec sh -c 'LC_ALL=C.UTF-8 LANG=${language}; export LC_ALL LANG; ` +
  `pkttyagent --process "$PPID" --notify-fd 3 3>&1 >/dev/tty 2>/dev/null | { cat; echo "${readyMark}"; }'`;

/**
 * The agent prints its question, and throws away what was typed before it has switched the echo off. A person takes
 * longer than this.
 */
const minAnswerMs = 300;

export function runAgent({ host, sharedAt, language, program = 'ssh', onPrompt }: AgentOptions): RunningAgent {
  const child: ChildProcessByStdio<Writable, Readable, null> = spawn(
    program,
    agentArguments(host, sharedAt, agentCommand(language)),
    { stdio: ['pipe', 'pipe', 'ignore'] },
  );
  const text = createAgentText();
  let askedAt = 0;
  let number = 0;
  const ended = new Promise<boolean>((resolve) => {
    const end = (): void => resolve(text.isReady());
    child.once('close', end).once('error', end);
  });
  child.stdin.on('error', () => undefined);
  const ready = new Promise<void>((resolve) => {
    child.stdout.setEncoding('utf8').on('data', (piece: string) => {
      const prompt = text.push(piece);
      if (prompt !== undefined && prompt.number !== number) {
        number = prompt.number;
        askedAt = performance.now();
      }
      if (text.isReady()) resolve();
      onPrompt(prompt);
    });
    void ended.then(() => resolve());
  });
  void ended.then(() => onPrompt(undefined));
  return {
    ready,
    ended,
    answer(line) {
      setTimeout(() => child.stdin.write(`${line}\n`), Math.max(0, askedAt + minAnswerMs - performance.now()));
    },
    end: () => void child.kill(),
  };
}
