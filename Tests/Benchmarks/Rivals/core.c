/* The core indicators in one plain pass, for comparison: what a C programmer would write.
 *
 *     core FILE RUNS
 *
 * The file holds five columns of doubles one after another: open, high, low, close, volume.
 * Prints the nanoseconds a candle of the median run, then the last values in the order of
 * the struct below. Windows are kept as running sums, as TA-Lib does. */
#include <math.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct out {
  double rsi, macd, signal, histogram, ema20, ema50, atr, volume, upper, middle, lower, k, d, mfi,
      adx, plus, minus;
};

struct ema { double sum, value, weight; int length, count; };
struct wilder { double sum, value; int length, count; };

static inline int ema(struct ema *e, double x) {
  if (e->count >= e->length) { e->value += e->weight * (x - e->value); return 1; }
  e->sum += x;
  if (++e->count < e->length) return 0;
  e->value = e->sum / e->length;
  return 1;
}

static inline int wilder(struct wilder *w, double x) {
  if (w->count >= w->length) { w->value = (w->value * (w->length - 1) + x) / w->length; return 1; }
  w->sum += x;
  if (++w->count < w->length) return 0;
  w->value = w->sum / w->length;
  return 1;
}

struct state {
  struct wilder gain, loss, range;
  struct ema fast, slow, signal, e20, e50;
  double volumes[20], volume;
  double closes[20], sum, squares;
  double rsis[14], ks[3], ksum, lowest, highest;
  double ups[14], downs[14], up, down, typical;
  double plus, minus, trange, dxsum;
  double high, low, close;
  int rsi_count, rsi_at, low_at, high_at, k_count, k_at, at20, at14, bars;
};

static void start(struct state *s) {
  memset(s, 0, sizeof *s);
  s->gain.length = s->loss.length = s->range.length = 14;
  struct { struct ema *e; int n; } all[] = {
      {&s->fast, 12}, {&s->slow, 26}, {&s->signal, 9}, {&s->e20, 20}, {&s->e50, 50}};
  for (int i = 0; i < 5; i++) { all[i].e->length = all[i].n; all[i].e->weight = 2.0 / (all[i].n + 1); }
}

static inline void stochastic(struct state *s, struct out *o) {
  int at = s->rsi_at;
  s->rsis[at] = o->rsi;
  s->rsi_at = at == 13 ? 0 : at + 1;
  if (++s->rsi_count < 14) return;
  if (s->rsi_count == 14 || s->low_at == at) {
    s->low_at = 0;
    for (int i = 1; i < 14; i++) if (s->rsis[i] < s->rsis[s->low_at]) s->low_at = i;
  } else if (o->rsi <= s->rsis[s->low_at]) s->low_at = at;
  if (s->rsi_count == 14 || s->high_at == at) {
    s->high_at = 0;
    for (int i = 1; i < 14; i++) if (s->rsis[i] > s->rsis[s->high_at]) s->high_at = i;
  } else if (o->rsi >= s->rsis[s->high_at]) s->high_at = at;
  double low = s->rsis[s->low_at], high = s->rsis[s->high_at];
  o->k = high - low <= 1e-14 * (high + low) ? 0 : (o->rsi - low) / (high - low) * 100;
  s->ksum += o->k - s->ks[s->k_at];
  s->ks[s->k_at] = o->k;
  s->k_at = s->k_at == 2 ? 0 : s->k_at + 1;
  if (++s->k_count >= 3) o->d = s->ksum / 3;
}

static inline void movement(struct state *s, double h, double l, double c, struct out *o) {
  double rise = h - s->high, fall = s->low - l;
  double range = fmax(h - l, fmax(fabs(h - s->close), fabs(l - s->close)));
  if (wilder(&s->range, range)) o->atr = s->range.value;
  if (s->bars >= 14) {
    s->plus -= s->plus / 14;
    s->minus -= s->minus / 14;
    s->trange -= s->trange / 14;
  }
  if (fall > 0 && rise < fall) s->minus += fall;
  else if (rise > 0 && rise > fall) s->plus += rise;
  s->trange += range;
  if (s->bars < 14) return;
  o->plus = s->trange == 0 ? 0 : 100 * (s->plus / s->trange);
  o->minus = s->trange == 0 ? 0 : 100 * (s->minus / s->trange);
  double both = o->plus + o->minus;
  double index = both == 0 ? 0 : 100 * (fabs(o->minus - o->plus) / both);
  if (s->bars >= 28) { if (both != 0) o->adx = (o->adx * 13 + index) / 14; return; }
  s->dxsum += index;
  if (s->bars == 27) o->adx = s->dxsum / 14;
}

