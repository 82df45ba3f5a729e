/** The Debian packages inside the lab: those of the SELinux guest, and those of the container images in its image store. */
export declare const release = "trixie";
export declare const guestPackages: readonly string[];
export declare const debianPackages: readonly string[];
/** What the paper's experiment needs: a web server that runs PHP within itself. The probes are Perl, which both images have. */
export declare const drillWebPackages: readonly string[];
