#ifndef WORKBENCH_CCURL_SHIM_H
#define WORKBENCH_CCURL_SHIM_H

#include <curl/curl.h>
#include <dlfcn.h>

/// The functions of libcurl that are used, found at run time, so that a program which never makes an
/// HTTP request neither loads the library nor needs it installed.
struct curl_library {
  CURLcode (*global_init)(long);
  CURL *(*easy_init)(void);
  void (*easy_cleanup)(CURL *);
  CURLcode (*easy_setopt)(CURL *, CURLoption, ...);
  CURLcode (*easy_getinfo)(CURL *, CURLINFO, ...);
  const char *(*easy_strerror)(CURLcode);
  CURLM *(*multi_init)(void);
  CURLMcode (*multi_cleanup)(CURLM *);
  CURLMcode (*multi_add_handle)(CURLM *, CURL *);
  CURLMcode (*multi_remove_handle)(CURLM *, CURL *);
  CURLMcode (*multi_perform)(CURLM *, int *);
  CURLMcode (*multi_poll)(CURLM *, struct curl_waitfd *, unsigned int, int, int *);
  CURLMcode (*multi_wakeup)(CURLM *);
  CURLMsg *(*multi_info_read)(CURLM *, int *);
  struct curl_slist *(*slist_append)(struct curl_slist *, const char *);
  void (*slist_free_all)(struct curl_slist *);
} __attribute__((swift_name("CurlLibrary")));

/// Fills the table from `libcurl.so.4`. Returns null, or the loader's complaint.
static inline const char *curl_library_open(struct curl_library *library) {
  static const char missing[] = "libcurl lacks a function that is needed";
  void *handle = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
  if (!handle) return dlerror();
#define FIND(name) \
  if (!(*(void **)&library->name = dlsym(handle, "curl_" #name))) return missing
  FIND(global_init);
  FIND(easy_init);
  FIND(easy_cleanup);
  FIND(easy_setopt);
  FIND(easy_getinfo);
  FIND(easy_strerror);
  FIND(multi_init);
  FIND(multi_cleanup);
  FIND(multi_add_handle);
  FIND(multi_remove_handle);
  FIND(multi_perform);
  FIND(multi_poll);
  FIND(multi_wakeup);
  FIND(multi_info_read);
  FIND(slist_append);
  FIND(slist_free_all);
#undef FIND
  return 0;
}

// Swift can't call variadic functions: one setter or getter for each type of argument.

typedef size_t (*curl_data_callback)(char *, size_t, size_t, void *);

static inline CURLcode curl_library_set_long(
    struct curl_library library, CURL *easy, CURLoption option, long value)
    __attribute__((swift_name("CurlLibrary.set(self:_:_:_:)"))) {
  return library.easy_setopt(easy, option, value);
}

static inline CURLcode curl_library_set_size(
    struct curl_library library, CURL *easy, CURLoption option, curl_off_t value)
    __attribute__((swift_name("CurlLibrary.set(self:_:_:size:)"))) {
  return library.easy_setopt(easy, option, value);
}

static inline CURLcode curl_library_set_string(
    struct curl_library library, CURL *easy, CURLoption option, const char *value)
    __attribute__((swift_name("CurlLibrary.set(self:_:_:string:)"))) {
  return library.easy_setopt(easy, option, value);
}

static inline CURLcode curl_library_set_pointer(
    struct curl_library library, CURL *easy, CURLoption option, void *value)
    __attribute__((swift_name("CurlLibrary.set(self:_:_:pointer:)"))) {
  return library.easy_setopt(easy, option, value);
}

static inline CURLcode curl_library_set_callback(
    struct curl_library library, CURL *easy, CURLoption option, curl_data_callback value)
    __attribute__((swift_name("CurlLibrary.set(self:_:_:callback:)"))) {
  return library.easy_setopt(easy, option, value);
}

static inline long curl_library_get_long(
    struct curl_library library, CURL *easy, CURLINFO info)
    __attribute__((swift_name("CurlLibrary.number(self:_:_:)"))) {
  long value = 0;
  library.easy_getinfo(easy, info, &value);
  return value;
}

static inline curl_off_t curl_library_get_size(
    struct curl_library library, CURL *easy, CURLINFO info)
    __attribute__((swift_name("CurlLibrary.size(self:_:_:)"))) {
  curl_off_t value = 0;
  library.easy_getinfo(easy, info, &value);
  return value;
}

static inline void *curl_library_get_pointer(
    struct curl_library library, CURL *easy, CURLINFO info)
    __attribute__((swift_name("CurlLibrary.pointer(self:_:_:)"))) {
  void *value = 0;
  library.easy_getinfo(easy, info, &value);
  return value;
}

/// The result code of a message with `CURLMSG_DONE`.
static inline CURLcode curl_message_result(const CURLMsg *message) {
  return message->data.result;
}

#endif
