// SPDX-License-Identifier: Apache-2.0
/** The steps that bring the alert rules of a host to what a file says. Rules that it does not name stay. */

import { describeCondition } from '../../../contract/wording/alerts/describe-alert.ts';
import { type AlertChoice, type AlertRule, usualAlertChoice } from '../../../contract/model/alerts/alert.ts';
import type { WantedAlert } from '../file/file-schema.ts';
import type { Step } from './step.ts';

/** A rule is known by its kind and its containers: its number is the host's own. */
export function alertSteps(wanted: readonly WantedAlert[], rules: readonly AlertRule[]): readonly Step[] {
  return wanted.flatMap((one) => {
    const alike = rules.filter((rule) => isAlike(one, rule));
    const [rule] = alike;
    if (alike.some((other) => isSame(choiceOf(one, other), other))) return [];
    const choice = choiceOf(one, rule ?? usualAlertChoice(one.kind));
    const subject = `alert ${one.kind}${one.containers.length === 0 ? '' : ` of ${one.containers.join(', ')}`}`;
    return [
      {
        phase: 'alert',
        subject,
        what: rule === undefined ? `add the ${subject}` : `change the ${subject}`,
        call: { operation: 'alert.set-rule', params: { choice, ...(rule !== undefined && { rule: rule.id }) } },
        differences: [
          rule === undefined
            ? { sign: '+', field: 'rule', is: textOf(choice) }
            : { sign: '~', field: 'rule', was: textOf(rule), is: textOf(choice) },
        ],
      },
    ];
  });
}

function isAlike({ kind, containers }: WantedAlert, rule: AlertRule): boolean {
  return rule.kind === kind && rule.containers.toSorted().join(' ') === containers.join(' ');
}

/** What the file leaves out is as the rule has it, or as usual. */
function choiceOf({ kind, containers, threshold, time, enabled }: WantedAlert, base: AlertChoice): AlertChoice {
  return {
    kind,
    containers,
    threshold: threshold ?? base.threshold,
    seconds: time ?? base.seconds,
    isEnabled: enabled ?? base.isEnabled,
  };
}

function isSame(one: AlertChoice, other: AlertChoice): boolean {
  return one.threshold === other.threshold && one.seconds === other.seconds && one.isEnabled === other.isEnabled;
}

function textOf(choice: AlertChoice): string {
  return `${describeCondition(choice)}${choice.isEnabled ? '' : ', off'}`;
}
