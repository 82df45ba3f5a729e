// SPDX-License-Identifier: Apache-2.0
/** The fields about the other host: which one, and what takes the place of what it does not have. */

import type { Container, Network } from '../../../../contract/model/containers/container.ts';
import { t } from '../../../lib/language/t.ts';
import { networkName } from '../../containers/network-name.ts';
import { SelectField } from '../../../ui/form/select-field.tsx';
import { networkKey, networksFor, type TargetHost } from './target-host.ts';
import type { Target } from './use-target-host.ts';

interface TargetFieldsProps {
  readonly container: Container | undefined;
  readonly others: readonly { readonly id: string; readonly label: string; readonly isConnected: boolean }[];
  readonly chosenId: string | undefined;
  readonly target: Target;
  readonly image: string | undefined;
  readonly network: Network | undefined;
  /** Says whether a network of that host is chosen for the copy. */
  readonly hasNetwork: boolean;
  readonly onHost: (id: string) => void;
  readonly onImage: (image: string) => void;
  readonly onNetwork: (network: Network) => void;
}

export function TargetFields({
  container,
  others,
  chosenId,
  target,
  image,
  network,
  hasNetwork,
  onHost,
  onImage,
  onNetwork,
}: TargetFieldsProps) {
  const fits = target.status === 'ready' ? target.host : undefined;
  const wanted = container?.network ?? null;
  const networks = fits === undefined ? [] : networksFor(wanted, fits);
  const isThere = wanted !== null && networks.some((one) => networkKey(one) === networkKey(wanted));
  return (
    <>
      <SelectField
        label={t('Host')}
        value={chosenId ?? ''}
        options={others.map(({ id, label, isConnected }) => ({
          value: id,
          label: isConnected ? label : t('{label} (not connected)', { label }),
          isDisabled: !isConnected,
        }))}
        help={others.length === 0 ? t('There is no other host in the list. Add one on the left.') : undefined}
        onChange={onHost}
      />
      {fits !== undefined && container !== undefined && fits.images[0] !== container.image && (
        <SelectField
          label={t('Image there')}
          value={image ?? ''}
          options={fits.images.map((name) => ({ value: name, label: name }))}
          help={aboutImages(container.image ?? '', fits)}
          problem={fits.images.length === 0 ? aboutImages(container.image ?? '', fits) : undefined}
          onChange={onImage}
        />
      )}
      {fits !== undefined && wanted !== null && hasNetwork && !isThere && (
        <SelectField
          label={t('Network there')}
          value={network === undefined ? '' : networkKey(network)}
          options={networks.map((one) => ({ value: networkKey(one), label: networkName(one) }))}
          help={t('Here it is on {network}, which that host does not have.', { network: networkName(wanted) })}
          onChange={(key) => {
            const chosen = networks.find((one) => networkKey(one) === key);
            if (chosen !== undefined) onNetwork(chosen);
          }}
        />
      )}
    </>
  );
}

function aboutImages(image: string, { images, hasOtherImage }: TargetHost): string {
  if (images.length > 0) return t('It was made of the same archive as {image} here.', { image });
  return hasOtherImage
    ? t(
        'The image {image} of that host was made of another archive. Import the one of this host there under another ' +
          'name; then choose it.',
        { image },
      )
    : t('The image {image} is not on that host. Import it there first.', { image });
}
