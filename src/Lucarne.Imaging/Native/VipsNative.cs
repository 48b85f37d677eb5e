using System.Runtime.InteropServices;

namespace Lucarne.Imaging;

/// <summary>The functions of <c>native/vips/include/lucarne_vips.h</c>, which says what each does.</summary>
internal static unsafe partial class VipsNative
{
    private const string Library = "lucarne_vips";

    [LibraryImport(Library, EntryPoint = "lucarne_vips_start")]
    internal static partial int Start();

    [LibraryImport(Library, EntryPoint = "lucarne_vips_error")]
    internal static partial byte* Error();

    [LibraryImport(Library, EntryPoint = "lucarne_vips_open", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Open(byte* bytes, nuint length, string format, out nint source, out VipsHeader header);

    [LibraryImport(Library, EntryPoint = "lucarne_vips_decode")]
    internal static partial int Decode(nint source, int shortSide, int strict, out VipsPixels pixels);

    [LibraryImport(Library, EntryPoint = "lucarne_vips_close")]
    internal static partial void Close(nint source);

    [LibraryImport(Library, EntryPoint = "lucarne_vips_free")]
    internal static partial void Free(void* memory);

    [LibraryImport(Library, EntryPoint = "lucarne_vips_resize")]
    internal static partial int Resize(in VipsPixels from, int width, int height, int kernel, out VipsPixels to);

    [LibraryImport(Library, EntryPoint = "lucarne_vips_encode", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Encode(in VipsPixels pixels, int cmyk, string suffix, out void* bytes, out nuint length);

    [LibraryImport(Library, EntryPoint = "lucarne_vips_svg")]
    internal static partial int Svg(byte* text, nuint length, double scale, out VipsPixels pixels);

    [LibraryImport(Library, EntryPoint = "lucarne_vips_text", StringMarshalling = StringMarshalling.Utf8)]
    internal static partial int Text(string markup, string font, int dpi, out VipsPixels pixels);
}

/// <summary>What the decoder says of a picture before a pixel is decoded.</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct VipsHeader
{
    internal int Width;
    internal int Height;
    internal int Bands;
    internal int Bits;
    internal int HasAlpha;
    internal int IsCmyk;
    internal int Orientation;
    internal int HasProfile;
    internal int Pages;
}

/// <summary>Pixels in native memory, [height, width, channels].</summary>
[StructLayout(LayoutKind.Sequential)]
internal unsafe struct VipsPixels
{
    internal int Width;
    internal int Height;
    internal int Channels;
    internal int Bits;
    internal void* Data;
}
