#include "internal.h"

int lucarne_vips_svg(const void* text, size_t length, double scale, lucarne_vips_pixels* pixels) {
  VipsImage *drawn = NULL, *flat = NULL;
  VipsArrayDouble* white = vips_array_double_newv(1, 255.0);
  int status =
      vips_svgload_buffer((void*)text, length, &drawn, "scale", scale, NULL) || vips_flatten(drawn, &flat, "background", white, NULL);
  vips_area_unref(VIPS_AREA(white));
  status = status ? lucarne_fail() : lucarne_pixels_from_image(flat, pixels);
  VIPS_UNREF(flat);
  VIPS_UNREF(drawn);
  return status;
}

int lucarne_vips_text(const char* markup, const char* font, int32_t dpi, lucarne_vips_pixels* pixels) {
  VipsImage* drawn = NULL;
  if (vips_text(&drawn, markup, "font", font, "dpi", dpi, NULL)) return lucarne_fail();
  int status = lucarne_pixels_from_image(drawn, pixels);
  g_object_unref(drawn);
  return status;
}
