// SPDX-License-Identifier: Apache-2.0
/**
 * The switch of the host to SELinux, for clients of the helper. Where SELinux enforces, the domain of the helper may not
 * turn it off, and is not to: only a trial, whose end is systemd's, can be ended from here.
 */

import { setTimeout as sleep } from 'node:timers/promises';
import { fail, isFailure } from '../../../contract/errors.ts';
import { switchCommands } from '../../../contract/model/host/switch.ts';
import { say } from '../../../contract/text.ts';
import { readStatus } from '../../../switch/status.ts';
import type { ExplainGroup } from '../../../switch/host-remedy.ts';
import { createSwitchHost, type SwitchHost } from '../../../switch/switch-host.ts';
import { createSwitch, oneAtATime } from '../../../switch/switch.ts';
import type { HandlersOf, OperationsOf } from '../../server/feature.ts';
import { runProgram } from '../../system/programs/run-program.ts';
import { neverAborts } from '../../system/work/never-aborts.ts';
import type { Denials } from '../denials/ports.ts';

export interface SwitchFeature {
  readonly handlers: HandlersOf<OperationsOf<'switch'>>;
}

export interface SwitchFeatureOptions {
  readonly denials: Pick<Denials, 'explain'>;
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** The host's own when left out. */
  readonly host?: SwitchHost;
}

export function createSwitchFeature({ denials, now, host = hostOf(now) }: SwitchFeatureOptions): SwitchFeature {
  const steps = oneAtATime(createSwitch(host, explainBy(denials)));
  return {
    handlers: {
      'switch.status': async () => steps.status(),
      'switch.plan': async () => steps.plan(),
      'switch.watch': () => steps.watch(),
      async 'switch.prepare'() {
        await steps.prepare();
        return steps.status();
      },
      async 'switch.enforce'(params) {
        await steps.enforce(params);
        return steps.status();
      },
      async 'switch.confirm'() {
        await steps.confirm();
        return steps.status();
      },
      async 'switch.back'({ of }) {
        if (of === 'trial') await steps.endTrial();
        else {
          requireNotEnforcing(host);
          await steps.back();
        }
        return steps.status();
      },
    },
  };
}

function requireNotEnforcing(host: SwitchHost): void {
  if (readStatus(host).stage !== 'enforcing') return;
  fail('switch-denied', {
    reasons: [
      say('While SELinux enforces, the helper may not turn it off: run {command} as root on the host.', {
        command: switchCommands.back,
      }),
    ],
  });
}

function hostOf(now: () => number): SwitchHost {
  return createSwitchHost('/', {
    run: (program, args, timeoutMs) => runProgram(program, args, timeoutMs === undefined ? {} : { timeoutMs }),
    pause: () => sleep(100),
    now,
  });
}

/** What the helper no longer keeps cannot be explained. */
function explainBy(denials: Pick<Denials, 'explain'>): ExplainGroup {
  return async ({ id }) => {
    try {
      return await denials.explain({ group: id }, neverAborts);
    } catch (error) {
      if (isFailure(error)) return undefined;
      throw error;
    }
  };
}
