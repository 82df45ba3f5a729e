/** Where the lab keeps what it caches and what it runs. */
export declare const labCache: any;
export interface ImagePlaces {
    readonly folder: string;
    readonly disk: string;
    readonly kernel: string;
    readonly initrd: string;
    readonly key: string;
    readonly hostKeys: string;
}
export declare function imagePlaces(folder?: any): ImagePlaces;
export interface InstancePlaces {
    readonly folder: string;
    readonly state: string;
    readonly disk: string;
    readonly monitor: string;
    readonly console: string;
    readonly sshConfig: string;
    readonly knownHosts: string;
}
export declare function instancePlaces(name: string): InstancePlaces;
