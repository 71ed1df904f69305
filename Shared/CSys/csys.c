#define _GNU_SOURCE
#include "csys.h"

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/socket.h>
#include <sys/un.h>
#include <sys/wait.h>
#include <unistd.h>

// Runs in the child between fork and exec: only calls that are safe there, no memory is taken.
static void become(const char *path, char *const argv[], char *const envp[], int output,
                   int death_signal, pid_t parent, int report) {
  struct sigaction standard;
  memset(&standard, 0, sizeof standard);
  standard.sa_handler = SIG_DFL;
  for (int s = 1; s < NSIG; s++) sigaction(s, &standard, NULL);
  sigset_t none;
  sigemptyset(&none);
  if (sigprocmask(SIG_SETMASK, &none, NULL) != 0) goto failed;
  if (setpgid(0, 0) != 0) goto failed;
  if (prctl(PR_SET_PDEATHSIG, death_signal, 0, 0, 0) != 0) goto failed;
  if (getppid() != parent) _exit(75);  // the parent died before the request was in place
  int nothing = open("/dev/null", O_RDONLY);
  if (nothing < 0 || dup2(nothing, 0) < 0) goto failed;
  if (dup2(output, 1) < 0 || dup2(output, 2) < 0) goto failed;
  if (report != 3) {
    if (dup3(report, 3, O_CLOEXEC) < 0) goto failed;
    report = 3;
  }
  if (close_range(4, ~0U, 0) != 0 && errno != ENOSYS) goto failed;
  execve(path, argv, envp);
failed:;
  int reason = errno;
  if (write(report, &reason, sizeof reason) < 0) _exit(126);
  _exit(127);
}

pid_t csys_spawn(const char *path, char *const argv[], char *const envp[], int output,
                 int death_signal) {
  int report[2];
  if (pipe2(report, O_CLOEXEC) != 0) return -errno;
  // The child uses the descriptors 0 to 3 for itself, so these two stay clear of them.
  int told = fcntl(report[1], F_DUPFD_CLOEXEC, 4), sink = fcntl(output, F_DUPFD_CLOEXEC, 4);
  close(report[1]);
  if (told < 0 || sink < 0) {
    int reason = errno;
    if (told >= 0) close(told);
    if (sink >= 0) close(sink);
    close(report[0]);
    return -reason;
  }
  // No handler of the parent may run in the child before its defaults are back.
  sigset_t all, before;
  sigfillset(&all);
  pthread_sigmask(SIG_SETMASK, &all, &before);
  pid_t parent = getpid(), child = fork();
  if (child == 0) become(path, argv, envp, sink, death_signal, parent, told);
  int reason = child < 0 ? errno : 0;
  pthread_sigmask(SIG_SETMASK, &before, NULL);
  close(told);
  close(sink);
  ssize_t n = 0;
  if (child > 0) do n = read(report[0], &reason, sizeof reason); while (n < 0 && errno == EINTR);
  close(report[0]);
  if (child < 0) return -reason;
  if (n == (ssize_t)sizeof reason) {
    while (waitpid(child, NULL, 0) < 0 && errno == EINTR) {}
    return -reason;
  }
  return child;
}

int csys_try_lock(int descriptor) {
  return flock(descriptor, LOCK_EX | LOCK_NB) == 0 ? 0 : errno;
}

int csys_notify(const char *address, const char *text) {
  struct sockaddr_un to;
  size_t length = strlen(address);
  memset(&to, 0, sizeof to);
  to.sun_family = AF_UNIX;
  if (length == 0 || length >= sizeof to.sun_path) return ENAMETOOLONG;
  memcpy(to.sun_path, address, length);
  if (to.sun_path[0] == '@') to.sun_path[0] = 0;  // the abstract name space
  int s = socket(AF_UNIX, SOCK_DGRAM | SOCK_CLOEXEC, 0);
  if (s < 0) return errno;
  socklen_t size = (socklen_t)(offsetof(struct sockaddr_un, sun_path) + length);
  ssize_t n = sendto(s, text, strlen(text), MSG_NOSIGNAL, (struct sockaddr *)&to, size);
  int reason = n < 0 ? errno : 0;
  close(s);
  return reason;
}

int csys_keep_private(void) {
  struct rlimit none = {0, 0};
  if (setrlimit(RLIMIT_CORE, &none) != 0 || prctl(PR_SET_DUMPABLE, 0, 0, 0, 0) != 0) return errno;
  return 0;
}
