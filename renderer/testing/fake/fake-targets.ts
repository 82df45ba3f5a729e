// SPDX-License-Identifier: Apache-2.0
/** The targets of alerts of the fake host. A test to an address with "broken" in it fails. */

import { fail } from '../../../contract/errors.ts';
import {
  type AlertTarget,
  type AlertTargetChoice,
  maxAlertTargets,
  originOf,
} from '../../../contract/model/alerts/alert-target.ts';
import type { Handlers } from '../../../rpc/handlers.ts';

type TargetHandlers = Pick<Handlers<string>, Extract<keyof Handlers<string>, `alert.${string}-target`>>;

interface FakeTargetsOptions {
  /** Seconds since the epoch. */
  readonly now: () => number;
  /** Shows the change to all who watch, and gives the result. */
  readonly changed: <T>(result: T) => T;
}

const unused = { mutedUntil: null, waiting: 0, nextAttemptAt: null, last: null } as const;

/** A mail that works, and a webhook that does not answer. */
export function seedTargets(targets: Map<number, AlertTarget>, now: number): void {
  const shared = { ...unused, withEnds: true, isEnabled: true } as const;
  targets.set(1, {
    ...shared,
    id: 1,
    name: 'Operators',
    route: { by: 'mail', to: ['ops@example.org', 'root'] },
    isCriticalOnly: false,
    last: { at: now - 340, outcome: 'sent', alerts: 1, detail: '2 mails given to /usr/sbin/sendmail' },
  });
  targets.set(2, {
    ...shared,
    id: 2,
    name: 'Chat of the team on call',
    route: { by: 'webhook', origin: 'https://broken.example.org', isSigned: true },
    isCriticalOnly: true,
    waiting: 2,
    nextAttemptAt: now + 480,
    last: { at: now - 120, outcome: 'failed', alerts: 2, detail: 'https://broken.example.org answered 503' },
  });
}

export function targetHandlers(
  { targets }: { readonly targets: Map<number, AlertTarget> },
  { now, changed }: FakeTargetsOptions,
): TargetHandlers {
  function targetOf(id: number): AlertTarget {
    return targets.get(id) ?? fail('alert-target-not-found', { target: id });
  }

  function put(target: AlertTarget): AlertTarget {
    targets.set(target.id, target);
    return changed(target);
  }

  return {
    'alert.set-target': async ({ target: id, choice }) => {
      if (id === undefined && targets.size >= maxAlertTargets) fail('alert-targets-full', { max: maxAlertTargets });
      const before = id === undefined ? undefined : targetOf(id);
      const base = before ?? { ...unused, id: Math.max(0, ...targets.keys()) + 1 };
      return put({ ...base, ...choice, route: routeOf(choice.route, before?.route) });
    },
    'alert.remove-target': async ({ target }) => {
      targetOf(target);
      targets.delete(target);
      return changed({});
    },
    'alert.try-target': async ({ target: id }) => {
      const target = targetOf(id);
      const isBroken = JSON.stringify(target.route).includes('broken');
      const detail = isBroken ? 'https://broken.example.org answered 503' : '1 mail given to /usr/sbin/sendmail';
      put({ ...target, last: { at: now(), outcome: isBroken ? 'failed' : 'sent', alerts: 0, detail } });
      if (isBroken) fail('alert-not-sent', { name: target.name, reason: detail });
      return targetOf(id);
    },
    'alert.mute-target': async ({ target: id, seconds }) =>
      put({ ...targetOf(id), mutedUntil: seconds === 0 ? null : now() + seconds }),
  };
}

function routeOf(chosen: AlertTargetChoice['route'], before: AlertTarget['route'] | undefined): AlertTarget['route'] {
  if (chosen.by === 'mail') return chosen;
  const known = before?.by === 'webhook' ? before : undefined;
  const origin = chosen.url === undefined ? known?.origin : originOf(chosen.url);
  if (origin === undefined) return fail('alert-target-incomplete', {});
  const keepsSecret = chosen.secret === undefined && chosen.url === undefined;
  return {
    by: 'webhook',
    origin,
    isSigned: keepsSecret ? known?.isSigned === true : typeof chosen.secret === 'string',
  };
}
