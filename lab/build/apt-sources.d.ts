/** Takes Debian's archive from the host's own apt configuration, so that the lab is built from the mirror that the host uses. */
/**
 * The host's stanzas in deb822 form, or undefined when they are of no use: another release, or none in that form.
 * mmdebstrap then uses Debian's own archive.
 */
export declare function hostSources(release: string): string | undefined;
/** Stanzas that offer `release` over the network. A folder of this host's does not belong into a guest. */
export declare function usableStanzas(text: string, release: string): string[];
