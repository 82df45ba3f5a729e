// SPDX-License-Identifier: Apache-2.0
/** Reads that several need, and that are made when the first one does: for work that sees one moment of the host. */

export function readOnce<T>(read: () => T): () => T {
  let kept: { readonly value: T } | undefined;
  return () => (kept ??= { value: read() }).value;
}

export function readOnceOfEach<T>(read: (name: string) => T): (name: string) => T {
  const kept = new Map<string, () => T>();
  return (name) => {
    const reader = kept.get(name) ?? readOnce(() => read(name));
    kept.set(name, reader);
    return reader();
  };
}
