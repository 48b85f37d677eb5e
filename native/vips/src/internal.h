#ifndef LUCARNE_VIPS_INTERNAL_H
#define LUCARNE_VIPS_INTERNAL_H

#include <vips/vips.h>

#include "lucarne_vips.h"

/* Keeps libvips's message for lucarne_vips_error and answers -1. */
int lucarne_fail(void);
int lucarne_fail_saying(const char* message);

/* Copies an image's pixels out; the image must be 8 or 16 bit, unsigned. */
int lucarne_pixels_from_image(VipsImage* image, lucarne_vips_pixels* pixels);

/* Wraps pixels without copying them; they must outlive the image. */
VipsImage* lucarne_image_from_pixels(const lucarne_vips_pixels* pixels, VipsInterpretation interpretation);

/* Resizes to exactly width by height. Takes over the reference to image, whatever happens. */
VipsImage* lucarne_resized(VipsImage* image, int width, int height, VipsKernel kernel);

#endif
