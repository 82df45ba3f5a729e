// SPDX-License-Identifier: Apache-2.0
/** Begins a benchmark, after it has said what it does. */

import { type ReactNode, useState } from 'react';
import { useIsConnected } from '../../host/connection.ts';
import { operationOn, useOperations } from '../../host/operations.ts';
import { withClient } from '../../host/with-client.ts';
import { ActionButton } from '../../ui/actions/action-button.tsx';
import { BenchmarkDialog } from './benchmark-dialog.tsx';
import { benchmarkSubject, runBenchmark } from './benchmark-store.ts';
import { t } from '../../lib/language/t.ts';

/** Is the number of rounds that gives a narrow spread on a host at rest. */
export const usualRounds = 7;

interface RunBenchmarkButtonProps {
  readonly label: string;
  readonly rounds: number;
  readonly icon?: ReactNode;
  /** It is the main action where it stands. */
  readonly isMain?: boolean;
}

export function RunBenchmarkButton({ label, rounds, icon, isMain = false }: RunBenchmarkButtonProps) {
  const [isAsked, setAsked] = useState(false);
  const isRunning = useOperations(operationOn(benchmarkSubject)) !== undefined;
  const unconnected = useIsConnected() ? undefined : t('There is no connection to the host.');
  const busy = isRunning ? t('A benchmark is running. Wait until it has ended, or cancel it.') : undefined;

  function handleBegin(): void {
    setAsked(false);
    withClient(t('measure'), (client) => runBenchmark(client, rounds));
  }
  return (
    <>
      <ActionButton
        label={label}
        icon={icon}
        variant={isMain ? 'contained' : 'outlined'}
        colour={isMain ? 'primary' : 'inherit'}
        reason={unconnected ?? busy}
        onAction={() => setAsked(true)}
      />
      {isAsked && <BenchmarkDialog rounds={rounds} onBegin={handleBegin} onClose={() => setAsked(false)} />}
    </>
  );
}
