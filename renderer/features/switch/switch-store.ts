// SPDX-License-Identifier: Apache-2.0
/** Holds the switch of the current host to SELinux: where it stands, its plan, and what enforcing would deny. */

import { isFailure } from '../../../contract/errors.ts';
import type { SwitchPlan, SwitchStatus, SwitchStep, SwitchWatch } from '../../../contract/model/host/switch.ts';
import { type Client, ConnectionClosedError } from '../../../rpc/client.ts';
import { currentClient } from '../../host/connection.ts';
import { createHostStore } from '../../host/host-stores.ts';
import { startOperation } from '../../host/operations.ts';
import { t } from '../../lib/language/t.ts';
import { failureText, notifyFailure } from '../../window/notifications.ts';

interface SwitchState {
  readonly status: SwitchStatus | undefined;
  readonly plan: SwitchPlan | undefined;
  readonly watch: SwitchWatch | undefined;
  /** Why it is not known. */
  readonly problem: string | undefined;
}

export const useSwitch = createHostStore<SwitchState>({
  status: undefined,
  plan: undefined,
  watch: undefined,
  problem: undefined,
});

/** Reads all of it once. Later on, only the stage of the host is asked again and again. */
export async function loadSwitch(client: Client): Promise<void> {
  try {
    const [status, plan, watch] = await Promise.all([
      client.request('switch.status', {}),
      client.request('switch.plan', {}),
      client.request('switch.watch', {}),
    ]);
    useSwitch.setState({ status, plan, watch, problem: undefined });
  } catch (error) {
    if (isFailure(error, 'cancelled') || error instanceof ConnectionClosedError) return;
    useSwitch.setState({ problem: failureText(t('cannot read where the host stands'), error) });
  }
}

/** What a step is asked with. */
type StepRequest =
  | { readonly step: Exclude<SwitchStep, 'enforce' | 'back'> }
  | { readonly step: 'enforce'; readonly seconds: number; readonly despite: boolean }
  | { readonly step: 'back'; readonly of: 'trial' | 'all' };

const titles: Readonly<Record<SwitchStep, string>> = {
  prepare: t('Preparing for SELinux'),
  enforce: t('Beginning the trial of enforcing'),
  confirm: t('Keeping SELinux enforcing'),
  back: t('Going back'),
};

/** What all of it is about, so that one step is made at a time. */
export const switchSubject = t('SELinux of this host');

/** Takes where the host stands then, and looks again at the rest. */
export async function runStep(request: StepRequest): Promise<void> {
  const client = currentClient();
  try {
    const status = await startOperation({
      title: titles[request.step],
      subject: switchSubject,
      activeLabel: t('being changed'),
      canCancel: false,
      run: ({ signal }) => askStep(client, request, signal),
      again: () => void runStep(request),
    }).result;
    useSwitch.setState({ status });
    await loadSwitch(client);
  } catch (error) {
    notifyFailure(t('cannot change SELinux of this host'), error);
  }
}

function askStep(client: Client, request: StepRequest, signal: AbortSignal): Promise<SwitchStatus> {
  switch (request.step) {
    case 'prepare':
      return client.request('switch.prepare', {}, { signal });
    case 'enforce':
      return client.request('switch.enforce', { seconds: request.seconds, despite: request.despite }, { signal });
    case 'confirm':
      return client.request('switch.confirm', {}, { signal });
    case 'back':
      return client.request('switch.back', { of: request.of }, { signal });
  }
}
