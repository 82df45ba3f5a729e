// SPDX-License-Identifier: Apache-2.0
/** The abort signals of the calls under way on one connection. */

import type { CancellationToken } from 'vscode-jsonrpc';
import { Failure } from '../contract/errors.ts';

export interface CallSignals {
  /** The signal aborts when the client cancels the call, or when the connection ends. */
  open(token: CancellationToken): { readonly signal: AbortSignal; dispose(): void };
  abortAll(): void;
}

const connectionEnd = new Failure('cancelled', {});

/** True for the signal of a call whose connection has ended, false for one that its client cancelled. */
export function hasEndedWithConnection(signal: AbortSignal): boolean {
  return signal.reason === connectionEnd;
}

export function createCallSignals(): CallSignals {
  const controllers = new Set<AbortController>();
  let isOver = false;
  const cancel = (controller: AbortController): void => controller.abort(new Failure('cancelled', {}));
  const endWithConnection = (controller: AbortController): void => controller.abort(connectionEnd);
  return {
    open(token) {
      const controller = new AbortController();
      const subscription = token.onCancellationRequested(() => cancel(controller));
      controllers.add(controller);
      if (isOver) endWithConnection(controller);
      else if (token.isCancellationRequested) cancel(controller);
      return {
        signal: controller.signal,
        dispose: () => {
          subscription.dispose();
          controllers.delete(controller);
        },
      };
    },
    abortAll() {
      isOver = true;
      for (const controller of controllers) endWithConnection(controller);
    },
  };
}
