// SPDX-License-Identifier: Apache-2.0
/** The targets of alerts, as clients see and change them. */

import { fail } from '../../../../contract/errors.ts';
import type { AlertTarget, AlertTargetChoice } from '../../../../contract/model/alerts/alert-target.ts';
import type { Params } from '../../../../contract/operations/index.ts';
import type { Route } from '../../../notifier/delivery.ts';
import type { Outbox } from './outbox.ts';
import { shownTarget, type StoredTarget, type TargetBook } from './target-book.ts';

export interface Targets {
  list(): AlertTarget[];
  set(params: Params<'alert.set-target'>): AlertTarget;
  remove(id: number): void;
  try(id: number): Promise<AlertTarget>;
  mute(id: number, seconds: number): AlertTarget;
}

export interface TargetsOptions {
  readonly book: TargetBook;
  readonly outbox: Pick<Outbox, 'sendTest'>;
  readonly onChange: () => void;
  /** Seconds since the epoch. */
  readonly now: () => number;
}

const unused = { mutedUntil: null, last: null, batch: null, begunAt: null, uncounted: 0 } as const;

export function createTargets({ book, outbox, onChange, now }: TargetsOptions): Targets {
  function shown(target: StoredTarget): AlertTarget {
    return shownTarget(target, book.notices(target.id).length);
  }

  /** What waited for a target that is muted or off is not sent later: it would be old. */
  function silence(target: StoredTarget): StoredTarget {
    book.dropNotices(target.id);
    return { ...target, batch: null, uncounted: 0 };
  }

  function changed(target: StoredTarget): AlertTarget {
    onChange();
    return shown(target);
  }

  return {
    list: () => book.targets().map(shown),
    set({ target: id, choice }) {
      const before = id === undefined ? undefined : book.target(id);
      const chosen = { ...choice, route: routeOf(choice.route, before?.route) };
      if (before === undefined) return changed(book.add({ ...unused, ...chosen }));
      // What waits is tried again at once: the change may be why it works.
      const next = { ...before, ...chosen, batch: null };
      const target = next.isEnabled ? next : silence(next);
      book.change(target);
      return changed(target);
    },
    remove(id) {
      book.target(id);
      book.remove(id);
      onChange();
    },
    async try(id) {
      const target = book.target(id);
      const { outcome, detail } = await outbox.sendTest(target);
      if (outcome === 'failed') fail('alert-not-sent', { name: target.name, reason: detail });
      return shown(book.target(id));
    },
    mute(id, seconds) {
      const before = book.target(id);
      const muted = { ...before, mutedUntil: seconds === 0 ? null : now() + seconds };
      const target = seconds === 0 ? muted : silence(muted);
      book.change(target);
      return changed(target);
    },
  };
}

/** What is left out stays as it was. */
function routeOf(chosen: AlertTargetChoice['route'], before: Route | undefined): Route {
  if (chosen.by === 'mail') return chosen;
  const known = before?.by === 'webhook' ? before : undefined;
  const url = chosen.url ?? known?.url ?? fail('alert-target-incomplete', {});
  // A secret is for one address: another one gets it only when it is given again.
  const isSame = known !== undefined && url === known.url;
  return { by: 'webhook', url, secret: chosen.secret === undefined && isSame ? known.secret : (chosen.secret ?? null) };
}
