// SPDX-License-Identifier: Apache-2.0
/** Follows polkit's text agent on a terminal: what it asks, when it can ask, and the answers that it is sent. */

import { type AgentPrompt, createAgentText, readyMark } from './agent-text.ts';

/** The terminal on which the agent runs. */
export interface AgentTerminal {
  onText(listener: (piece: string) => void): void;
  /** Calls the listener once, when the agent has ended. */
  onEnd(listener: () => void): void;
  write(text: string): void;
  end(): void;
}

export interface RunningAgent {
  /** Resolves when the agent is registered, or has ended without being so. */
  readonly ready: Promise<void>;
  /** Resolves when it has ended, with whether it was ever registered. */
  readonly ended: Promise<boolean>;
  /** Sends one line as the answer. */
  answer(text: string): void;
  end(): void;
}

/**
 * The command of a shell that runs the agent for the process which started it: the one that opened the helper's socket.
 * The agent's own words are English by `LC_ALL`, and names keep their letters; `LANG` is for what polkit says about the
 * action. The mark is written when the agent has closed its end of the pipe.
 */
export function agentCommand(language: string): string {
  if (!/^[a-z]{2}$/.test(language)) throw new Error(`cannot ask in the language ${JSON.stringify(language)}`);
  return (
    `LC_ALL=C.UTF-8 LANG=${language}; export LC_ALL LANG; ` +
    `pkttyagent --process "$PPID" --notify-fd 3 3>&1 >/dev/tty 2>/dev/null | { cat; echo "${readyMark}"; }`
  );
}

/**
 * The agent prints its question, then switches the echo off and throws away what was typed before (`tcsetattr` with
 * `TCSAFLUSH`, in the source of polkit's text listener). A person takes longer than this; a busy host may too, and then
 * its terminal echoes the answer, which is sent again.
 */
const minAnswerMs = 300;

/** Takes what is asked now, after each change. */
type OnPrompt = (prompt: AgentPrompt | undefined) => void;

export function followAgent(terminal: AgentTerminal, onPrompt: OnPrompt): RunningAgent {
  const text = createAgentText();
  let askedAt = 0;
  let number = 0;
  /**
   * Says whether the question is asked with the echo on, as the one who authenticates is. Nothing is thrown away before
   * that question.
   */
  let isEchoed = false;
  const sender = createSender((line) => terminal.write(line));
  const ended = new Promise<boolean>((resolve) => terminal.onEnd(() => resolve(text.isReady())));
  const ready = new Promise<void>((resolve) => {
    terminal.onText((piece) => {
      const prompt = text.push(piece);
      if (prompt !== undefined && prompt.number !== number) {
        number = prompt.number;
        askedAt = performance.now();
        isEchoed = prompt.identities.length > 0;
      }
      sender.hear(piece);
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
      const afterMs = Math.max(0, askedAt + minAnswerMs - performance.now());
      sender.send(line, { afterMs, isEchoed });
    },
    end: () => terminal.end(),
  };
}

interface Sending {
  readonly afterMs: number;
  /** Says whether the agent reads with the echo on. */
  readonly isEchoed: boolean;
}

/** Sends an answer, and once more while the terminal echoes one that is read without echo: the agent did not read it. */
function createSender(write: (line: string) => void) {
  let sent: string | undefined;
  let heard = '';

  function send(line: string, { afterMs, isEchoed }: Sending): void {
    sent = isEchoed || line === '' ? undefined : line;
    heard = '';
    setTimeout(() => write(`${line}\n`), afterMs);
  }
  return {
    send,
    /** Takes what the terminal gives. The answer is forgotten with the first line that is not its echo. */
    hear(piece: string): void {
      if (sent === undefined) return;
      heard += piece;
      if (heard.includes(`${sent}\r\n`)) send(sent, { afterMs: minAnswerMs, isEchoed: false });
      else if (heard.includes('\n')) sent = undefined;
    },
  };
}