static inline void flow(struct state *s, double typical, double v, struct out *o) {
  double change = typical - s->typical, least = 1e-14 * (typical + s->typical);
  double worth = typical * v;
  double up = change > least ? worth : 0, down = change < -least ? worth : 0;
  s->up += up - s->ups[s->at14];
  s->down += down - s->downs[s->at14];
  s->ups[s->at14] = up;
  s->downs[s->at14] = down;
  s->at14 = s->at14 == 13 ? 0 : s->at14 + 1;
  if (s->bars >= 14) o->mfi = s->up + s->down == 0 ? 0 : 100 * (s->up / (s->up + s->down));
}

static inline void windows(struct state *s, double c, double v, struct out *o) {
  s->volume += v - s->volumes[s->at20];
  s->volumes[s->at20] = v;
  double old = s->closes[s->at20];
  s->sum += c - old;
  s->squares += c * c - old * old;
  s->closes[s->at20] = c;
  s->at20 = s->at20 == 19 ? 0 : s->at20 + 1;
  if (s->bars < 19) return;
  o->volume = s->volume / 20;
  o->middle = s->sum / 20;
  double variance = s->squares / 20 - o->middle * o->middle;
  double width = variance > 0 ? 2 * sqrt(variance) : 0;
  o->upper = o->middle + width;
  o->lower = o->middle - width;
}

static inline void convergence(struct state *s, double c, struct out *o) {
  int known = ema(&s->slow, c);
  if (s->bars >= 14) known &= ema(&s->fast, c);
  if (ema(&s->e20, c)) o->ema20 = s->e20.value;
  if (ema(&s->e50, c)) o->ema50 = s->e50.value;
  if (!known) return;
  double line = s->fast.value - s->slow.value;
  if (!ema(&s->signal, line)) return;
  o->macd = line;
  o->signal = s->signal.value;
  o->histogram = line - o->signal;
}

static inline void update(struct state *s, double h, double l, double c, double v, struct out *o) {
  double typical = (h + l + c) / 3;
  convergence(s, c, o);
  windows(s, c, v, o);
  if (s->bars > 0) {
    double change = c - s->close;
    int known = wilder(&s->gain, change > 0 ? change : 0);
    wilder(&s->loss, change < 0 ? -change : 0);
    if (known) {
      double both = s->gain.value + s->loss.value;
      o->rsi = both < 1e-14 ? 0 : 100 * (s->gain.value / both);
      stochastic(s, o);
    }
    movement(s, h, l, c, o);
    flow(s, typical, v, o);
  }
  s->typical = typical;
  s->high = h;
  s->low = l;
  s->close = c;
  s->bars++;
}

static double now(void) {
  struct timespec t;
  clock_gettime(CLOCK_PROCESS_CPUTIME_ID, &t);
  return t.tv_sec * 1e9 + t.tv_nsec;
}

static int compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

int main(int argc, char **argv) {
  if (argc != 3) return 64;
  FILE *file = fopen(argv[1], "rb");
  if (!file) return 66;
  fseek(file, 0, SEEK_END);
  long n = ftell(file) / (5 * (long)sizeof(double));
  rewind(file);
  double *data = malloc(5 * n * sizeof(double));
  if (fread(data, sizeof(double), 5 * n, file) != (size_t)(5 * n)) return 74;
  const double *h = data + n, *l = h + n, *c = l + n, *v = c + n;
  int runs = atoi(argv[2]);
  double *times = malloc(runs * sizeof(double));
  struct out o;
  for (int run = 0; run < runs; run++) {
    struct state s;
    start(&s);
    memset(&o, 0, sizeof o);
    double begin = now();
    for (long i = 0; i < n; i++) {
      update(&s, h[i], l[i], c[i], v[i], &o);
      /* All values of every candle are wanted, not only the last. */
      __asm__ volatile("" : : "r"(&o) : "memory");
    }
    times[run] = (now() - begin) / n;
  }
  qsort(times, runs, sizeof(double), compare);
  printf("%.17g\n", times[runs / 2]);
  for (unsigned i = 0; i < sizeof o / sizeof(double); i++) printf("%.17g\n", ((double *)&o)[i]);
  return 0;
}
