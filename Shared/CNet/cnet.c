#include "cnet.h"

CURLcode cnet_set_long(CURL *handle, CURLoption option, long value) {
  return curl_easy_setopt(handle, option, value);
}

CURLcode cnet_set_text(CURL *handle, CURLoption option, const char *value) {
  return curl_easy_setopt(handle, option, value);
}

CURLcode cnet_set_pointer(CURL *handle, CURLoption option, const void *value) {
  return curl_easy_setopt(handle, option, value);
}

CURLcode cnet_set_size(CURL *handle, CURLoption option, curl_off_t value) {
  return curl_easy_setopt(handle, option, value);
}

CURLcode cnet_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
  return curl_easy_setopt(handle, option, value);
}

CURLcode cnet_set_data_call(CURL *handle, CURLoption option, cnet_data_call value) {
  return curl_easy_setopt(handle, option, value);
}

CURLcode cnet_set_before_request(CURL *handle, cnet_before_request value) {
  return curl_easy_setopt(handle, CURLOPT_PREREQFUNCTION, value);
}

CURLcode cnet_set_progress(CURL *handle, cnet_progress value) {
  return curl_easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, value);
}

CURLcode cnet_get_long(CURL *handle, CURLINFO info, long *value) {
  return curl_easy_getinfo(handle, info, value);
}

CURLcode cnet_get_socket(CURL *handle, curl_socket_t *value) {
  return curl_easy_getinfo(handle, CURLINFO_ACTIVESOCKET, value);
}
