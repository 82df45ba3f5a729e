/** Names that the editor of a policy module completes. */

/** What the check of a module's source lets through, with the macros of the base module. */
const statements = ['allow', 'dontaudit', 'auditallow', 'call', 'bulkhead_serve_tcp', 'bulkhead_serve_udp', 'bulkhead_connect_tcp', 'bulkhead_use_device'];

/** Classes and permissions of files and sockets, and the types that rules mostly name. */
const common = 'file dir lnk_file chr_file sock_file fifo_file tcp_socket udp_socket unix_stream_socket process cap_userns read write open getattr setattr append create unlink rename execute search add_name remove_name ioctl lock map watch name_bind name_connect connectto signal self'.split(' ');
const types = 'http_port_t http_cache_port_t postgresql_port_t mysqld_port_t redis_port_t smtp_port_t dns_port_t port_type unreserved_port_t proc_t sysfs_t sysctl_kernel_t sysctl_vm_t sysctl_net_t fuse_device_t tun_tap_device_t'.split(' ');

export function cilWords(domain: string): readonly string[] {
  return [domain, ...statements, ...common, ...types];
}
