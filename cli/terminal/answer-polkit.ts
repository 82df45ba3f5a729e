// SPDX-License-Identifier: Apache-2.0
/**
 * Asks the person at the terminal what polkit asks on a host over ssh, and hands the answers to its agent there. A
 * password is not shown, and goes nowhere else. All texts are the host's, without control characters.
 */

import { createInterface } from 'node:readline/promises';
import { Writable } from 'node:stream';
import type { AgentPrompt } from '../../rpc/polkit/agent-text.ts';
import type { CommandEnvironment } from '../command-environment.ts';

export interface PolkitQuestions {
  /** What the agent asks now; undefined when it asks nothing. */
  show(prompt: AgentPrompt | undefined): void;
  /** Stops asking; the terminal is as it was. */
  end(): void;
}

export interface PolkitQuestionsOptions {
  readonly environment: Pick<CommandEnvironment, 'stdin' | 'stderr'>;
  /** Named before each question. */
  readonly host: string;
  readonly onAnswer: (line: string) => void;
  /** The person pressed Ctrl-C, or there is no more input. */
  readonly onCancel: () => void;
}

export function createPolkitQuestions({
  environment,
  host,
  onAnswer,
  onCancel,
}: PolkitQuestionsOptions): PolkitQuestions {
  let asking: AbortController | undefined;
  let asked: number | undefined;

  async function ask(prompt: AgentPrompt, signal: AbortSignal): Promise<void> {
    const isChoice = prompt.identities.length > 0;
    const line = await readLine(environment, {
      question: `${describe(host, prompt)}${prompt.text}`,
      isHidden: !isChoice,
      signal,
    });
    if (signal.aborted) return;
    if (line === undefined) onCancel();
    else onAnswer(line);
  }

  function end(): void {
    asking?.abort();
    asking = undefined;
  }

  return {
    show(prompt) {
      if (prompt?.number === asked) return;
      end();
      asked = prompt?.number;
      if (prompt === undefined) return;
      asking = new AbortController();
      void ask(prompt, asking.signal);
    },
    end,
  };
}

function describe(host: string, { message, identities, identity, remarks }: AgentPrompt): string {
  const who = identity === undefined ? [] : [`Authenticating as: ${identity}`];
  const choices = identities.map((one, index) => `  ${index + 1}. ${one}`);
  return [`${host}: ${message}`, ...remarks, ...who, ...choices].map((line) => `${line}\n`).join('');
}

interface Question {
  readonly question: string;
  readonly isHidden: boolean;
  readonly signal: AbortSignal;
}

/** Undefined when the person pressed Ctrl-C, when there is no more input, or when the signal aborts. */
async function readLine(
  { stdin, stderr }: Pick<CommandEnvironment, 'stdin' | 'stderr'>,
  { question, isHidden, signal }: Question,
): Promise<string | undefined> {
  const nowhere = new Writable({ write: (_chunk, _encoding, done) => done() });
  const lines = createInterface({ input: stdin, output: isHidden ? nowhere : stderr, terminal: true, historySize: 0 });
  const gone = new Promise<undefined>((resolve) => lines.once('close', () => resolve(undefined)));
  lines.once('SIGINT', () => lines.close());
  // The question is written only once the terminal has ceased to echo, which the interface sees to: a quick person's
  // password would be shown.
  stderr.write(question);
  try {
    return await Promise.race([lines.question('', { signal }), gone]);
  } catch {
    return undefined;
  } finally {
    lines.close();
    if (isHidden) stderr.write('\n');
  }
}
