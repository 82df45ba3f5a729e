// SPDX-License-Identifier: Apache-2.0
/** The policy modules of containers: each change is an operation of the window, and ends in a notification. */

import type { Choice } from '../../../contract/model/policy/choices.ts';
import type { ConnectTargets } from '../../../contract/model/policy/connect-target.ts';
import type { Confinement, ServedPortNumber } from '../../../contract/model/containers/container.ts';
import type {
  AccessUsage,
  ModulePreview,
  PolicyModule,
  PolicyStep,
} from '../../../contract/model/policy/policy-module.ts';
import type { Result } from '../../../contract/operations/index.ts';
import { policyStepLabels } from './policy-labels.ts';
import { currentClient } from '../../host/connection.ts';
import { notify, notifyFailure } from '../../window/notifications.ts';
import { startOperation } from '../../host/operations.ts';
import { t } from '../../lib/language/t.ts';

export async function previewModule(name: string, source: string, signal: AbortSignal): Promise<ModulePreview> {
  const stream = currentClient().stream('policy.preview', { name, source }, { signal });
  return stream.result;
}

/** Undefined when it failed, which was then notified. */
export function installModule(name: string, source: string): Promise<PolicyModule | undefined> {
  return change({
    name,
    title: t('Installing the policy module of {name}', { name }),
    done: t('The policy module of {name} was installed.', { name }),
    open: (signal) => currentClient().stream('policy.install', { name, source }, { signal }),
  });
}

export function revertModule(name: string, version: number): Promise<PolicyModule | undefined> {
  return change({
    name,
    title: t('Restoring version {version} of {name}', { version, name }),
    done: t('The policy module of {name} is at version {version} again.', { name, version }),
    open: (signal) => currentClient().stream('policy.revert', { name, version }, { signal }),
  });
}

export function adoptRules(
  name: string,
  rules: readonly { readonly group: string; readonly permissions: readonly string[] }[],
  remove: AccessUsage['surplus'],
): Promise<PolicyModule | undefined> {
  const chosen = rules.map(({ group, permissions }) => ({ group, permissions: [...permissions] }));
  return change({
    name,
    title: t('Ending learning mode of {name}', { name }),
    done: t('The policy module of {name} now enforces the learned rules.', { name }),
    open: (signal) => currentClient().stream('policy.adopt', { name, rules: chosen, remove }, { signal }),
  });
}

export interface ConfinementChoice extends ConnectTargets {
  readonly confinement: Confinement;
  readonly ports: readonly ServedPortNumber[];
  readonly allow: readonly Choice[];
  readonly learnSeconds: number;
}

export async function confineContainer(
  name: string,
  { confinement, ports, allow, connectTypes, connectPorts, learnSeconds }: ConfinementChoice,
): Promise<Result<'container.confine'> | undefined> {
  try {
    const result = await startOperation({
      title: t('Changing the confinement of {name}', { name }),
      subject: name,
      activeLabel: t('changing'),
      canCancel: true,
      run: ({ signal, progress }) =>
        follow(
          currentClient().stream(
            'container.confine',
            {
              name,
              confinement,
              ports: [...ports],
              allow: [...allow],
              connectTypes: [...connectTypes],
              connectPorts: [...connectPorts],
              learnSeconds,
            },
            { signal },
          ),
          progress,
        ),
    }).result;
    notify({
      tone: 'done',
      text:
        result.applies === 'now'
          ? t('The confinement of {name} changes now.', { name })
          : t('The confinement of {name} changes at its next start.', { name }),
    });
    return result;
  } catch (error) {
    notifyFailure(t('cannot change the confinement of {name}', { name }), error);
    return undefined;
  }
}

interface Steps<T> extends AsyncIterable<{ readonly step: PolicyStep; readonly fraction: number }> {
  readonly result: Promise<T>;
}

interface ModuleChange {
  readonly name: string;
  readonly title: string;
  /** What is said when it was done. */
  readonly done: string;
  readonly open: (signal: AbortSignal) => Steps<PolicyModule>;
}

async function change({ name, title, done, open }: ModuleChange): Promise<PolicyModule | undefined> {
  try {
    const module = await startOperation({
      title,
      subject: name,
      activeLabel: t('changing'),
      canCancel: true,
      run: ({ signal, progress }) => follow(open(signal), progress),
    }).result;
    notify({ tone: 'done', text: done });
    return module;
  } catch (error) {
    notifyFailure(t('cannot change the policy module of {name}', { name }), error);
    return undefined;
  }
}

async function follow<T>(stream: Steps<T>, progress: (step: string, fraction: number) => void): Promise<T> {
  for await (const { step, fraction } of stream) progress(policyStepLabels[step], fraction);
  return stream.result;
}
