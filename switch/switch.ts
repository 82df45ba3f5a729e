// SPDX-License-Identifier: Apache-2.0
/**
 * The switch of a host to SELinux, step by step. bulkheadctl runs it as root where there is no helper yet; the helper
 * runs the same for its clients.
 */

import { fail } from '../contract/errors.ts';
import {
  type GivenSwitchPlan,
  type GivenSwitchStatus,
  type GivenSwitchWatch,
  switchCommands,
} from '../contract/model/host/switch.ts';
import { say } from '../contract/text.ts';
import { goBack } from './back.ts';
import { noteWatching } from './experience.ts';
import type { ExplainGroup } from './host-remedy.ts';
import { removeLabels } from './labels.ts';
import { readPlan } from './plan.ts';
import { prepare } from './prepare.ts';
import { readStatus } from './status.ts';
import type { SwitchHost } from './switch-host.ts';
import { beginTrial, confirmTrial, endTrial } from './trial.ts';
import { readWatch } from './watch.ts';

/** Steps fail with `switch-denied` before anything is changed, or with `switch-failed`. */
export interface Switch {
  status(): GivenSwitchStatus;
  plan(): GivenSwitchPlan;
  watch(): Promise<GivenSwitchWatch>;
  prepare(): Promise<void>;
  /** `despite` what would be denied. */
  enforce(options: { readonly seconds: number; readonly despite: boolean }): Promise<void>;
  confirm(): Promise<void>;
  /** Ends a trial alone. */
  endTrial(): Promise<void>;
  back(): Promise<void>;
  removeLabels(): Promise<void>;
}

export function createSwitch(host: SwitchHost, explain: ExplainGroup): Switch {
  return {
    status() {
      noteWatching(host);
      return readStatus(host);
    },
    plan: () => readPlan(host),
    watch: () => readWatch(host, explain),
    prepare: () => prepare(host),
    async enforce({ seconds, despite }) {
      const open = despite ? [] : (await readWatch(host, explain)).services;
      const reasons = open.map(({ domain, denials }) =>
        say('{domain} would be denied {count} kinds of access; see {command}.', {
          domain,
          count: denials.length,
          command: switchCommands.watch,
        }),
      );
      await beginTrial(host, seconds, reasons);
    },
    confirm: () => confirmTrial(host),
    endTrial: () => endTrial(host),
    back: () => goBack(host),
    removeLabels: () => removeLabels(host),
  };
}

/** Lets one step run at a time; another one that is begun meanwhile is denied. */
export function oneAtATime(steps: Switch): Switch {
  let isBusy = false;
  const guard =
    <Args extends readonly unknown[]>(step: (...args: Args) => Promise<void>) =>
    async (...args: Args): Promise<void> => {
      if (isBusy) fail('switch-denied', { reasons: [say('Another step of the switch is under way.')] });
      isBusy = true;
      try {
        await step(...args);
      } finally {
        isBusy = false;
      }
    };
  return {
    ...steps,
    prepare: guard(steps.prepare),
    enforce: guard(steps.enforce),
    confirm: guard(steps.confirm),
    endTrial: guard(steps.endTrial),
    back: guard(steps.back),
  };
}
