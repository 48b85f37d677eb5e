using System.Text;

namespace Lucarne.Dicom.Tests;

/// <summary>GDCM's own binding works on this .NET: its native half is found, and a data set written by hand is read.</summary>
public sealed class GdcmTests
{
    [Fact]
    public void A_file_of_one_element_is_read()
    {
        var path = Path.Combine(Path.GetTempPath(), $"{Guid.NewGuid():N}.dcm");
        try
        {
            File.WriteAllBytes(path, OneElement());
            System.Runtime.CompilerServices.RuntimeHelpers.RunModuleConstructor(typeof(DicomException).Module.ModuleHandle);
            using var reader = new gdcm.Reader();
            reader.SetFileName(path);
            Assert.True(reader.Read());
            using var file = reader.GetFile();
            using var set = file.GetDataSet();
            using var tag = new gdcm.Tag(0x0010, 0x0020);
            using var element = set.GetDataElement(tag);
            using var value = element.GetByteValue();
            var bytes = new byte[4];
            Assert.True(value.GetBuffer(bytes, 4));
            Assert.Equal("P001", Encoding.ASCII.GetString(bytes));
        }
        finally
        {
            File.Delete(path);
        }
    }

    // PS3.10 section 7.1: 128 bytes, DICM, group 2; then PatientID, explicit VR little endian (PS3.5 section 7.1.2).
    private static byte[] OneElement()
    {
        byte[] syntax = [0x02, 0, 0x10, 0, (byte)'U', (byte)'I', 20, 0, .. "1.2.840.10008.1.2.1\0"u8];
        byte[] length = [0x02, 0, 0, 0, (byte)'U', (byte)'L', 4, 0, (byte)syntax.Length, 0, 0, 0];
        return [.. new byte[128], .. "DICM"u8, .. length, .. syntax, 0x10, 0, 0x20, 0, (byte)'L', (byte)'O', 4, 0, .. "P001"u8];
    }
}
