// SPDX-License-Identifier: Apache-2.0
/** The choices with which the form of a new container begins. */

import { defaultLimits } from '../../../../contract/model/containers/limits.ts';
import { noSettings } from '../../../../contract/model/containers/settings.ts';
import { usualDomain } from '../../../../contract/rules/usual-domain.ts';
import { limitTexts } from '../../containers/limits/limit-texts.ts';
import { draftOfSettings } from '../../containers/settings/settings-draft.ts';
import { suggestName, type Choices } from './creation.ts';

/** `taken`: the names that other containers have. The image is chosen when the images are known. */
export function usualChoices(taken: readonly string[]): Choices {
  return {
    name: suggestName(taken),
    image: '',
    limits: limitTexts(defaultLimits),
    network: 'nat',
    bridge: '',
    published: [],
    confinement: usualDomain.confinement,
    ports: '',
    allow: usualDomain.allow,
    connect: [],
    volumes: [],
    tags: '',
    settings: draftOfSettings(noSettings),
    start: true,
  };
}
