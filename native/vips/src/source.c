#include <string.h>

#include "internal.h"

struct lucarne_vips_source {
  const void* bytes;
  size_t length;
  const char* loader;
  VipsImage* image;
};

static const char* const formats[] = {"jpeg", "png", "tiff", "webp", "gif", NULL};
static const char* const loaders[] = {"jpegload_buffer", "pngload_buffer", "tiffload_buffer", "webpload_buffer", "gifload_buffer"};

static int is_jpeg(const lucarne_vips_source* source) { return strncmp(source->loader, "jpeg", 4) == 0; }

static int is_webp(const lucarne_vips_source* source) { return strncmp(source->loader, "webp", 4) == 0; }

static VipsImage* load(const lucarne_vips_source* source, VipsFailOn fail_on, int shrink) {
  VipsImage* image = NULL;
  VipsBlob* blob = vips_blob_new(NULL, source->bytes, source->length);
  int status;
  if (shrink > 1 && is_jpeg(source))
    status = vips_call(source->loader, blob, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, "shrink", shrink, NULL);
  else if (shrink > 1 && is_webp(source))
    status = vips_call(source->loader, blob, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, "scale", 1.0 / shrink, NULL);
  else
    status = vips_call(source->loader, blob, &image, "access", VIPS_ACCESS_SEQUENTIAL, "fail_on", fail_on, NULL);
  vips_area_unref(VIPS_AREA(blob));
  if (status) VIPS_UNREF(image);
  return image;
}

static void describe(VipsImage* image, lucarne_vips_header* header) {
  header->width = image->Xsize;
  header->height = image->Ysize;
  header->bands = image->Bands;
  header->bits = image->BandFmt == VIPS_FORMAT_UCHAR ? 8 : image->BandFmt == VIPS_FORMAT_USHORT ? 16 : 32;
  header->has_alpha = vips_image_hasalpha(image);
  header->is_cmyk = image->Type == VIPS_INTERPRETATION_CMYK;
  header->orientation = vips_image_get_orientation(image);
  header->has_profile = vips_image_get_typeof(image, VIPS_META_ICC_NAME) != 0;
  header->pages = vips_image_get_n_pages(image);
}

int lucarne_vips_open(const void* bytes, size_t length, const char* format, lucarne_vips_source** source, lucarne_vips_header* header) {
  int i = 0;
  while (formats[i] && strcmp(formats[i], format) != 0) i++;
  if (!formats[i]) return lucarne_fail_saying("no such format");
  lucarne_vips_source opened = {.bytes = bytes, .length = length, .loader = loaders[i]};
  opened.image = load(&opened, VIPS_FAIL_ON_ERROR, 1);
  if (!opened.image) return lucarne_fail();
  describe(opened.image, header);
  *source = g_new(lucarne_vips_source, 1);
  **source = opened;
  return 0;
}

void lucarne_vips_close(lucarne_vips_source* source) {
  if (!source) return;
  VIPS_UNREF(source->image);
  g_free(source);
}

/* Each step takes over the image it is given and answers the next one, or NULL. */

static VipsImage* flattened(VipsImage* image) {
  VipsImage* flat = NULL;
  if (!image || !vips_image_hasalpha(image)) return image;
  if (vips_flatten(image, &flat, NULL)) flat = NULL;
  g_object_unref(image);
  return flat;
}

static VipsImage* without_cmyk(VipsImage* image) {
  VipsImage* rgb = NULL;
  if (!image || image->Type != VIPS_INTERPRETATION_CMYK) return image;
  if (vips_icc_transform(image, &rgb, "srgb", "embedded", TRUE, "input_profile", "cmyk", "depth", 8, NULL)) rgb = NULL;
  g_object_unref(image);
  return rgb;
}

static VipsImage* in_memory(VipsImage* image) {
  VipsImage* copy = image ? vips_image_copy_memory(image) : NULL;
  VIPS_UNREF(image);
  return copy;
}

static VipsImage* upright(VipsImage* image) {
  VipsImage* turned = NULL;
  if (!image || vips_image_get_orientation(image) <= 1) return image;
  if (vips_autorot(image, &turned, NULL)) turned = NULL;
  g_object_unref(image);
  return turned;
}

static VipsImage* reduced(VipsImage* image, int short_side) {
  if (!image || short_side < 1 || VIPS_MIN(image->Xsize, image->Ysize) <= short_side) return image;
  double scale = (double)short_side / VIPS_MIN(image->Xsize, image->Ysize);
  int width = image->Xsize <= image->Ysize ? short_side : (int)(image->Xsize * scale + 0.5);
  int height = image->Ysize <= image->Xsize ? short_side : (int)(image->Ysize * scale + 0.5);
  return lucarne_resized(image, width, height, VIPS_KERNEL_LANCZOS3);
}

int lucarne_vips_decode(lucarne_vips_source* source, int32_t short_side, int32_t strict, lucarne_vips_pixels* pixels) {
  int shrink = 1;
  int smallest = VIPS_MIN(source->image->Xsize, source->image->Ysize);
  /* A decoder shrinks by plain averages; at least the last halving is left to the better kernel, so that a picture looks
   * the same whichever format it came in. */
  while (short_side > 0 && shrink < 8 && smallest / (shrink * 2) >= 2 * short_side) shrink *= 2;
  /* Loaded anew: a sequential image is read through once only, and the decoder may do part of the shrinking. */
  VipsImage* image = load(source, strict ? VIPS_FAIL_ON_WARNING : VIPS_FAIL_ON_ERROR, shrink);
  image = reduced(upright(in_memory(without_cmyk(flattened(image)))), short_side);
  if (!image) return lucarne_fail();
  int status = image->Bands == 1 || image->Bands == 3 ? lucarne_pixels_from_image(image, pixels)
                                                      : lucarne_fail_saying("the picture has neither one nor three channels");
  g_object_unref(image);
  return status;
}
