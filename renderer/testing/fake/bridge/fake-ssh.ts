// SPDX-License-Identifier: Apache-2.0
/** Stands in for ssh in a plain browser: a host that asks for a password (any word is right), and a test of a host. */

import type {
  BulkheadBridge,
  HostAuthentication,
  HostQuestion,
  HostTest,
  HostTestStep,
  SshObstacle,
} from '../../../../contract/bridge.ts';

export interface FakeHold {
  readonly reason: string;
  readonly obstacle: SshObstacle | undefined;
}

export type FakeQuestions = BulkheadBridge['questions'] & {
  ask(question: HostQuestion, onAnswer: (text: string | undefined) => void): void;
};

export function createFakeQuestions(): FakeQuestions {
  const waiting = new Map<string, { readonly question: HostQuestion; readonly onAnswer: (text?: string) => void }>();
  const listeners = new Set<(questions: readonly HostQuestion[]) => void>();
  function changed(): void {
    for (const listener of listeners) listener([...waiting.values()].map(({ question }) => question));
  }
  return {
    onChange(listener) {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
    async answer(id, text) {
      const one = waiting.get(id);
      waiting.delete(id);
      one?.onAnswer(text);
      changed();
    },
    ask(question, onAnswer) {
      waiting.set(question.id, { question, onAnswer });
      changed();
    },
  };
}

interface FakeLogin {
  readonly id: string;
  readonly mayAsk: boolean;
  readonly questions: FakeQuestions;
  readonly onReached: () => void;
  readonly onHeld: (hold: FakeHold) => void;
}

/** Asks as ssh does: first about the key of the host, then for the password, then what polkit asks there. */
export function fakeLogin({ id, mayAsk, questions, onReached, onHeld }: FakeLogin): void {
  const held = {
    reason:
      'cannot reach the host vault: ssh needs a password or a passphrase, or has no right key ' +
      '(ssh says: ops@vault: Permission denied (publickey,password).)',
    obstacle: 'login',
  } as const;
  if (!mayAsk) {
    setTimeout(onHeld, 300, held);
    return;
  }
  const host = { hostId: id, host: 'vault' };
  const key =
    "The authenticity of host 'vault (192.0.2.14)' can't be established.\n" +
    'ED25519 key fingerprint is SHA256:pQpWLoEZ2ZE0pmhs2SxBL0v3ePJGk3K1hqzJpT8kW2s.\n' +
    'This key is not known by any other names.\n' +
    'Are you sure you want to continue connecting (yes/no/[fingerprint])? ';
  questions.ask({ id: crypto.randomUUID(), ...host, kind: 'host-key', text: key }, (answer) => {
    if (answer !== 'yes') {
      onHeld({
        reason: 'cannot reach the host vault: its key is not known on this machine yet; connect by hand to confirm it',
        obstacle: 'unknown-key',
      });
      return;
    }
    questions.ask(
      { id: crypto.randomUUID(), ...host, kind: 'password', text: "ops@vault's password: " },
      (password) => {
        if (password === undefined) onHeld(held);
        else fakeAuthentication(questions, host, onReached);
      },
    );
  });
}

/** polkit asks who authenticates, and for a password; the host is reached whatever comes of it. */
function fakeAuthentication(
  questions: FakeQuestions,
  host: { hostId: string; host: string },
  onAsked: () => void,
): void {
  const people = ['Ada Lovelace (ada)', 'Grace Hopper (grace)'];
  const about = {
    action: 'org.bulkhead.view-host',
    message: 'Authentication is required to see the containers of this host',
    remarks: [],
  };
  const ask = (text: string, authentication: HostAuthentication, onAnswer: (answer?: string) => void): void =>
    questions.ask({ id: crypto.randomUUID(), ...host, kind: 'polkit', text, authentication }, onAnswer);
  const choice = { ...about, identities: people, identity: undefined };
  ask('Choose identity to authenticate as (1-2): ', choice, (position) => {
    if (position === undefined) onAsked();
    else ask('Password: ', { ...about, identities: [], identity: people[Number(position) - 1] }, () => onAsked());
  });
}

/** `edge` hosts pass; others end at the helper's socket. */
export function fakeHostTest(address: string, onSteps: (steps: readonly HostTestStep[]) => void): HostTest {
  const name = address.replace(/^ssh:\/\/(.*@)?/, '');
  const isGood = name.startsWith('edge');
  const titles = ['Address', 'Network', 'Key of the host', 'Login', 'Helper', 'polkit'];
  const messages = [
    `ssh connects to ${name}, port 22, as ops.`,
    'The host answers.',
    'Known: ssh-ed25519 SHA256:pQpWLoEZ2ZE0pmhs2SxBL0v3ePJGk3K1hqzJpT8kW2s.',
    'Logged in by publickey.',
    isGood
      ? 'The helper answers; its version is 0.1.0.'
      : `Cannot reach the host ${name}: ssh works, and /run/bulkhead/helper.sock of the helper does not answer.`,
    `You may view the host ${name}.`,
  ];
  const last = isGood ? titles.length : 5;
  let at = 0;
  let timer: ReturnType<typeof setInterval> | undefined;
  const done = new Promise<void>((resolve) => {
    timer = setInterval(() => {
      at += 1;
      onSteps(titles.map((title, index) => stepOf({ title, message: messages[index] ?? '', index, at, last })));
      if (at <= last) return;
      clearInterval(timer);
      resolve();
    }, 250);
  });
  return { done, cancel: () => clearInterval(timer) };
}

interface FakeStep {
  readonly title: string;
  readonly message: string;
  readonly index: number;
  readonly at: number;
  readonly last: number;
}

function stepOf({ title, message, index, at, last }: FakeStep): HostTestStep {
  const id = `step-${index}`;
  if (index >= last) return { id, title, progress: at > last ? 'left-out' : 'waiting', check: null };
  if (index >= at - 1) return { id, title, progress: index === at - 1 ? 'running' : 'waiting', check: null };
  const isBad = index === last - 1 && last < 6;
  return {
    id,
    title,
    progress: 'done',
    check: {
      id,
      title,
      state: isBad ? 'fail' : 'ok',
      message,
      fix: isBad
        ? { by: 'commands', summary: 'Add the user, who then logs in again.', commands: ['usermod -aG bulkhead ops'] }
        : null,
    },
  };
}
