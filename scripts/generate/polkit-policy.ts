// SPDX-License-Identifier: Apache-2.0
/** The policy file that tells polkit our actions, from the contract's table. */

import { join } from 'node:path';
import { type Action, actions, polkitId } from '../../contract/actions.ts';
import type { ActionName } from '../../contract/actions.ts';
import { listenerUser } from '../../contract/listener-user.ts';
import type { Phrase } from '../../contract/text.ts';
import { readCatalogues } from '../texts/catalogues.ts';

const translations = readCatalogues(join(import.meta.dirname, '../..')).get('polkit') ?? {};

const documentType =
  '<!DOCTYPE policyconfig PUBLIC "-//freedesktop//DTD PolicyKit Policy Configuration 1.0//EN" ' +
  '"http://www.freedesktop.org/standards/PolicyKit/1.0/policyconfig.dtd">';

export function polkitPolicy(): string {
  return `<?xml version="1.0" encoding="UTF-8"?>
${documentType}
<!-- Generated from contract/actions.ts by npm run generate: edit that. -->
<policyconfig>
  <vendor>Bulkhead</vendor>
${Object.entries(actions)
  .map(([name, action]) => actionElement(name as ActionName, action))
  .join('\n')}
</policyconfig>
`;
}

/** Its owner may ask polkit about it in the name of others, which otherwise only root may. */
function actionElement(name: ActionName, { description, message, defaults }: Action): string {
  return `  <action id="${polkitId(name)}">
${textElements('description', description)}
${textElements('message', message)}
    <defaults>
      <allow_any>${defaults.any}</allow_any>
      <allow_inactive>${defaults.inactive}</allow_inactive>
      <allow_active>${defaults.active}</allow_active>
    </defaults>
    <annotate key="org.freedesktop.policykit.owner">unix-user:${listenerUser}</annotate>
  </action>`;
}

/** Writes the text in English, then in German: polkit's agents show the one that is of their own language. */
function textElements(name: 'description' | 'message', { message }: Phrase): string {
  const german = translations[message];
  return [
    `    <${name}>${escaped(message)}</${name}>`,
    ...(german === undefined ? [] : [`    <${name} xml:lang="de">${escaped(german)}</${name}>`]),
  ].join('\n');
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;');
}
