// SPDX-License-Identifier: Apache-2.0
/**
 * What the page may ask of its shell: `window.bulkhead`, and the port over which it talks to a host's helper. Electron's
 * preload is one shell, Cockpit's page the other. Types, their words, and limits. The page has no other way out.
 */

import type { SignedDrillReport } from './model/drill.ts';
import type { GivenHostCheck } from './model/host/host-check.ts';
import type { RegistryImage } from './rules/registry-image.ts';
import type { ImagePiece, ServerImage } from './rules/server-image.ts';
import type { Words } from './text.ts';

/** How a host is reached. */
type HostKind = 'local' | 'lab' | 'ssh';

/**
 * What only the person can clear before ssh gets to the host: `login`, a password or passphrase; `unknown-key`, the key of
 * the host is to be confirmed; `changed-key`, the host has another key than before. Such a host is not tried again
 * unasked.
 */
export const sshObstacles = ['login', 'unknown-key', 'changed-key'] as const;
export type SshObstacle = (typeof sshObstacles)[number];

/** Says how far this window's connection to the host has come. `reason` begins "cannot reach host ...". */
export type HostState =
  | { readonly status: 'idle' }
  | { readonly status: 'connecting' }
  | { readonly status: 'connected' }
  | { readonly status: 'unreachable'; readonly reason: string; readonly obstacle: SshObstacle | undefined };

export interface HostEntry {
  /** `local`, `lab`, or the canonical `ssh://user@host:port`. */
  readonly id: string;
  readonly kind: HostKind;
  /** A short name for people. */
  readonly label: string;
  /** False for the hosts that the console itself puts into the list. */
  readonly isRemovable: boolean;
  readonly state: HostState;
  /** When its helper last answered, in seconds since the epoch, kept over restarts; null: never. */
  readonly reachedAt: number | null;
}

/**
 * `host-key`: answered with yes or no. `other`: what the host itself wants to know, such as a one-time code. `polkit`:
 * what polkit on the host wants to know before it authorises an action.
 */
export type QuestionKind = 'password' | 'passphrase' | 'host-key' | 'other' | 'polkit';

/** What polkit on a host asks about. All texts are the host's. */
export interface HostAuthentication {
  /** The id of the action, such as `org.bulkhead.stop-containers`. */
  readonly action: string;
  /** What polkit says about it, in English. */
  readonly message: string;
  /** Names the people who may authenticate, where there are several. The answer is the position of one, from 1. */
  readonly identities: readonly string[];
  /** Names the person who authenticates; undefined while that is asked. */
  readonly identity: string | undefined;
  /** What the host says beside its question. */
  readonly remarks: readonly string[];
}

/** What ssh asks the person on the way to a host, or polkit on the host about an action. */
export interface HostQuestion {
  readonly id: string;
  readonly hostId: string;
  /** Gives the short name of the host. */
  readonly host: string;
  readonly kind: QuestionKind;
  /** ssh's own words, of which a part may come from the host; or what polkit asks, such as `Password: `. */
  readonly text: string;
  /** Says what polkit's question is about; only an obstacle of polkit has it. */
  readonly authentication?: HostAuthentication;
}

/** Reports one step of a test of a host. `left-out` means that an earlier step failed. */
export interface HostTestStep {
  readonly id: string;
  readonly title: Words;
  readonly progress: 'waiting' | 'running' | 'done' | 'left-out';
  /** What was found; null until the step is done. */
  readonly check: GivenHostCheck | null;
}

/** A test that goes on. */
export interface HostTest {
  /** Resolves when it has ended; rejects when it cannot begin. */
  readonly done: Promise<void>;
  cancel(): void;
}

export const themeChoices = ['system', 'light', 'dark'] as const;
export type ThemeChoice = (typeof themeChoices)[number];

/** The choice, and what it comes to at present. */
export interface Theme {
  readonly choice: ThemeChoice;
  readonly isDark: boolean;
}

export interface About {
  readonly version: string;
  readonly platform: string;
  readonly electron: string;
  /** False in an Electron that is for development only. */
  readonly isReleasedElectron: boolean;
  /** The host to show first: named on the command line, else the first in the list. */
  readonly initialHost: string | undefined;
}

/** `json` is the signed report itself, `html` and `pdf` are made of it. */
export type ReportFormat = 'html' | 'pdf' | 'json';

/** Lists the forms in which local changes are exported: a shell script, a CIL module, an Ansible playbook. */
export const localChangesForms = ['shell', 'cil', 'ansible'] as const;
export type LocalChangesForm = (typeof localChangesForms)[number];

