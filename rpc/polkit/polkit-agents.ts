// SPDX-License-Identifier: Apache-2.0
/**
 * Answers what polkit asks on hosts: one agent for each connection, whose questions the page shows. Answers go to the
 * terminal of that agent, and are never stored, logged or put into arguments.
 */

import type { HostQuestion } from '../../contract/bridge.ts';
import type { RunningAgent } from './agent.ts';
import type { AgentPrompt } from './agent-text.ts';

export interface PolkitAgents {
  /** What is asked now, the oldest first. */
  questions(): readonly HostQuestion[];
  /**
   * Gives the person's answer. Undefined means that they authorise nothing: the question is withdrawn from polkit, and
   * what needed it is denied.
   */
  answer(id: string, text: string | undefined): void;
  /**
   * Keeps an agent until the signal aborts, which it does when the connection has ended. Resolves when polkit can ask,
   * or when there is no agent on that host.
   */
  attend(connection: AttendedConnection, signal: AbortSignal): Promise<void>;
}

export interface AttendedConnection {
  readonly id: string;
  readonly label: string;
  /** Runs an agent for the process that opened the helper's socket. */
  run(onPrompt: (prompt: AgentPrompt | undefined) => void): RunningAgent;
}

export interface PolkitAgentsOptions {
  readonly onChange: (questions: readonly HostQuestion[]) => void;
  /** The time for an answer. */
  readonly answerTimeoutMs?: number;
}

interface Waiting {
  readonly question: HostQuestion;
  readonly reply: (text: string | undefined) => void;
}

/** Shorter than the time for which a helper waits for polkit, so that no question is left that leads nowhere. */
const defaultTimeoutMs = 110_000;

export function createPolkitAgents({
  onChange,
  answerTimeoutMs = defaultTimeoutMs,
}: PolkitAgentsOptions): PolkitAgents {
  const waiting = new Map<string, Waiting>();
  const questions = (): readonly HostQuestion[] => [...waiting.values()].map(({ question }) => question);

  /** Ends when the agent does; true when it is to be followed by another. */
  async function runOne(connection: AttendedConnection, signal: AbortSignal, onReady: () => void): Promise<boolean> {
    const asked = createAsked(connection, () => onChange(questions()));
    const agent = connection.run((prompt) => asked.show(prompt, agent));
    const end = (): void => agent.end();
    signal.addEventListener('abort', end, { once: true });
    void agent.ready.then(onReady);
    await agent.ended;
    signal.removeEventListener('abort', end);
    return asked.isGivenUp() && !signal.aborted;
  }

  /** The one question that an agent may have. */
  function createAsked({ id: hostId, label }: AttendedConnection, changed: () => void) {
    let id: string | undefined;
    let number: number | undefined;
    let answered: number | undefined;
    let timer: ReturnType<typeof setTimeout> | undefined;
    let isGivenUp = false;

    function withdraw(): void {
      clearTimeout(timer);
      if (id !== undefined && waiting.delete(id)) changed();
      id = undefined;
    }
    function show(prompt: AgentPrompt | undefined, agent: RunningAgent): void {
      if (prompt?.number !== number) withdraw();
      number = prompt?.number;
      if (prompt === undefined || isGivenUp) return;
      // What was answered is not asked once more while its line goes on.
      if (id === undefined && answered === prompt.number) return;
      if (id === undefined) timer = setTimeout(giveUp, answerTimeoutMs, agent);
      id ??= crypto.randomUUID();
      const { action, message, identities, identity, text, remarks } = prompt;
      const authentication = { action, message, identities, identity, remarks };
      const reply = (line: string | undefined): void => {
        answered = prompt.number;
        withdraw();
        // An answer has one line: more would be taken for the answer to a later question.
        if (line === undefined || /[\r\n\0]/.test(line)) giveUp(agent);
        else agent.answer(line);
      };
      waiting.set(id, { question: { id, hostId, host: label, kind: 'polkit', text, authentication }, reply });
      changed();
    }
    /** The agent cannot be asked to withdraw its question while it waits for a line. */
    function giveUp(agent: RunningAgent): void {
      isGivenUp = true;
      withdraw();
      agent.end();
    }
    return { show, isGivenUp: () => isGivenUp };
  }

  return {
    questions,
    answer: (id, text) => waiting.get(id)?.reply(text),
    attend(connection, signal) {
      return new Promise((resolve) => {
        const keep = async (): Promise<void> => {
          while (!signal.aborted && (await runOne(connection, signal, resolve)));
          resolve();
        };
        void keep();
      });
    },
  };
}
