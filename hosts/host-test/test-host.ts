// SPDX-License-Identifier: Apache-2.0
/**
 * Tests the way to a host over ssh, step by step: what ssh makes of the address, the network, the key, the login, the
 * helper's socket, the protocol, and what polkit allows. Each step says what is missing and what fixes it.
 */

import type { Client } from '../../rpc/client.ts';
import { connect } from '../../rpc/connect.ts';
import { maxResponseBytes } from '../../rpc/protocol.ts';
import { createSocketTransport } from '../../rpc/socket-transport.ts';
import { isFailure } from '../../contract/errors.ts';
import type { HostTestStep } from '../../contract/bridge.ts';
import type { GivenHostCheck } from '../../contract/model/host/host-check.ts';
import { say } from '../../contract/text.ts';
import { judgeClient } from '../doctor/judge-client.ts';
import { HostUnreachableError } from '../host-errors.ts';
import { byteStreamOf } from '../open-host.ts';
import { helperSocket } from '../../contract/helper-socket.ts';
import type { RemoteHost } from '../ssh-arguments.ts';
import { openSshStream } from '../ssh-stream.ts';
import { describeHelper, describeLogin, describeSettings, type StepResult, viewRule } from './describe-step.ts';
import { readRemoteFacts } from './remote-facts.ts';
import { readSshProgress } from './ssh-progress.ts';
import { readSshSettings } from './ssh-settings.ts';

export interface HostTestOptions {
  readonly signal: AbortSignal;
  /** Added to the environment of ssh: who answers its questions. */
  readonly environment: Readonly<Record<string, string>>;
  readonly onSteps: (steps: readonly HostTestStep[]) => void;
  /** Names the ssh program. */
  readonly program?: string;
}

const titles = {
  address: say('Address'),
  network: say('Network'),
  key: 'Key of the host',
  login: say('Login'),
  helper: say('Helper'),
  polkit: 'polkit',
} as const;
type StepId = keyof typeof titles;
const ids = Object.keys(titles) as readonly StepId[];

/** Resolves when all steps have ended, whichever way. Rejects only when the signal aborts. */
export async function testHost(host: RemoteHost, options: HostTestOptions): Promise<void> {
  const { signal, program = 'ssh' } = options;
  const board = createBoard(options.onSteps);
  board.begin('address');
  const settings = await readSshSettings(host, program, signal).catch((error: unknown) => error as Error);
  signal.throwIfAborted();
  board.end('address', describeSettings(settings));
  if (settings instanceof Error) {
    board.leaveOut();
    return;
  }
  board.begin('network');
  await testWay(host, { ...options, program }, board);
  signal.throwIfAborted();
  board.leaveOut();
}

type WayOptions = HostTestOptions & { readonly program: string };

async function testWay(host: RemoteHost, options: WayOptions, board: Board): Promise<void> {
  const { signal, environment, program } = options;
  let words = '';
  const look = (text: string): void => {
    words = text;
    showProgress(words, board);
  };
  let client: Client | undefined;
  let fault: Error | undefined;
  try {
    const way = { socketPath: helperSocket, isInteractive: true, signal, environment, program, onWords: look };
    const stream = await openSshStream(host, way);
    stream.on('error', (error) => (fault = error));
    client = await connect(createSocketTransport(byteStreamOf(stream), { maxBytes: maxResponseBytes }), { signal });
    showProgress(words, board);
    for (const id of ['network', 'key', 'login'] as const) board.pass(id, describeLogin(id, readSshProgress(words)));
    board.end('helper', describeHelper(client.version));
    board.begin('polkit');
    board.end('polkit', await testRights(client, signal));
  } catch (error) {
    signal.throwIfAborted();
    await explainEnd(host, { options, board, error: fault ?? (error as Error) });
  } finally {
    client?.close();
  }
}

/** Each step that ssh has passed ends, and the next begins. */
function showProgress(words: string, board: Board): void {
  const progress = readSshProgress(words);
  if (progress.isConnected) board.pass('network', describeLogin('network', progress), 'key');
  if (progress.isKeyAccepted) board.pass('key', describeLogin('key', progress), 'login');
  if (progress.method !== undefined) board.pass('login', describeLogin('login', progress), 'helper');
}

interface Ending {
  readonly options: WayOptions;
  readonly board: Board;
  readonly error: Error;
}

/** The step at which it ended fails with the words of ssh; behind a login, the host itself is asked what is missing. */
async function explainEnd(host: RemoteHost, { options, board, error }: Ending): Promise<void> {
  const at = board.running();
  if (at === undefined) return;
  if (at !== 'helper') {
    const reason = error instanceof HostUnreachableError ? error.reason : error.message;
    board.end(at, describeLogin(at, undefined, { host, reason }));
    return;
  }
  if (isFailure(error)) {
    board.end('helper', describeHelper(error));
    return;
  }
  const facts = await readRemoteFacts(host, options);
  const checks = facts === undefined ? [] : judgeClient(facts, !facts.group.isInSession);
  board.end('helper', describeHelper(error));
  board.add(checks.filter(({ state }) => state !== 'ok'));
}

async function testRights(client: Client, signal: AbortSignal): Promise<StepResult> {
  try {
    const info = await client.request('host.info', {}, { signal });
    return {
      state: 'ok',
      message: say(
        'You may view the host {hostname}. Changes may need more: the window asks for a password ' +
          'where no rule of polkit allows them.',
        { hostname: info.hostname },
      ),
      fix: null,
    };
  } catch (error) {
    signal.throwIfAborted();
    if (isFailure(error, 'not-authorised'))
      return {
        state: 'warn',
        message: say(
          'No rule of polkit lets you view this host: the window asks for the password of an administrator when it ' +
            'connects.',
        ),
        fix: viewRule,
      };
    return {
      state: 'fail',
      message: say('The helper answers and denies access: {message}.', {
        message: isFailure(error) ? error.words : (error as Error).message,
      }),
      fix: viewRule,
    };
  }
}

interface Board {
  begin(id: StepId): void;
  end(id: StepId, result: StepResult): void;
  /** Ends a step unless it has ended, and begins the next. */
  pass(id: StepId, result: StepResult, next?: StepId): void;
  running(): StepId | undefined;
  /** What the host itself lacks, as steps of their own. */
  add(checks: readonly GivenHostCheck[]): void;
  /** Nothing more is tried. */
  leaveOut(): void;
}

function createBoard(onSteps: HostTestOptions['onSteps']): Board {
  const steps = new Map<string, HostTestStep>(
    ids.map((id) => [id, { id, title: titles[id], progress: 'waiting', check: null }]),
  );
  function set(id: string, change: Partial<HostTestStep>): void {
    const step = steps.get(id);
    if (step === undefined) return;
    steps.set(id, { ...step, ...change });
    onSteps([...steps.values()]);
  }
  const board: Board = {
    begin: (id) => set(id, { progress: 'running' }),
    end: (id, result) => set(id, { progress: 'done', check: { id, title: titles[id], ...result } }),
    pass(id, result, next) {
      if (steps.get(id)?.progress === 'done') return;
      board.end(id, result);
      if (next !== undefined) board.begin(next);
    },
    running: () => ids.find((id) => steps.get(id)?.progress === 'running'),
    add(checks) {
      for (const check of checks) {
        const id = `host-${check.id}`;
        steps.set(id, { id, title: check.title, progress: 'done', check });
      }
      onSteps([...steps.values()]);
    },
    leaveOut() {
      for (const [id, step] of steps) if (step.progress !== 'done') set(id, { progress: 'left-out' });
    },
  };
  return board;
}