/**
 * What not every shell can do. What one lacks is not offered: a feature asks for the capability that it needs, and never
 * which shell it is in.
 *
 * - `appearance`: the theme and the language are chosen in the page; without it they are the shell's.
 * - `add-hosts`: hosts over ssh are added, tested and removed.
 * - `image-servers`: this machine fetches images of servers and registries.
 * - `notifications`: alerts are shown outside the page.
 * - `pdf`: reports are printed to a file.
 * - `pictures`: a part of the page is saved as a picture.
 */
export const shellCapabilities = [
  'appearance',
  'add-hosts',
  'image-servers',
  'notifications',
  'pdf',
  'pictures',
] as const;
export type ShellCapability = (typeof shellCapabilities)[number];

export interface Shell {
  readonly capabilities: readonly ShellCapability[];
  /** Names the language of the shell by a BCP 47 tag. It holds where the person has chosen none. */
  readonly language: string;
}

/** How a connection is opened. */
export interface HostOpening {
  /** Comes back with the port. */
  readonly request: string;
  /** Says whether ssh may ask the person for what it needs. Where it may not, the connection fails with an obstacle. */
  readonly mayAsk: boolean;
  /** Names the language in which polkit on a host over ssh asks, such as `de`. */
  readonly language: string;
}

/** Ends a subscription. */
export type Unsubscribe = () => void;

/** `window.bulkhead`. Promises reject with an Error whose message begins "cannot ...". */
export interface BulkheadBridge {
  readonly shell: Shell;
  about(): Promise<About>;
  readonly hosts: {
    list(): Promise<readonly HostEntry[]>;
    /** Takes `ssh://[user@]host[:port]`. */
    add(address: string): Promise<HostEntry>;
    remove(id: string): Promise<void>;
    /** Addresses of the hosts that the person's own ssh configuration names. */
    suggestions(): Promise<readonly string[]>;
    /** Tests the way to a host that need not be in the list, step by step; ssh may ask the person. */
    test(address: string, onSteps: (steps: readonly HostTestStep[]) => void): HostTest;
    /** Calls the listener with the whole list after each change of it or of a host's state. */
    onChange(listener: (hosts: readonly HostEntry[]) => void): Unsubscribe;
    /**
     * What this machine finds out about why a host is not reached, the connection first. `reason` is why the page lost
     * it, for where nothing keeps this machine from the host by now.
     */
    check(id: string, reason: string): Promise<readonly GivenHostCheck[]>;
    /**
     * Opens a connection. The port arrives as a `message` event of the window whose `source` is the window itself,
     * whose data is a {@link PortArrival} with this request, and whose `ports[0]` is the port.
     */
    open(hostId: string, opening: HostOpening): void;
  };
  readonly questions: {
    /** Calls the listener with all that is asked now, after each change. */
    onChange(listener: (questions: readonly HostQuestion[]) => void): Unsubscribe;
    /**
     * Without a text, ssh goes on without an answer, and polkit authorises nothing. It is passed on, and never stored.
     */
    answer(id: string, text: string | undefined): Promise<void>;
  };
  readonly theme: {
    get(): Promise<Theme>;
    set(choice: ThemeChoice): Promise<Theme>;
    onChange(listener: (theme: Theme) => void): Unsubscribe;
  };
  readonly alerts: {
    /** Shows a notification of the desktop; pressed, it brings the window to the alerts of its host. */
    show(notification: DesktopNotification): Promise<void>;
    /** How many alerts last on all hosts, for the icon in the tray and on the dock. */
    setCount(count: number): Promise<void>;
    /**
     * Calls the listener when a notification of an alert was pressed, with its host, or the icon in the tray, without
     * one.
     */
    onPress(listener: (hostId: string | undefined) => void): Unsubscribe;
  };
  readonly help: {
    /** Calls the listener when the menu asks for the help of the page. */
    onOpen(listener: () => void): Unsubscribe;
  };
  readonly reports: {
    /** Asks the person where to, and gives the path; undefined when they thought better of it. */
    save(report: SignedDrillReport, format: ReportFormat): Promise<string | undefined>;
    /**
     * Saves the report of a host, as it was shown; gives the path, or undefined when the person thought better of it.
     */
    saveHostReport(text: string): Promise<string | undefined>;
  };
  readonly charts: {
    /**
     * Asks the person where to, writes the values as CSV, and gives the path; undefined when they thought better of it.
     */
    saveTable(table: ChartTable): Promise<string | undefined>;
    /** Saves the table with a picture (PNG) of a part of the page as it is seen now. */
    savePicture(title: string, area: PageArea): Promise<string | undefined>;
  };
  readonly terminals: {
    /**
     * Asks the person where to, writes what a terminal holds, or the lines of a log, as a text file, and gives the path;
     * undefined when they thought better of it. `title` names the file.
     */
    saveOutput(title: string, text: string): Promise<string | undefined>;
    /**
     * Opens an address of http or https in the browser, once a person has agreed to it. Main asks again unless it has
     * just seen a press in the window.
     */
    openLink(address: string): Promise<void>;
  };
  readonly localChanges: {
    /**
     * Asks the person where to, writes the text of the local changes as a file, and gives the path; undefined when they
     * thought better of it.
     */
    save(form: LocalChangesForm, text: string): Promise<string | undefined>;
  };
  readonly files: {
    /**
     * Asks the person where to, with a proposed name, and begins the file; undefined when they thought better of it. An
     * export is of a container with this name.
     */
    begin(name: string, kind: GrowingFileKind): Promise<GrowingFile | undefined>;
    /** Writes one more piece, of at most {@link maxPieceBytes}. */
    write(id: string, data: Uint8Array): Promise<void>;
    /** The file is whole: gives it its name. */
    end(id: string): Promise<void>;
    /** Leaves nothing of it. */
    discard(id: string): Promise<void>;
  };
  readonly images: ImageServers;
}

