// SPDX-License-Identifier: Apache-2.0
/**
 * Shares one source of states among several followers. The source begins with the first of them and ends with the last;
 * each is given the newest state, and not those that came while it was busy.
 */

/** Ends when the signal aborts; raises what the source raises. */
export type FollowLatest<State> = (signal: AbortSignal) => AsyncGenerator<State, void>;

interface Source<State> {
  newest?: { readonly state: State };
  end?: { readonly error?: unknown };
  /** Holds a function for each follower, which wakes it. */
  readonly followers: Set<() => void>;
  /** Aborted when nobody follows any more. */
  readonly left: AbortController;
}

/** `begin` begins the source. Its signal aborts when nobody follows it any more. */
export function shareLatest<State>(begin: (signal: AbortSignal) => AsyncIterable<State>): FollowLatest<State> {
  let shared: Source<State> | undefined;

  function start(): Source<State> {
    const source: Source<State> = { followers: new Set(), left: new AbortController() };
    const change = (by: Pick<Source<State>, 'newest' | 'end'>): void => {
      Object.assign(source, by);
      if (source.end !== undefined) forget(source);
      for (const wake of source.followers) wake();
    };
    void (async () => {
      for await (const state of begin(source.left.signal)) change({ newest: { state } });
    })().then(
      () => change({ end: {} }),
      (error: unknown) => change({ end: { error } }),
    );
    return source;
  }

  function forget(source: Source<State>): void {
    if (shared === source) shared = undefined;
  }

  return async function* follow(signal): AsyncGenerator<State, void> {
    const hasJoined = shared !== undefined;
    const source = (shared ??= start());
    let wake: () => void = () => undefined;
    const rouse = (): void => wake();
    source.followers.add(rouse);
    signal.addEventListener('abort', rouse);
    try {
      for (let seen: Source<State>['newest']; !signal.aborted;) {
        const { newest, end } = source;
        if (newest !== undefined && newest !== seen) {
          seen = newest;
          yield newest.state;
        } else if (end === undefined) await new Promise<void>((resolve) => (wake = resolve));
        else if (!('error' in end)) return;
        // What was denied to the one who began it may be granted to this one.
        else if (hasJoined && seen === undefined) return yield* follow(signal);
        else throw end.error;
      }
    } finally {
      signal.removeEventListener('abort', rouse);
      source.followers.delete(rouse);
      if (source.followers.size === 0) {
        source.left.abort();
        forget(source);
      }
    }
  };
}
