// SPDX-License-Identifier: Apache-2.0
/**
 * The operations that this window started and that still go on or ended lately: seen at once, with progress, and
 * cancelled from anywhere. They go on while the window shows another host.
 */

import { isFailure } from '../../contract/errors.ts';
import { create } from 'zustand';
import { actionOf, failureText, noteAgain, notify } from '../window/notifications.ts';
import { shownHostId } from './connection.ts';
import { t } from '../lib/language/t.ts';

interface OperationStep {
  readonly step: string;
  /** Milliseconds since the epoch. */
  readonly begunAt: number;
}

type OperationState = 'running' | 'done' | 'failed' | 'cancelled';

export interface RunningOperation {
  readonly id: number;
  /** The host on which it runs; undefined where it began without one. */
  readonly hostId: string | undefined;
  readonly title: string;
  /** The container that it is about, or a name for all that one is about. */
  readonly subject: string;
  /** The containers that it still works on. */
  readonly containers: readonly string[];
  /** What the container is meanwhile, for example `starting`. */
  readonly activeLabel: string;
  readonly begunAt: number;
  readonly endedAt: number | undefined;
  readonly state: OperationState;
  /** Says which share is done, from 0 to 1; undefined when nobody knows. */
  readonly fraction: number | undefined;
  readonly steps: readonly OperationStep[];
  /** What its present step says of itself, such as the rate of a transfer. */
  readonly detail?: string;
  readonly error: unknown;
  readonly canCancel: boolean;
  /** Begins the same again, with the same choices; undefined where that is not safe, and once it was done. */
  readonly again: (() => void) | undefined;
}

interface OperationsState {
  readonly operations: readonly RunningOperation[];
}

export const useOperations = create<OperationsState>(() => ({ operations: [] }));

/**
 * The work ended while the window showed another host: what its caller would do next is no longer about what is shown.
 * The end was notified.
 */
export class HostLeftError extends Error {
  constructor() {
    super(t('the window shows another host'));
    this.name = 'HostLeftError';
  }
}

/** What the work gets: a signal that aborts when it is cancelled, and a way to report its progress. */
export interface OperationContext {
  readonly signal: AbortSignal;
  /** The fraction is undefined when nobody knows. */
  progress(step: string, fraction: number | undefined, detail?: string): void;
  /** Names the containers that are left: the others are free for other operations. */
  leave(containers: readonly string[]): void;
  /** False while the window shows another host than the one on which the work began. */
  isShown(): boolean;
}

export interface OperationRequest<T> {
  readonly title: string;
  readonly subject: string;
  /** Names the containers where the operation is about several; the subject alone when left out. */
  readonly containers?: readonly string[];
  readonly activeLabel: string;
  readonly canCancel: boolean;
  readonly run: (context: OperationContext) => Promise<T>;
  /**
   * Begins the same again on the shown host, where it failed: for what the host checks again by itself. Not for what was
   * agreed to for one time, such as the removal of a container, or what depends on how things were then.
   */
  readonly again?: () => void;
}

const aborts = new Map<number, AbortController>();
const keptEnded = 20;
let nextId = 1;

/**
 * Runs the work under the eyes of the window. Gives the operation's id and the work's own promise, which rejects with a
 * {@link HostLeftError} where the window shows another host by then.
 */
export function startOperation<T>(request: OperationRequest<T>): { readonly id: number; readonly result: Promise<T> } {
  const id = nextId++;
  const abort = new AbortController();
  aborts.set(id, abort);
  const { title, subject, containers = [subject], activeLabel, canCancel, again } = request;
  const begun: RunningOperation = {
    id,
    hostId: shownHostId(),
    title,
    subject,
    containers,
    activeLabel,
    canCancel,
    begunAt: Date.now(),
    endedAt: undefined,
    state: 'running',
    fraction: undefined,
    steps: [],
    error: undefined,
    again,
  };
  useOperations.setState(({ operations }) => ({ operations: [...withoutOld(operations), begun] }));
  const context: OperationContext = {
    signal: abort.signal,
    progress: (step, fraction, detail) =>
      change(id, ({ detail: _before, ...operation }) => ({
        ...operation,
        fraction,
        steps: withStep(operation.steps, step),
        ...(detail !== undefined && { detail }),
      })),
    isShown: () => begun.hostId === shownHostId(),
    leave: (left) => change(id, (operation) => ({ ...operation, containers: left })),
  };
  return {
    id,
    result: settle(
      begun,
      runAsync(() => request.run(context)),
    ),
  };
}

/** Rejects also where the function fails at once. */
async function runAsync<T>(run: () => Promise<T>): Promise<T> {
  return run();
}

/** Gives what begins a failed operation again, which then is no longer offered. */
export function takeAgain(id: number): (() => void) | undefined {
  const again = useOperations.getState().operations.find((operation) => operation.id === id)?.again;
  change(id, (operation) => ({ ...operation, again: undefined }));
  return again;
}

const watched = new Set<number>();

/**
 * Keeps notifications from repeating an operation while somebody looks at it where its end is shown. Gives what ends
 * the looking.
 */
export function watchOperation(id: number): () => void {
  watched.add(id);
  return () => void watched.delete(id);
}

export function isOperationWatched(id: number): boolean {
  return watched.has(id);
}

export function cancelOperation(id: number): void {
  aborts.get(id)?.abort();
}

/** The operation under way on a container of the shown host, if there is one. */
export function operationOn(subject: string): (state: OperationsState) => RunningOperation | undefined {
  return ({ operations }) =>
    operations.find(
      (operation) =>
        operation.state === 'running' && operation.containers.includes(subject) && operation.hostId === shownHostId(),
    );
}

async function settle<T>({ id, hostId, title, again }: RunningOperation, work: Promise<T>): Promise<T> {
  try {
    const result = await work;
    change(id, (operation) => ({ ...operation, state: 'done', fraction: 1, endedAt: Date.now() }));
    if (hostId === shownHostId()) return result;
    notify({ tone: 'done', text: t('{title}: done.', { title }), hostId });
  } catch (error) {
    const state = isFailure(error, 'cancelled') ? 'cancelled' : 'failed';
    change(id, (operation) => ({ ...operation, state, error, endedAt: Date.now() }));
    const offered = again === undefined ? undefined : () => takeAgain(id)?.();
    if (offered !== undefined) noteAgain(error, offered);
    if (hostId === shownHostId()) throw error;
    if (state === 'failed')
      notify({
        tone: 'failed',
        text: `${title}: ${failureText(t('cannot finish'), error)}`,
        hostId,
        action: actionOf(offered),
      });
  } finally {
    aborts.delete(id);
  }
  throw new HostLeftError();
}

function change(id: number, by: (operation: RunningOperation) => RunningOperation): void {
  useOperations.setState(({ operations }) => ({
    operations: operations.map((operation) => (operation.id === id ? by(operation) : operation)),
  }));
}

function withStep(steps: readonly OperationStep[], step: string): readonly OperationStep[] {
  return steps.at(-1)?.step === step ? steps : [...steps, { step, begunAt: Date.now() }];
}

function withoutOld(operations: readonly RunningOperation[]): readonly RunningOperation[] {
  const ended = operations.filter((operation) => operation.state !== 'running');
  const old = new Set(ended.slice(0, Math.max(0, ended.length - keptEnded)));
  return operations.filter((operation) => !old.has(operation));
}