/** Servers of images and registries, which this machine asks; a host asks none. */
export interface ImageServers {
  /**
   * The newest of each image that a server offers. With a keyring its index has to be signed with a key of it; else it has
   * to come by https, or from this machine.
   */
  find(server: string, keyring: string | undefined): Promise<readonly ServerImage[]>;
  /** Asks the person for a file with public keys, and gives its path; undefined when they thought better of it. */
  chooseKeyring(): Promise<string | undefined>;
  /** Begins to fetch an image that was found, by its address, and gives the id of the download. */
  begin(address: string): Promise<string>;
  /** Begins the load of an image from a registry, which skopeo fetches on this machine. */
  beginRegistry(image: RegistryImage): Promise<string>;
  /** Gives the next piece. Rejects when the server cannot be asked any more. */
  read(id: string): Promise<ImagePiece>;
  /** Ends a download, finished or not. */
  end(id: string): Promise<void>;
}

export type GrowingFileKind = 'export' | 'file';

/** A file of this machine that is written piece by piece. It has its name when it is whole. */
export interface GrowingFile {
  readonly id: string;
  readonly path: string;
}

/** The most bytes of one piece of such a file. */
export const maxPieceBytes = 1024 * 1024;

/** The most characters of output that are saved as a file. */
export const maxOutputCharacters = 32 * 1024 * 1024;

export interface DesktopNotification {
  readonly title: string;
  readonly body: string;
  /** It stays until it is dismissed. */
  readonly isCritical: boolean;
  /** Names the host that it is about. */
  readonly hostId: string;
}

/** The values of a chart. */
export interface ChartTable {
  /** What it shows; the name of the file is made of it. */
  readonly title: string;
  /** Holds the titles of the columns, one for each value of a row. */
  readonly columns: readonly string[];
  readonly rows: readonly ChartTableRow[];
}

export interface ChartTableRow {
  /** Counts the seconds since the epoch. */
  readonly time: number;
  /** Null where nothing was measured. */
  readonly values: readonly (number | null)[];
}

/** Bounds a part of the page, in pixels from the page's upper left corner. */
export interface PageArea {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface PortArrival {
  readonly type: 'bulkhead-port';
  readonly request: string;
}

/**
 * What comes out of the port. What was put into it before the host is reached goes there then. Nothing after `closed`.
 */
export type FromHost =
  /** This carries one JSON-RPC message. The page answers it with an `ack` once it is handled. */
  | { readonly kind: 'message'; readonly message: object }
  /** The connection is gone, for this reason; open another, after a pause that grows. */
  | { readonly kind: 'closed'; readonly reason: string; readonly obstacle: SshObstacle | undefined };

/** What may be put into the port. Anything else is dropped and logged. */
export type ToHost =
  | { readonly kind: 'message'; readonly message: object }
  /**
   * This says that `count` more messages were handled. Main stops reading from the host while more than a few MiB wait
   * for it.
   */
  | { readonly kind: 'ack'; readonly count: number }
  /** This hangs up. Closing the port does the same. */
  | { readonly kind: 'close' };
