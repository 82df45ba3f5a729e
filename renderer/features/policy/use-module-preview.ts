// SPDX-License-Identifier: Apache-2.0
/** Has the host compile a changed source of a policy module, without installing it. */

import { useCallback, useEffect, useRef, useState } from 'react';
import type { ModulePreview } from '../../../contract/model/policy/policy-module.ts';
import { previewModule } from './policies.ts';

export type TriedPreview =
  | { readonly status: 'none' | 'running' }
  | { readonly status: 'failed'; readonly error: unknown }
  | { readonly status: 'ready'; readonly preview: ModulePreview; readonly of: string };

interface ModulePreviewing {
  readonly preview: TriedPreview;
  /** Compiles this source in place of what was compiled before. */
  check(source: string): Promise<void>;
  /** Forgets what was compiled; it stays the same function. */
  clear(): void;
}

/** Compiles for the module of this container. */
export function useModulePreview(container: string): ModulePreviewing {
  const [preview, setPreview] = useState<TriedPreview>({ status: 'none' });
  const previewing = useRef<AbortController>(undefined);
  const clear = useCallback(() => setPreview({ status: 'none' }), []);

  // A compilation whose answer nobody waits for any more is cancelled: the host compiles few at once.
  useEffect(() => () => previewing.current?.abort(), []);

  async function check(source: string): Promise<void> {
    const abort = new AbortController();
    previewing.current = abort;
    setPreview({ status: 'running' });
    try {
      setPreview({ status: 'ready', preview: await previewModule(container, source, abort.signal), of: source });
    } catch (error) {
      if (!abort.signal.aborted) setPreview({ status: 'failed', error });
    }
  }

  return { preview, check, clear };
}
