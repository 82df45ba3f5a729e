/** The people of the lab. Their password, where one is given, is public: the guest listens on loopback only. */
export interface LabUser {
    readonly name: string;
    readonly uid: number;
    readonly groups: readonly string[];
    readonly password?: string;
}
/** Members may talk to the helper's socket. */
export declare const helperGroup = "bulkhead";
export declare const users: readonly LabUser[];
