/** Makes the lab's users and gives each, and root, the lab's key. */
export declare function addPeople(root: string, publicKey: string): Promise<void>;
