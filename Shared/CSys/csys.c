#include "csys.h"

int csys_pdeathsig(int signal) {
  return prctl(PR_SET_PDEATHSIG, signal, 0, 0, 0);
}
