// SPDX-License-Identifier: Apache-2.0
/** The abort signals of the calls under way on one connection. */

import type { CancellationToken } from 'vscode-jsonrpc';
import { Failure } from '../contract/errors.ts';

export interface CallSignals {
  /** The signal aborts when the client cancels the call, or when the connection ends. */
  open(token: CancellationToken): { readonly signal: AbortSignal; dispose(): void };
  abortAll(): void;
}

export function createCallSignals(): CallSignals {
  const controllers = new Set<AbortController>();
  let isOver = false;
  const cancel = (controller: AbortController): void => controller.abort(new Failure('cancelled', {}));
  return {
    open(token) {
      const controller = new AbortController();
      const subscription = token.onCancellationRequested(() => cancel(controller));
      controllers.add(controller);
      if (isOver || token.isCancellationRequested) cancel(controller);
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
      for (const controller of controllers) cancel(controller);
    },
  };
}
