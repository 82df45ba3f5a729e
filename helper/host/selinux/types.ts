/** The types of Bulkhead's base policy module, as policy/selinux/bulkhead.cil declares them. */

/** Domain of a container's processes. */
export const domainType = 'bulkhead_t';
/** Its root file system. */
export const fileType = 'bulkhead_file_t';
/** Its /dev and the file systems in memory that it mounts. */
export const tmpfsType = 'bulkhead_tmpfs_t';
