// SPDX-License-Identifier: Apache-2.0
/** The choices of the dialog while they are being made, and what is wrong with them. */

import { useEffect, useState } from 'react';
import type { ImageProposal } from '../../../../contract/rules/image-proposal.ts';
import type { Image } from '../../../../contract/model/host/image.ts';
import { choicesLike } from './choices-like.ts';
import type { Choices } from './creation.ts';
import { proposalIn, withProposal } from './proposed-choices.ts';
import { usualChoices } from './usual-choices.ts';
import type { Client } from '../../../../rpc/client.ts';
import { useClient } from '../../../host/connection.ts';
import { type FormDraft, useDraft } from '../../../host/use-draft.ts';
import { useContainers } from '../../containers/containers.ts';

export type Images =
  | { readonly status: 'loading' }
  | { readonly status: 'ready'; readonly images: readonly Image[] }
  | { readonly status: 'failed'; readonly error: unknown };

export interface Draft extends Pick<FormDraft<Choices>, 'isRestored' | 'isOutdated' | 'discard'> {
  readonly choices: Choices;
  /** What the form begins with. */
  readonly usual: Choices;
  readonly images: Images;
  /** What the chosen image proposes; undefined for one with an init. */
  readonly proposal: ImageProposal | undefined;
  change(part: Partial<Choices>): void;
}

interface DraftBeginning {
  /** The image that is chosen at first; the first one when undefined. */
  readonly image?: string | undefined;
  /** A container whose choices it begins with. */
  readonly like?: string | undefined;
}

export function useChoices({ image = '', like }: DraftBeginning): Draft {
  const [images, setImages] = useState<Images>({ status: 'loading' });
  const [usual, setUsual] = useState<Choices>(() => {
    const { byName } = useContainers.getState();
    const model = like === undefined ? undefined : byName.get(like);
    const taken = [...byName.keys()];
    return model === undefined ? { ...usualChoices(taken), image } : choicesLike(model, taken);
  });
  const form = useDraft({ form: 'create', part: like ?? image }, usual, {
    isSecret: ({ settings }) => settings.environment !== '',
  });

  const client = useClient();
  useEffect(() => {
    // The images are asked for again after a reconnect; known ones are kept meanwhile.
    if (client === undefined) return undefined;
    const abort = new AbortController();
    loadImages(client, abort.signal).then(
      (found) => {
        if (abort.signal.aborted) return;
        setImages({ status: 'ready', images: found });
        setUsual((before) => {
          if (before.image !== '' && before.image !== image) return before;
          const chosen = { ...before, image: before.image === '' ? (found[0]?.name ?? '') : before.image };
          return like === undefined ? withProposal(chosen, undefined, proposalIn(found, chosen.image)) : chosen;
        });
      },
      (error: unknown) => {
        if (!abort.signal.aborted)
          setImages((before) => (before.status === 'ready' ? before : { status: 'failed', error }));
      },
    );
    return () => abort.abort();
  }, [client, like, image]);

  /** What was typed before the images came names none. */
  function withImage(choices: Choices): Choices {
    return choices.image === '' ? { ...choices, image: usual.image } : choices;
  }
  const choices = withImage(form.value);
  const known = images.status === 'ready' ? images.images : [];
  return {
    choices,
    usual,
    images,
    proposal: proposalIn(known, choices.image),
    isRestored: form.isRestored,
    // The usual choices are no state of the host that a creation would replace.
    isOutdated: false,
    discard: form.discard,
    change: (part) =>
      form.change((typed) => {
        const before = withImage(typed);
        const after = { ...before, ...part };
        // A preset brings settings of its own.
        if (part.image === undefined || part.settings !== undefined) return after;
        return withProposal(after, proposalIn(known, before.image), proposalIn(known, part.image));
      }),
  };
}

async function loadImages(client: Client, signal: AbortSignal): Promise<readonly Image[]> {
  const { images } = await client.request('image.list', {}, { signal });
  return images;
}
