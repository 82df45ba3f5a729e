// SPDX-License-Identifier: Apache-2.0
/** What a local change is: the same words in the window, the terminal and what is exported. */

import type { LocalChange } from '../../model/policy/local-change.ts';
import { type Phrase, say } from '../../text.ts';

/**
 * Describes the change in a sentence without a period. Its values are strings of the policy as they are: escape them
 * where they are shown.
 */
export function localChangeWords(change: LocalChange): Phrase {
  switch (change.kind) {
    case 'module': {
      const { name, priority, container, origin } = change;
      if (change.isDisabled) return say('module {name}, priority {priority}, is disabled', { name, priority });
      if (container !== null)
        return say('module {name}, priority {priority}: the own domain of the container {container}', {
          name,
          priority,
          container,
        });
      if (!isBrought(change)) return say('module {name}, priority {priority}', { name, priority });
      return origin === 'bulkhead'
        ? say('module {name}, priority {priority}: comes with Bulkhead', { name, priority })
        : say('module {name}, priority {priority}: comes with a package', { name, priority });
    }
    case 'permissive':
      return say('{type} is permissive: denials are logged only', { type: change.type });
    case 'port':
      return say('{protocol} port {ports} is {type}', {
        protocol: change.protocol,
        ports: portsOf(change),
        type: change.type,
      });
    case 'file-context':
      return change.context === null
        ? say('{pattern} gets no label', { pattern: change.pattern })
        : say('{pattern} gets {context}', { pattern: change.pattern, context: change.context });
    case 'equivalence':
      return say('{path} is labelled like {like}', { path: change.path, like: change.like });
    case 'boolean':
      return change.isOn ? say('{name} is on', { name: change.name }) : say('{name} is off', { name: change.name });
    case 'other':
      return say('not understood: {line}', { line: change.line });
  }
}

/** `8080`, `8000-8010`. */
export function portsOf({ low, high }: { readonly low: number; readonly high: number }): string {
  return low === high ? `${low}` : `${low}-${high}`;
}

/** Says whether the change belongs to Bulkhead, to a container or to a package, which bring it again by themselves. */
export function isBrought(change: LocalChange): boolean {
  return change.kind === 'module' && change.origin !== 'administrator' && !change.isDisabled;
}
