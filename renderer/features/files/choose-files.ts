// SPDX-License-Identifier: Apache-2.0
/** Says which files of a list are chosen together, as file managers do it by mouse and keyboard. */

/**
 * `only`: this one alone. `move`: the keyboard goes there, what is chosen stays. `toggle`: this one more, or less.
 * `extend`: all from the anchor to this one. `all`: every one that is shown.
 */
export type Choosing = 'only' | 'move' | 'toggle' | 'extend' | 'all';

export interface Choice {
  readonly current: string | undefined;
  readonly anchor: string | undefined;
  readonly chosen: ReadonlySet<string>;
}

export function chooseAmong(
  { current, anchor, chosen }: Choice,
  name: string,
  { how, shown }: { readonly how: Choosing; readonly shown: readonly string[] },
): Choice {
  switch (how) {
    case 'only':
      return { current: name, anchor: name, chosen: new Set() };
    case 'move':
      // The one that stood for itself is a chosen one from now on.
      return { current: name, anchor: name, chosen: withCurrent(chosen, current) };
    case 'toggle': {
      const next = new Set(withCurrent(chosen, current === name ? undefined : current));
      if (!next.delete(name)) next.add(name);
      return { current: name, anchor: name, chosen: next };
    }
    case 'extend': {
      const from = shown.indexOf(anchor ?? current ?? name);
      const to = shown.indexOf(name);
      const [first, last] = from < to ? [from, to] : [to, from];
      return {
        current: name,
        anchor: anchor ?? current ?? name,
        chosen: new Set(shown.slice(Math.max(0, first), last + 1)),
      };
    }
    case 'all':
      return { current: current ?? name, anchor: anchor ?? name, chosen: new Set(shown) };
  }
}

function withCurrent(chosen: ReadonlySet<string>, current: string | undefined): ReadonlySet<string> {
  return chosen.size > 0 || current === undefined ? chosen : new Set([current]);
}
