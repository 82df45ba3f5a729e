// SPDX-License-Identifier: Apache-2.0
/** A test of a host that a dialog runs: its steps, and whether it goes on. It is cancelled when the dialog is left. */

import { useEffect, useRef, useState } from 'react';
import type { HostTest } from '../../../contract/bridge.ts';
import { type ShownHostTestStep, testHost } from '../../host/main-process.ts';
import { failureText } from '../../window/notifications.ts';
import { t } from '../../lib/language/t.ts';

export interface RunningHostTest {
  /** Undefined before the first test. */
  readonly steps: readonly ShownHostTestStep[] | undefined;
  /** The address that the steps are about. */
  readonly address: string;
  readonly isRunning: boolean;
  readonly problem: string | undefined;
  run(address: string): void;
  /** Ends a test, and forgets its steps: they were about another address. */
  clear(): void;
}

interface Shown {
  readonly steps: readonly ShownHostTestStep[] | undefined;
  readonly address: string;
  readonly isRunning: boolean;
  readonly problem: string | undefined;
}

const nothing: Shown = { steps: undefined, address: '', isRunning: false, problem: undefined };

export function useHostTest(): RunningHostTest {
  const [shown, setShown] = useState(nothing);
  const current = useRef<HostTest>(undefined);
  useEffect(() => () => current.current?.cancel(), []);

  async function follow(address: string): Promise<void> {
    setShown({ ...nothing, address, isRunning: true });
    let test: HostTest | undefined;
    const change = (by: Partial<Shown>): void => {
      if (test === undefined || current.current === test) setShown((before) => ({ ...before, ...by }));
    };
    try {
      test = testHost(address, (steps) => change({ steps }));
      current.current = test;
      await test.done;
      change({ isRunning: false });
    } catch (error) {
      change({ isRunning: false, problem: failureText(t('cannot test the host {address}', { address }), error) });
    }
  }

  return {
    ...shown,
    run(address) {
      current.current?.cancel();
      void follow(address);
    },
    clear() {
      current.current?.cancel();
      current.current = undefined;
      setShown(nothing);
    },
  };
}
