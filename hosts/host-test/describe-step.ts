// SPDX-License-Identifier: Apache-2.0
/** What each step of a test of a host found, in words, and what fixes it. */

import { isFailure } from '../../contract/errors.ts';
import type { GivenCheckFix, GivenHostCheck } from '../../contract/model/host/host-check.ts';
import { say, type Words } from '../../contract/text.ts';
import { sentenceOf } from '../sentence-of.ts';
import type { RemoteHost } from '../ssh-arguments.ts';
import type { SshProgress } from './ssh-progress.ts';
import type { SshSettings } from './ssh-settings.ts';

export type StepResult = Pick<GivenHostCheck, 'state' | 'message' | 'fix'>;

/** polkit's way to let the group view the host, also where nobody can be asked. */
export const viewRule: GivenCheckFix = {
  by: 'advice',
  summary: say(
    'On that host, an administrator allows org.bulkhead.view-host and org.bulkhead.view-denials to ' +
      'the user in a rule of polkit, /etc/polkit-1/rules.d/50-bulkhead.rules; the page "Who may do ' +
      'what" of the documentation has one.',
  ),
};

export function describeSettings(settings: SshSettings | Error): StepResult {
  if (settings instanceof Error)
    return {
      state: 'fail',
      message: say('ssh does not take this: {message}', { message: settings.message }),
      fix: { by: 'advice', summary: say('Install the package openssh-client, or correct ~/.ssh/config.') },
    };
  const { hostName, port, user, jump, checksKey } = settings;
  const message =
    jump === undefined
      ? say('ssh connects to {hostName}, port {port}, as {user}.', { hostName, port, user })
      : say('ssh connects to {hostName}, port {port}, as {user}, through {jump}.', { hostName, port, user, jump });
  if (checksKey) return { state: 'ok', message, fix: null };
  return {
    state: 'warn',
    message: say('{message} Your ssh configuration accepts any key of this host (StrictHostKeyChecking no).', {
      message,
    }),
    fix: {
      by: 'advice',
      summary: say('Remove StrictHostKeyChecking from ~/.ssh/config: another machine could answer.'),
    },
  };
}

interface Failure {
  readonly host: RemoteHost;
  readonly reason: string;
}

/** A step of ssh's own: passed, or failed for a reason. */
export function describeLogin(id: string, progress: SshProgress | undefined, failure?: Failure): StepResult {
  if (failure !== undefined)
    return { state: 'fail', message: sentenceOf(failure.reason), fix: fixOf(id, failure.host) };
  return { state: 'ok', message: passedText(id, progress), fix: null };
}

export function describeHelper(found: string | Error): StepResult {
  if (typeof found === 'string')
    return { state: 'ok', message: say('The helper answers; its version is {found}.', { found }), fix: null };
  if (isFailure(found, 'protocol-mismatch'))
    return {
      state: 'fail',
      message: sentenceOf(found),
      fix: { by: 'advice', summary: say('Bring both to the same version: the helper first, then this console.') },
    };
  return {
    state: 'fail',
    message: sentenceOf(found),
    fix: {
      by: 'advice',
      summary: say('Install the helper of Bulkhead on that host, and add the user to the group bulkhead.'),
    },
  };
}

function passedText(id: string, progress: SshProgress | undefined): Words {
  switch (id) {
    case 'network':
      return say('The host answers.');
    case 'key':
      return progress?.key === undefined
        ? say('The key of the host is known.')
        : say('Known: {key}.', { key: progress.key });
    default:
      return progress?.method === undefined
        ? say('Logged in.')
        : say('Logged in by {method}.', { method: progress.method });
  }
}

function fixOf(id: string, host: RemoteHost): GivenCheckFix {
  const name = host.kind === 'lab' ? 'lab' : host.host;
  const port = host.kind === 'lab' ? undefined : host.port;
  switch (id) {
    case 'network':
      return {
        by: 'commands',
        summary: say('See whether the name resolves, and whether something listens there.'),
        commands: [`getent hosts ${name}`, `ssh -v ${port === undefined ? '' : `-p ${port} `}${name}`],
      };
    case 'key':
      return {
        by: 'commands',
        summary: say(
          'Compare the key with what its administrator says. Only when the host was reinstalled, ' +
            'remove the old key, then test again and confirm the new one.',
        ),
        commands: [`ssh-keygen -R ${port === undefined ? name : `'[${name}]:${port}'`}`],
      };
    default:
      return {
        by: 'commands',
        summary: say('Load your key into the agent, or have it allowed on that host.'),
        commands: ['ssh-add', `ssh-copy-id ${port === undefined ? '' : `-p ${port} `}${loginOf(host)}`],
      };
  }
}

function loginOf(host: RemoteHost): string {
  if (host.kind === 'lab') return 'lab';
  return host.user === undefined ? host.host : `${host.user}@${host.host}`;
}
