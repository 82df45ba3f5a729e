// SPDX-License-Identifier: Apache-2.0
/** What each step of a test of a host found, in words, and what fixes it. */

import { isFailure } from '../../contract/errors.ts';
import type { CheckFix, HostCheck } from '../../contract/model/host/host-check.ts';
import type { RemoteHost } from '../ssh-arguments.ts';
import type { SshProgress } from './ssh-progress.ts';
import type { SshSettings } from './ssh-settings.ts';

export type StepResult = Pick<HostCheck, 'state' | 'message' | 'fix'>;

/** polkit's way to let the group view the host, also where nobody can be asked. */
export const viewRule: CheckFix = {
  by: 'advice',
  summary:
    'On that host, an administrator allows org.bulkhead.view-host and org.bulkhead.view-denials to the user in a rule of ' +
    'polkit, /etc/polkit-1/rules.d/50-bulkhead.rules; the page "Who may do what" of the documentation has one.',
};

export function describeSettings(settings: SshSettings | Error): StepResult {
  if (settings instanceof Error)
    return {
      state: 'fail',
      message: `ssh does not take this: ${settings.message}`,
      fix: { by: 'advice', summary: 'Install the package openssh-client, or correct ~/.ssh/config.' },
    };
  const { hostName, port, user, jump, checksKey } = settings;
  const through = jump === undefined ? '' : `, through ${jump}`;
  const message = `ssh connects to ${hostName}, port ${port}, as ${user}${through}.`;
  if (checksKey) return { state: 'ok', message, fix: null };
  return {
    state: 'warn',
    message: `${message} Your ssh configuration accepts any key of this host (StrictHostKeyChecking no).`,
    fix: { by: 'advice', summary: 'Remove StrictHostKeyChecking from ~/.ssh/config: another machine could answer.' },
  };
}

interface Failure {
  readonly host: RemoteHost;
  readonly reason: string;
}

/** A step of ssh's own: passed, or failed for a reason. */
export function describeLogin(id: string, progress: SshProgress | undefined, failure?: Failure): StepResult {
  if (failure !== undefined) return { state: 'fail', message: capital(failure.reason), fix: fixOf(id, failure.host) };
  return { state: 'ok', message: passedText(id, progress), fix: null };
}

export function describeHelper(found: string | Error): StepResult {
  if (typeof found === 'string')
    return { state: 'ok', message: `The helper answers; its version is ${found}.`, fix: null };
  if (isFailure(found, 'protocol-mismatch'))
    return {
      state: 'fail',
      message: capital(found.message),
      fix: { by: 'advice', summary: 'Bring both to the same version: the helper first, then this console.' },
    };
  return {
    state: 'fail',
    message: capital(found.message),
    fix: {
      by: 'advice',
      summary: 'Install the helper of Bulkhead on that host, and add the user to the group bulkhead.',
    },
  };
}

function passedText(id: string, progress: SshProgress | undefined): string {
  switch (id) {
    case 'network':
      return 'The host answers.';
    case 'key':
      return progress?.key === undefined ? 'The key of the host is known.' : `Known: ${progress.key}.`;
    default:
      return progress?.method === undefined ? 'Logged in.' : `Logged in by ${progress.method}.`;
  }
}

function fixOf(id: string, host: RemoteHost): CheckFix {
  const name = host.kind === 'lab' ? 'lab' : host.host;
  const port = host.kind === 'lab' ? undefined : host.port;
  switch (id) {
    case 'network':
      return {
        by: 'commands',
        summary: 'See whether the name resolves, and whether something listens there.',
        commands: [`getent hosts ${name}`, `ssh -v ${port === undefined ? '' : `-p ${port} `}${name}`],
      };
    case 'key':
      return {
        by: 'commands',
        summary:
          'Compare the key with what its administrator says. Only when the host was reinstalled, remove the old key, ' +
          'then test again and confirm the new one.',
        commands: [`ssh-keygen -R ${port === undefined ? name : `'[${name}]:${port}'`}`],
      };
    default:
      return {
        by: 'commands',
        summary: 'Load your key into the agent, or have it allowed on that host.',
        commands: ['ssh-add', `ssh-copy-id ${port === undefined ? '' : `-p ${port} `}${loginOf(host)}`],
      };
  }
}

function loginOf(host: RemoteHost): string {
  if (host.kind === 'lab') return 'lab';
  return host.user === undefined ? host.host : `${host.user}@${host.host}`;
}

function capital(text: string): string {
  const sentence = `${text.slice(0, 1).toUpperCase()}${text.slice(1)}`;
  return sentence.endsWith('.') ? sentence : `${sentence}.`;
}
