/* The C face that Lucarne.Imaging sees of libvips: open a picture and look at its header, decode it, resize it, encode
 * it, and draw SVG and text. Every function returns 0, or -1 with lucarne_vips_error saying why; nothing is printed,
 * nothing exits. Functions may be called from any thread at once, once lucarne_vips_start has returned. */
#ifndef LUCARNE_VIPS_H
#define LUCARNE_VIPS_H

#include <stddef.h>
#include <stdint.h>

#define LUCARNE_VIPS_API __attribute__((visibility("default")))

/* What a header says before a pixel is decoded. */
typedef struct {
  int32_t width; /* as stored, orientation not applied */
  int32_t height;
  int32_t bands; /* alpha counted */
  int32_t bits;  /* per decoded sample: 8, 16; anything else is not decoded */
  int32_t has_alpha;
  int32_t is_cmyk;
  int32_t orientation; /* EXIF 1..8 */
  int32_t has_profile; /* an ICC profile is embedded */
  int32_t pages;
} lucarne_vips_header;

/* Pixels, interleaved row by row, [height, width, channels]; 16-bit samples in the machine's byte order. */
typedef struct {
  int32_t width;
  int32_t height;
  int32_t channels;
  int32_t bits; /* 8 or 16 */
  void* data;   /* given back with lucarne_vips_free where this library made it */
} lucarne_vips_pixels;

typedef struct lucarne_vips_source lucarne_vips_source;

/* Starts libvips for the process: no cache, one thread a picture, only the loaders named here. Safe to call again. */
LUCARNE_VIPS_API int lucarne_vips_start(void);

/* The last failure on this thread, or "". Valid until the thread's next call. */
LUCARNE_VIPS_API const char* lucarne_vips_error(void);

/* Opens bytes (which must outlive the source) with the loader of one format: "jpeg", "png", "tiff", "webp", "gif".
 * Content never chooses a loader here: the caller has looked at it. */
LUCARNE_VIPS_API int lucarne_vips_open(const void* bytes, size_t length, const char* format, lucarne_vips_source** source,
                                       lucarne_vips_header* header);

/* Decodes an opened picture: alpha laid on black, CMYK to sRGB through its profile (a common one where it has none),
 * orientation applied; 1 or 3 channels. Where short_side is above 0 and the picture's short side is longer, it is
 * reduced to short_side, in the decoder as far as the format can. strict refuses data with decoder warnings too. */
LUCARNE_VIPS_API int lucarne_vips_decode(lucarne_vips_source* source, int32_t short_side, int32_t strict, lucarne_vips_pixels* pixels);

LUCARNE_VIPS_API void lucarne_vips_close(lucarne_vips_source* source);
LUCARNE_VIPS_API void lucarne_vips_free(void* memory);

/* kernel: 0 nearest, 1 linear, 2 cubic, 3 lanczos3; each widened when shrinking, so that nothing aliases. */
LUCARNE_VIPS_API int lucarne_vips_resize(const lucarne_vips_pixels* from, int32_t width, int32_t height, int32_t kernel,
                                         lucarne_vips_pixels* to);

/* suffix names the format with libvips's own options, as in ".jpg[Q=92]". cmyk says what four channels mean. */
LUCARNE_VIPS_API int lucarne_vips_encode(const lucarne_vips_pixels* pixels, int32_t cmyk, const char* suffix, void** bytes, size_t* length);

/* Draws an SVG on white, 3 channels. */
LUCARNE_VIPS_API int lucarne_vips_svg(const void* text, size_t length, double scale, lucarne_vips_pixels* pixels);

/* Draws one line of Pango markup: 1 channel, 255 where the ink is full. */
LUCARNE_VIPS_API int lucarne_vips_text(const char* markup, const char* font, int32_t dpi, lucarne_vips_pixels* pixels);

#endif
