/* A server to measure clients with, and plain C clients that do what ours do.
 *
 *     network flood MODE COUNT [CERTIFICATE KEY]   a WebSocket server: COUNT trades, then a close
 *     network listen URL MODE [AUTHORITY]          reads them: libcurl, RFC 6455, zlib, UTF-8 check
 *     network answer                               an HTTP/1.1 server that keeps its connections
 *     network ask URL COUNT                        asks it so often: libcurl, one handle
 *
 * MODE is plain or deflate. Servers print their port. Clients print: items, bytes, nanoseconds of
 * processor time an item, items a second by the clock. */
#define _GNU_SOURCE
#include <arpa/inet.h>
#include <curl/curl.h>
#include <netinet/tcp.h>
#include <openssl/evp.h>
#include <openssl/ssl.h>
#include <poll.h>
#include <signal.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/socket.h>
#include <time.h>
#include <unistd.h>
#include <zlib.h>

static void fail(const char *what) {
  fprintf(stderr, "%s\n", what);
  exit(1);
}

static double now(clockid_t clock) {
  struct timespec t;
  clock_gettime(clock, &t);
  return t.tv_sec + t.tv_nsec / 1e9;
}

static int listener(void) {
  int s = socket(AF_INET, SOCK_STREAM, 0), one = 1;
  struct sockaddr_in a = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t n = sizeof a;
  setsockopt(s, SOL_SOCKET, SO_REUSEADDR, &one, sizeof one);
  if (bind(s, (void *)&a, n) || listen(s, 16) || getsockname(s, (void *)&a, &n)) fail("listen");
  printf("%d\n", ntohs(a.sin_port));
  fflush(stdout);
  return s;
}

/* ---- servers ---- */

enum { block = 4096, text = 166 };

static size_t write_frame(uint8_t *out, int compressed, const uint8_t *bytes, size_t n) {
  size_t i = 0;
  out[i++] = compressed ? 0xc1 : 0x81;
  if (n < 126) {
    out[i++] = n;
  } else {
    out[i++] = 126;
    out[i++] = n >> 8;
    out[i++] = n & 255;
  }
  memcpy(out + i, bytes, n);
  return i + n;
}

/* Frames of trades that read the same when the block is sent again: its references stay in it. */
static size_t make_block(uint8_t *out, int deflates) {
  z_stream z;
  memset(&z, 0, sizeof z);
  if (deflateInit2(&z, 6, Z_DEFLATED, -15, 8, Z_DEFAULT_STRATEGY) != Z_OK) fail("zlib");
  size_t used = 0;
  for (int i = 0; i < block; i++) {
    char line[512];
    uint8_t squeezed[1024];
    unsigned r = i * 2654435761u;
    int n = snprintf(line, sizeof line,
                     "{\"topic\":\"publicTrade.BTCUSDT\",\"type\":\"snapshot\",\"ts\":17000%08u,"
                     "\"data\":[{\"T\":17000%08u,\"s\":\"BTCUSDT\",\"S\":\"%s\",\"v\":\"0.%03u\","
                     "\"p\":\"37%03u.%u\",\"i\":\"",
                     r % 100000000, r % 100000000, r & 64 ? "Buy" : "Sell", r % 1000,
                     (r >> 7) % 1000, (r >> 3) % 10);
    while (n < text - 4) line[n++] = '0' + (r = r * 1664525 + 1013904223) / 429496730;
    memcpy(line + text - 4, "\"}]}", 4);
    if (!deflates) {
      used += write_frame(out + used, 0, (uint8_t *)line, text);
      continue;
    }
    z.next_in = (uint8_t *)line;
    z.avail_in = text;
    z.next_out = squeezed;
    z.avail_out = sizeof squeezed;
    deflate(&z, Z_SYNC_FLUSH);
    used += write_frame(out + used, 1, squeezed, sizeof squeezed - z.avail_out - 4);
  }
  deflateEnd(&z);
  return used;
}

struct line { int s; SSL *tls; };

static void put(struct line l, const uint8_t *bytes, size_t n) {
  while (n > 0) {
    size_t part = n < 65536 ? n : 65536;
    ssize_t k = l.tls ? SSL_write(l.tls, bytes, part) : send(l.s, bytes, part, MSG_NOSIGNAL);
    if (k <= 0) return;
    bytes += k;
    n -= k;
  }
}

