#pragma once
// libcurl's calls with a variable number of arguments, which Swift cannot see: one for each type of
// argument.
#include <curl/curl.h>
#include <stddef.h>
#include <stdint.h>

typedef size_t (*cnet_data_call)(char *data, size_t size, size_t count, void *context);
typedef int (*cnet_before_request)(void *context, char *remote, char *local, int remote_port,
                                   int local_port);
typedef int (*cnet_progress)(void *context, curl_off_t down, curl_off_t downloaded, curl_off_t up,
                             curl_off_t uploaded);

CURLcode cnet_set_long(CURL *handle, CURLoption option, long value);
CURLcode cnet_set_text(CURL *handle, CURLoption option, const char *value);
CURLcode cnet_set_pointer(CURL *handle, CURLoption option, const void *value);
CURLcode cnet_set_size(CURL *handle, CURLoption option, curl_off_t value);
CURLcode cnet_set_list(CURL *handle, CURLoption option, struct curl_slist *value);
CURLcode cnet_set_data_call(CURL *handle, CURLoption option, cnet_data_call value);
CURLcode cnet_set_before_request(CURL *handle, cnet_before_request value);
CURLcode cnet_set_progress(CURL *handle, cnet_progress value);
CURLcode cnet_get_long(CURL *handle, CURLINFO info, long *value);
CURLcode cnet_get_socket(CURL *handle, curl_socket_t *value);
