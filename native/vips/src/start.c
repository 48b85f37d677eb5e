#include <pthread.h>
#include <string.h>

#include "internal.h"

/* After vips.h, which it needs and which does not bring it. */
#include <vips/vector.h>

static pthread_once_t started = PTHREAD_ONCE_INIT;
static int start_status = -1;
static _Thread_local char last_error[1024];

static void swallow(const gchar* domain, GLogLevelFlags level, const gchar* message, gpointer data) {
  (void)domain;
  (void)level;
  (void)message;
  (void)data;
}

static void start(void) {
  static const char* quiet[] = {"VIPS", "GLib", "GLib-GObject", "GLib-GIO", "librsvg", "Pango", NULL};
  static const char* loaders[] = {"VipsForeignLoadJpeg",
                                  "VipsForeignLoadPng",
                                  "VipsForeignLoadTiff",
                                  "VipsForeignLoadWebp",
                                  "VipsForeignLoadNsgif",
                                  "VipsForeignLoadSvg",
                                  NULL};
  for (int i = 0; quiet[i]; i++)
    g_log_set_handler(quiet[i], G_LOG_LEVEL_WARNING | G_LOG_LEVEL_CRITICAL | G_LOG_LEVEL_MESSAGE | G_LOG_LEVEL_INFO, swallow, NULL);
  if (VIPS_INIT("lucarne") != 0) return;

  /* Pictures come from strangers: block what libvips itself calls untrusted, then every loader but the ones that are
   * named. SVG is among them for our own drawings; no picture file is ever handed to it. */
  vips_block_untrusted_set(TRUE);
  vips_operation_block_set("VipsForeignLoad", TRUE);
  for (int i = 0; loaders[i]; i++) vips_operation_block_set(loaders[i], FALSE);

  /* Each picture is read once, and many are read side by side. */
  vips_cache_set_max(0);
  vips_concurrency_set(1);

  /* orc, with which libvips compiles its inner loops at run time, frees and reuses code without regard to other threads
   * (0.4.33): pictures resized side by side ended in a corrupted heap. The loops in C are as exact and fast enough. */
  vips_vector_set_enabled(FALSE);
  start_status = 0;
}

int lucarne_vips_start(void) {
  pthread_once(&started, start);
  return start_status == 0 ? 0 : lucarne_fail();
}

const char* lucarne_vips_error(void) { return last_error; }

int lucarne_fail_saying(const char* message) {
  g_strlcpy(last_error, message, sizeof last_error);
  return -1;
}

int lucarne_fail(void) {
  char* message = vips_error_buffer_copy();
  lucarne_fail_saying(g_strstrip(message));
  g_free(message);
  return -1;
}

void lucarne_vips_free(void* memory) { g_free(memory); }
