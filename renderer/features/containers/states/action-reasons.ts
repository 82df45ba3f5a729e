// SPDX-License-Identifier: Apache-2.0
/** What can be done to a container in its present state, and why the rest cannot. */

import { type Capability, capabilities } from '../../../../contract/model/engines/capabilities.ts';
import type { Container } from '../../../../contract/model/containers/container.ts';
import { t } from '../../../lib/language/t.ts';
import { whyNotByEngine, whyNotManaged } from '../engine-reason.ts';
import { stateTexts } from './state-texts.ts';

/** What every engine can do, and capabilities that not each has. */
export type ActionName =
  'start' | 'stop' | 'remove' | 'terminal' | 'configure' | 'restart' | 'freeze' | 'snapshot' | Capability;

export interface ActionContext {
  readonly isConnected: boolean;
  /** What is under way on the container from this window, for example `starting`. */
  readonly busy: string | undefined;
}

const reachesInto: ReadonlySet<ActionName> = new Set(['terminal', 'isolation-test', 'export']);

/** Why an action cannot be done now; undefined when it can. */
export function whyNot(
  action: ActionName,
  container: Container,
  { isConnected, busy }: ActionContext,
): string | undefined {
  if (!isConnected) return t('There is no connection to the host.');
  if (busy !== undefined) return t('{name} is {busy}. Wait until that has ended.', { name: container.name, busy });
  const other = whyNotManaged(container) ?? (isCapability(action) ? whyNotByEngine(container, action) : undefined);
  if (other !== undefined) return other;
  const isUp = container.state === 'running' || container.state === 'frozen';
  if (!isUp && container.state !== 'stopped' && container.state !== 'unfrozen')
    return t('{name} is {state}. Wait until that has ended.', {
      name: container.name,
      state: stateTexts[container.state],
    });
  // What reaches into one needs the kernel that it runs on; its processes are known where the window is connected there.
  if (isUp && container.initPid === null && container.member !== null && reachesInto.has(action))
    return t('It runs on the member {member}. Add that host to the window: it is not connected there.', {
      member: container.member,
    });
  switch (action) {
    case 'start':
      return isUp ? t('It is already running.') : undefined;
    case 'stop':
    case 'restart':
      return isUp ? undefined : t('It is not running.');
    case 'isolation-test':
      return container.state === 'running' ? undefined : t('It is not running. Start it first.');
    case 'freeze':
      return container.state === 'running' || container.state === 'frozen' ? undefined : t('It is not running.');
    case 'terminal':
      if (container.state === 'frozen') return t('It is frozen. Unfreeze it first.');
      return isUp ? undefined : t('It is not running. Start it first.');
    case 'rename':
      if (isUp) return t('It is running. Stop it first.');
      return container.confinement === 'learning' ? t('It is learning. End that first.') : undefined;
    case 'remove':
      return container.original === null ? undefined : t('Its original is kept. Restore or remove that first.');
    default:
      return undefined;
  }
}

function isCapability(action: ActionName): action is Capability {
  return Object.hasOwn(capabilities, action);
}
