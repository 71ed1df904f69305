#pragma once
#include <microhttpd.h>
#include <stddef.h>
#include <stdint.h>
#include <sys/socket.h>

// What Swift cannot call: functions with a variable number of arguments.

/// A daemon without a thread of its own, bound to an IPv4 address; 0 where a limit is the library's.
static inline struct MHD_Daemon *cmhd_start(
    unsigned int flags, const struct sockaddr *address, MHD_AcceptPolicyCallback policy,
    void *policy_closure, MHD_AccessHandlerCallback handler, void *closure,
    void *(*opened)(void *, const char *, struct MHD_Connection *),
    MHD_RequestCompletedCallback completed, unsigned int connections, unsigned int timeout,
    size_t memory, const char *certificate, const char *key) {
  struct MHD_OptionItem tls[] = {
      {MHD_OPTION_HTTPS_MEM_CERT, 0, (void *)certificate},
      {MHD_OPTION_HTTPS_MEM_KEY, 0, (void *)key},
      {MHD_OPTION_END, 0, NULL}};
  struct MHD_OptionItem none[] = {{MHD_OPTION_END, 0, NULL}};
  return MHD_start_daemon(
      flags, 0, policy, policy_closure, handler, closure, MHD_OPTION_SOCK_ADDR, address,
      MHD_OPTION_CONNECTION_LIMIT, connections, MHD_OPTION_CONNECTION_TIMEOUT, timeout,
      MHD_OPTION_CONNECTION_MEMORY_LIMIT, memory, MHD_OPTION_NOTIFY_COMPLETED, completed, closure,
      MHD_OPTION_URI_LOG_CALLBACK, opened, closure, MHD_OPTION_LISTENING_ADDRESS_REUSE, 1u, MHD_OPTION_ARRAY,
      certificate != NULL && key != NULL ? tls : none, MHD_OPTION_END);
}

/// The descriptor to wait for; -1 when there is none.
static inline int cmhd_epoll(struct MHD_Daemon *daemon) {
  const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_EPOLL_FD);
  return info == NULL ? -1 : info->epoll_fd;
}

/// The port that was bound; 0 when it is not known.
static inline int cmhd_port(struct MHD_Daemon *daemon) {
  const union MHD_DaemonInfo *info = MHD_get_daemon_info(daemon, MHD_DAEMON_INFO_BIND_PORT);
  return info == NULL ? 0 : info->port;
}

/// The socket of a connection; -1 when there is none.
static inline int cmhd_socket(struct MHD_Connection *connection) {
  const union MHD_ConnectionInfo *info =
      MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD);
  return info == NULL ? -1 : info->connect_fd;
}

/// Gives an upgraded connection back, which closes it.
static inline void cmhd_close(struct MHD_UpgradeResponseHandle *handle) {
  (void)MHD_upgrade_action(handle, MHD_UPGRADE_ACTION_CLOSE);
}

/// An answer with a body, which is copied.
static inline struct MHD_Response *cmhd_response(size_t count, void *bytes) {
  return MHD_create_response_from_buffer(count, bytes, MHD_RESPMEM_MUST_COPY);
}

/// Shows all fields of a request's head.
static inline void cmhd_headers(struct MHD_Connection *connection, MHD_KeyValueIterator show,
                                void *closure) {
  (void)MHD_get_connection_values(connection, MHD_HEADER_KIND, show, closure);
}