static void shake_hands(struct line l, int deflates) {
  char head[8192], joined[128], answer[512];
  size_t n = 0;
  while (n < sizeof head - 1) {
    ssize_t k = l.tls ? SSL_read(l.tls, head + n, sizeof head - 1 - n)
                      : recv(l.s, head + n, sizeof head - 1 - n, 0);
    if (k <= 0) return;
    head[n += k] = 0;
    if (strstr(head, "\r\n\r\n")) break;
  }
  char *key = strstr(head, "Sec-WebSocket-Key: ");
  if (!key) return;
  snprintf(joined, sizeof joined, "%.24s258EAFA5-E914-47DA-95CA-C5AB0DC85B11", key + 19);
  uint8_t hash[20], coded[32];
  EVP_Digest(joined, strlen(joined), hash, NULL, EVP_sha1(), NULL);
  EVP_EncodeBlock(coded, hash, 20);
  int size = snprintf(answer, sizeof answer,
                      "HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n"
                      "Connection: Upgrade\r\nSec-WebSocket-Accept: %s\r\n%s\r\n",
                      coded, deflates ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "");
  put(l, (uint8_t *)answer, size);
}

static void flood(int deflates, long count, const char *certificate, const char *key) {
  uint8_t *frames = malloc(block * 512);
  size_t size = make_block(frames, deflates);
  SSL_CTX *context = NULL;
  if (certificate) {
    context = SSL_CTX_new(TLS_server_method());
    if (SSL_CTX_use_certificate_chain_file(context, certificate) != 1 ||
        SSL_CTX_use_PrivateKey_file(context, key, SSL_FILETYPE_PEM) != 1)
      fail("certificate");
  }
  for (int s = listener();;) {
    struct line l = {accept(s, NULL, NULL), NULL};
    int one = 1;
    setsockopt(l.s, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    if (context) {
      SSL_set_fd(l.tls = SSL_new(context), l.s);
      if (SSL_accept(l.tls) != 1) fail("TLS");
    }
    shake_hands(l, deflates);
    for (long sent = 0; sent < count; sent += block) put(l, frames, size);
    put(l, (uint8_t[]){0x88, 2, 3, 232}, 4);
    uint8_t rest[64];
    if (l.tls) SSL_read(l.tls, rest, sizeof rest);
    else recv(l.s, rest, sizeof rest, 0);
    if (l.tls) SSL_free(l.tls);
    close(l.s);
  }
}

static void answer(void) {
  const char *text = "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\n"
                     "Content-Length: 49\r\n\r\n{\"retCode\":0,\"retMsg\":\"OK\",\"time\":1700000000000}\n";
  for (int s = listener();;) {
    int c = accept(s, NULL, NULL), one = 1;
    char head[16384];
    setsockopt(c, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    /* A request of a client that waits for its answer comes in one piece here. */
    while (recv(c, head, sizeof head, 0) > 0) send(c, text, strlen(text), MSG_NOSIGNAL);
    close(c);
  }
}

/* ---- clients ---- */

static int is_text(const uint8_t *p, size_t n) {
  size_t i = 0;
  while (i < n) {
    uint64_t w;
    while (i + 8 <= n && (memcpy(&w, p + i, 8), !(w & 0x8080808080808080))) i += 8;
    if (i == n) return 1;
    uint8_t b = p[i++];
    if (b < 0x80) continue;
    int more = b >= 0xc2 && b < 0xe0 ? 1 : (b & 0xf0) == 0xe0 ? 2 : b >= 0xf0 && b < 0xf5 ? 3 : 0;
    if (!more || i + more > n) return 0;
    if ((b == 0xe0 && p[i] < 0xa0) || (b == 0xed && p[i] > 0x9f) || (b == 0xf0 && p[i] < 0x90) ||
        (b == 0xf4 && p[i] > 0x8f))
      return 0;
    while (more-- > 0)
      if ((p[i++] & 0xc0) != 0x80) return 0;
  }
  return 1;
}

static long items, bytes;

/* Reads whole frames; how much of the input they took, or -1 at the close. */
static long take(uint8_t *p, size_t n, z_stream *z) {
  static uint8_t inflated[1 << 16];
  size_t used = 0;
  while (n - used >= 2) {
    uint8_t *f = p + used;
    size_t size = 2, length = f[1] & 127;
    if (f[1] & 0x80) fail("masked");
    if (length == 126) {
      if (n - used < 4) break;
      length = f[2] << 8 | f[3];
      size = 4;
    } else if (length == 127) {
      fail("too long");
    }
    if (n - used < size + length) break;
    if ((f[0] & 15) == 8) return -1;
    if ((f[0] & 0xbf) != 0x81 || (f[0] & 0x40 && !z)) fail("frame");
    uint8_t *payload = f + size;
    size_t count = length;
    if (f[0] & 0x40) {
      static uint8_t tail[4] = {0, 0, 0xff, 0xff};
      z->next_out = inflated;
      z->avail_out = sizeof inflated;
      z->next_in = payload;
      z->avail_in = length;
      if (inflate(z, Z_SYNC_FLUSH) != Z_OK) fail("inflate");
      z->next_in = tail;
      z->avail_in = 4;
      int code = inflate(z, Z_SYNC_FLUSH);
      if (code != Z_OK && code != Z_BUF_ERROR) fail("inflate");
      payload = inflated;
      count = sizeof inflated - z->avail_out;
    }
    if (!is_text(payload, count)) fail("text");
    items++;
    bytes += count;
    used += size + length;
  }
  return used;
}

static void print(double wall, double processor) {
  printf("%ld %ld %.2f %.0f\n", items, bytes, processor / items * 1e9, items / wall);
}

static CURL *connect_to(const char *url, const char *authority) {
  CURL *c = curl_easy_init();
  curl_easy_setopt(c, CURLOPT_URL, url);
  curl_easy_setopt(c, CURLOPT_NOSIGNAL, 1L);
  if (authority) curl_easy_setopt(c, CURLOPT_CAINFO, authority);
  return c;
}

static int listen_to(const char *url, int deflates, const char *authority) {
  CURL *c = connect_to(url, authority);
  curl_easy_setopt(c, CURLOPT_CONNECT_ONLY, 1L);
  curl_easy_setopt(c, CURLOPT_SSL_ENABLE_ALPN, 0L);
  curl_easy_setopt(c, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_1_1);
  if (curl_easy_perform(c) != CURLE_OK) fail("connect");
  curl_socket_t s;
  curl_easy_getinfo(c, CURLINFO_ACTIVESOCKET, &s);
  char request[512];
  size_t n = 0;
  int size = snprintf(request, sizeof request,
                      "GET / HTTP/1.1\r\nHost: h\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n"
                      "Sec-WebSocket-Version: 13\r\nSec-WebSocket-Key: dGhlIHNhbXBsZSBub25jZQ==\r\n"
                      "%s\r\n",
                      deflates ? "Sec-WebSocket-Extensions: permessage-deflate\r\n" : "");
  if (curl_easy_send(c, request, size, &n) != CURLE_OK) fail("send");
  z_stream z;
  memset(&z, 0, sizeof z);
  inflateInit2(&z, -15);
  static uint8_t buffer[1 << 16];
  size_t end = 0;
  int open = 0;
  double wall = now(CLOCK_MONOTONIC), processor = now(CLOCK_PROCESS_CPUTIME_ID);
  for (;;) {
    CURLcode code = curl_easy_recv(c, buffer + end, sizeof buffer - end, &n);
    if (code == CURLE_AGAIN) {
      struct pollfd item = {s, POLLIN, 0};
      poll(&item, 1, -1);
      continue;
    }
    if (code != CURLE_OK || n == 0) fail("lost");
    end += n;
    size_t start = 0;
    if (!open) {
      uint8_t *head = memmem(buffer, end, "\r\n\r\n", 4);
      if (!head) continue;
      start = head + 4 - buffer;
      open = 1;
    }
    long used = take(buffer + start, end - start, deflates ? &z : NULL);
    if (used < 0) break;
    memmove(buffer, buffer + start + used, end -= start + used);
  }
  print(now(CLOCK_MONOTONIC) - wall, now(CLOCK_PROCESS_CPUTIME_ID) - processor);
  return 0;
}

static size_t count_bytes(char *data, size_t size, size_t n, void *context) {
  (void)data, (void)context;
  bytes += size * n;
  return size * n;
}

static int ask(const char *url, long count) {
  CURL *c = connect_to(url, NULL);
  curl_easy_setopt(c, CURLOPT_WRITEFUNCTION, count_bytes);
  double wall = 0, processor = 0;
  for (long i = -1; i < count; i++) {
    if (i == 0) bytes = 0, wall = now(CLOCK_MONOTONIC), processor = now(CLOCK_PROCESS_CPUTIME_ID);
    if (curl_easy_perform(c) != CURLE_OK) fail("ask");
  }
  items = count;
  print(now(CLOCK_MONOTONIC) - wall, now(CLOCK_PROCESS_CPUTIME_ID) - processor);
  return 0;
}

int main(int n, char **a) {
  signal(SIGPIPE, SIG_IGN);
  if (n >= 4 && !strcmp(a[1], "flood"))
    flood(!strcmp(a[2], "deflate"), atol(a[3]), n > 5 ? a[4] : NULL, n > 5 ? a[5] : NULL);
  if (n >= 4 && !strcmp(a[1], "listen"))
    return listen_to(a[2], !strcmp(a[3], "deflate"), n > 4 ? a[4] : NULL);
  if (n == 2 && !strcmp(a[1], "answer")) answer();
  if (n == 4 && !strcmp(a[1], "ask")) return ask(a[2], atol(a[3]));
  fail("usage: network flood|listen|answer|ask …");
}
