using Lucarne.Dicom.Discovery;
using Lucarne.Dicom.Series;

namespace Lucarne.Dicom.Tests.Series;

/// <summary>One CT slice in the transfer syntaxes of <c>dicom-cases</c>.</summary>
public sealed class TransferSyntaxTests
{
    [SkippableTheory]
    [InlineData("BigEndianExplicitTransferSyntax_1.2.840.10008.1.2.2")]
    [InlineData("DeflatedExplicitVRLittleEndianTransferSyntax_1.2.840.10008.1.2.1.99")]
    [InlineData("JPEG2000LosslessOnlyTransferSyntax_1.2.840.10008.1.2.4.90")]
    [InlineData("JPEGLSLosslessTransferSyntax_1.2.840.10008.1.2.4.80")]
    [InlineData("JPEGProcess14SV1TransferSyntax_1.2.840.10008.1.2.4.70")]
    [InlineData("JPEGProcess14TransferSyntax_1.2.840.10008.1.2.4.57")]
    [InlineData("LittleEndianExplicitTransferSyntax_1.2.840.10008.1.2.1")]
    [InlineData("LittleEndianImplicitTransferSyntax_1.2.840.10008.1.2")]
    [InlineData("RLELosslessTransferSyntax_1.2.840.10008.1.2.5")]
    public void Without_loss_every_voxel_is_that_of_the_uncompressed_slice(string syntax)
    {
        var (values, warnings) = Read($"CTImage.dcm_{syntax}.dcm");
        Assert.Equal(Read("CTImage.dcm").Values, values);
        Assert.DoesNotContain(warnings, warning => warning.English.Contains("with loss", StringComparison.Ordinal));
    }

    // How far the writers' settings took them, seen beside the uncompressed slice: 12 bits keep every second value (slope 2.0002), 8 bits
    // every 32nd. A decoder that is wrong is off by thousands.
    [SkippableTheory]
    [InlineData("JPEG2000TransferSyntax_1.2.840.10008.1.2.4.91", 8)]
    [InlineData("JPEGLSLossyTransferSyntax_1.2.840.10008.1.2.4.81", 2)]
    [InlineData("JPEGProcess10_12TransferSyntax_1.2.840.10008.1.2.4.55", 40)]
    [InlineData("JPEGProcess2_4TransferSyntax_1.2.840.10008.1.2.4.51", 40)]
    [InlineData("JPEGProcess6_8TransferSyntax_1.2.840.10008.1.2.4.53", 40)]
    [InlineData("JPEGProcess1TransferSyntax_1.2.840.10008.1.2.4.50", 70)]
    public void With_loss_every_voxel_is_near_and_a_warning_says_so(string syntax, float farthest)
    {
        var (values, warnings) = Read($"CTImage.dcm_{syntax}.dcm");
        Assert.All(Read("CTImage.dcm").Values.Zip(values), pair => Assert.InRange(Math.Abs(pair.First - pair.Second), 0, farthest));
        Assert.Contains(warnings, warning => warning.English.Contains("with loss", StringComparison.Ordinal));
    }

    [SkippableFact]
    public void The_uncompressed_slice_is_that_of_pydicom()
    {
        var path = Path.Combine(Folder(), "CTImage.dcm");
        const string script = "import sys, pydicom, numpy as np; d = pydicom.dcmread(sys.argv[1]); a = d.pixel_array * float(d.RescaleSlope) + float(d.RescaleIntercept); print(int(a.sum()), int((a * np.arange(a.size).reshape(a.shape)).sum()))";
        var expected = Pydicom.Run(script, path).Split(' ').Select(long.Parse).ToArray();
        var values = Read("CTImage.dcm").Values;
        Assert.Equal(expected[0], values.Sum(value => (long)value));
        Assert.Equal(expected[1], values.Select((value, place) => (long)value * place).Sum());
    }

    [SkippableTheory]
    [InlineData("no-pixel-data.dcm", "structured report")]
    [InlineData("no-pixel-spacing.dcm", "no PixelSpacing")]
    public void The_two_faulty_files_are_refused_with_the_reason(string name, string words)
    {
        using var found = DicomCollection.Open(Path.Combine(Folder(), name));
        Assert.Empty(found.Series);
        Assert.Contains(words, Assert.Single(found.LeftOut).Sentence, StringComparison.Ordinal);
    }

    [SkippableFact]
    public void Two_frames_whose_fragments_no_table_deals_are_told_apart()
    {
        using var found = DicomCollection.Open(Path.Combine(Folder(), "CT0012.fragmented_no_bot_jpeg_baseline.51.dcm"));
        var volume = Assert.Single(Assert.Single(found.Series).Plan().Volumes);
        Assert.Equal(2, volume.Geometry.Slices);
        var read = volume.Read();
        Assert.False(read.ToFloat().Slice(0).SequenceEqual(read.ToFloat().Slice(1)));
    }

    private static string Folder() => SharedData.Folder("dicom-cases/transfer-syntaxes");

    private static (float[] Values, IReadOnlyList<SeriesNote> Warnings) Read(string name)
    {
        using var found = DicomCollection.Open(Path.Combine(Folder(), name));
        var volume = Assert.Single(Assert.Single(found.Series).Plan().Volumes);
        return (volume.Read().ToFloat().Voxels, volume.Warnings);
    }
}
