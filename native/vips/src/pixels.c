#include "internal.h"

int lucarne_pixels_from_image(VipsImage* image, lucarne_vips_pixels* pixels) {
  if (image->BandFmt != VIPS_FORMAT_UCHAR && image->BandFmt != VIPS_FORMAT_USHORT)
    return lucarne_fail_saying("samples are neither 8 nor 16 bit unsigned");
  size_t size;
  pixels->data = vips_image_write_to_memory(image, &size);
  if (!pixels->data) return lucarne_fail();
  pixels->width = image->Xsize;
  pixels->height = image->Ysize;
  pixels->channels = image->Bands;
  pixels->bits = image->BandFmt == VIPS_FORMAT_UCHAR ? 8 : 16;
  return 0;
}

VipsImage* lucarne_image_from_pixels(const lucarne_vips_pixels* pixels, VipsInterpretation interpretation) {
  size_t size = (size_t)pixels->width * pixels->height * pixels->channels * (pixels->bits / 8);
  VipsImage* raw = vips_image_new_from_memory(pixels->data, size, pixels->width, pixels->height, pixels->channels,
                                              pixels->bits == 8 ? VIPS_FORMAT_UCHAR : VIPS_FORMAT_USHORT);
  VipsImage* image = NULL;
  if (raw) {
    if (vips_copy(raw, &image, "interpretation", interpretation, NULL)) image = NULL;
    g_object_unref(raw);
  }
  return image;
}

static VipsInterpretation interpretation_of(const lucarne_vips_pixels* pixels, int cmyk) {
  if (cmyk) return VIPS_INTERPRETATION_CMYK;
  if (pixels->channels < 3) return pixels->bits == 8 ? VIPS_INTERPRETATION_B_W : VIPS_INTERPRETATION_GREY16;
  return pixels->bits == 8 ? VIPS_INTERPRETATION_sRGB : VIPS_INTERPRETATION_RGB16;
}

VipsImage* lucarne_resized(VipsImage* image, int width, int height, VipsKernel kernel) {
  VipsImage* resized = NULL;
  /* Above a factor of four plain averages go first (gap 2) and leave the last two to four to the kernel: over more
   * samples than that the rounding of its fixed-point weights would darken the picture. */
  int status = vips_resize(image, &resized, (double)width / image->Xsize, "vscale", (double)height / image->Ysize, "kernel", kernel, "gap",
                           2.0, NULL);
  g_object_unref(image);
  if (status) return NULL;
  if (resized->Xsize != width || resized->Ysize != height) {
    VipsImage* exact = NULL;
    status = vips_embed(resized, &exact, 0, 0, width, height, "extend", VIPS_EXTEND_COPY, NULL);
    g_object_unref(resized);
    return status ? NULL : exact;
  }
  return resized;
}

int lucarne_vips_resize(const lucarne_vips_pixels* from, int32_t width, int32_t height, int32_t kernel, lucarne_vips_pixels* to) {
  static const VipsKernel kernels[] = {VIPS_KERNEL_NEAREST, VIPS_KERNEL_LINEAR, VIPS_KERNEL_CUBIC, VIPS_KERNEL_LANCZOS3};
  if (kernel < 0 || kernel > 3 || width < 1 || height < 1) return lucarne_fail_saying("no such kernel or size");
  VipsImage* image = lucarne_image_from_pixels(from, interpretation_of(from, 0));
  if (!image) return lucarne_fail();
  image = lucarne_resized(image, width, height, kernels[kernel]);
  if (!image) return lucarne_fail();
  int status = lucarne_pixels_from_image(image, to);
  g_object_unref(image);
  return status;
}

int lucarne_vips_encode(const lucarne_vips_pixels* pixels, int32_t cmyk, const char* suffix, void** bytes, size_t* length) {
  VipsImage* image = lucarne_image_from_pixels(pixels, interpretation_of(pixels, cmyk));
  if (!image) return lucarne_fail();
  int status = vips_image_write_to_buffer(image, suffix, bytes, length, NULL);
  g_object_unref(image);
  return status ? lucarne_fail() : 0;
}
