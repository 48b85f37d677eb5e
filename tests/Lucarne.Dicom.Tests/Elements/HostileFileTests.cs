using System.Diagnostics;
using System.IO.Compression;
using FsCheck;
using FsCheck.Fluent;
using Lucarne.Dicom.Elements;
using Lucarne.Dicom.Series;
using Lucarne.Dicom.Structures;
using Lucarne.Dicom.Tests.Structures;

namespace Lucarne.Dicom.Tests.Elements;

/// <summary>Files that lie: each is a sentence, soon, and without room being made for what they claim.</summary>
public sealed class HostileFileTests
{
    [Fact]
    public void A_length_beyond_the_file_is_refused_before_room_is_made_for_it()
    {
        var file = DicomBytes.File(new DicomBytes().Header(0x0028_1201, "OW", 0xF000_0000).Bytes("abcd"u8.ToArray()).ToArray());
        var before = GC.GetAllocatedBytesForCurrentThread();
        Assert.Contains("(0028,1201) claims 4026531840 bytes where 4 are left", Refusal(file), StringComparison.Ordinal);
        Assert.True(GC.GetAllocatedBytesForCurrentThread() - before < 1 << 20);
    }

    [Fact]
    public void Sequences_two_hundred_thousand_deep_are_refused()
    {
        var deep = new DicomBytes();
        for (var level = 0; level < 200_000; level++) deep.Header(0x0008_1140, "SQ", uint.MaxValue).Header(0xFFFE_E000, "", uint.MaxValue);
        Assert.Contains("more than 32 deep", Refusal(DicomBytes.File(deep.ToArray())), StringComparison.Ordinal);
    }

    [Fact]
    public void Sequences_deep_inside_a_value_of_an_unknown_kind_are_refused_when_they_are_asked_for()
    {
        var deep = new DicomBytes(isImplicit: true);
        for (var level = 0; level < 50_000; level++) deep.Header(0xFFFE_E000, "", uint.MaxValue).Header(0x3006_0020, "", uint.MaxValue);
        var file = DicomBytes.File(new DicomBytes(isImplicit: true).Text(0x0008_0060, "CS", "RTSTRUCT").Raw(0x3006_0020, "SQ", deep.ToArray()).ToArray(), DicomBytes.ImplicitLittle);
        Assert.Contains("more than 32 deep", Assert.Throws<DicomException>(() => StructureSetReader.Read(file)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_file_that_ends_anywhere_is_refused_or_has_all_that_is_read_of_it()
    {
        var whole = new DrawnSlice().ToFile();
        for (var length = 0; length < whole.Length; length++)
            Assert.Throws<DicomException>(() => SliceReader.Read(whole.AsMemory(0, length), withCodecs: false));
        Assert.Single(SliceReader.Read(whole, withCodecs: false));
    }

    [Theory]
    [InlineData(0, 3, 16, "0×3")]
    [InlineData(65535, 65535, 16, "65535×65535")]
    [InlineData(4, 3, 64, "64 bits")]
    [InlineData(400, 300, 16, "240000")]
    public void A_picture_that_claims_what_it_does_not_have_is_refused(int columns, int rows, int bits, string words)
    {
        var data = new DicomBytes().Text(0x0008_0060, "CS", "CT").Decimals(0x0020_0032, 0, 0, 0).Decimals(0x0020_0037, 1, 0, 0, 0, 1, 0)
            .Short(0x0028_0010, rows).Short(0x0028_0011, columns).Decimals(0x0028_0030, 1, 1).Short(0x0028_0100, bits).Short(0x0028_0101, bits).Short(0x0028_0102, bits - 1)
            .Raw(0x7FE0_0010, "OW", new byte[24]);
        Assert.Contains(words, Refusal(DicomBytes.File(data.ToArray())), StringComparison.Ordinal);
    }

    [Fact]
    public void Numbers_that_are_none_are_named()
    {
        var data = new DicomBytes().Text(0x0020_0032, "DS", "0\\zero\\0").Raw(0x7FE0_0010, "OW", new byte[24]);
        Assert.Contains("(0020,0032) holds 'zero'", Refusal(DicomBytes.File(data.ToArray())), StringComparison.Ordinal);
    }

    [Fact]
    public void A_wrong_vr_is_named()
    {
        Assert.Contains("unknown VR '%%'", Refusal(DicomBytes.File([.. new DicomBytes().Text(0x0008_0060, "CS", "CT").ToArray(), 8, 0, 0x70, 0, (byte)'%', (byte)'%', 2, 0, 1, 1])), StringComparison.Ordinal);
        var text = new DicomBytes().Text(0x0008_0060, "CS", "RTSTRUCT").Text(0x3006_0020, "LO", "no sequence");
        Assert.Contains("VR LO where a sequence is expected", Assert.Throws<DicomException>(() => StructureSetReader.Read(DicomBytes.File(text.ToArray()))).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void A_deflated_data_set_that_swells_is_refused()
    {
        using var packed = new MemoryStream();
        using (var deflate = new DeflateStream(packed, CompressionLevel.Optimal, leaveOpen: true))
        {
            var zeros = new byte[1 << 20];
            for (var i = 0; i <= DicomFile.MostInflated >> 20; i++) deflate.Write(zeros);
        }

        Assert.Contains("inflates to more than 1024 MiB", Refusal(DicomBytes.File(packed.ToArray(), DicomBytes.Deflated)), StringComparison.Ordinal);
    }

    [Fact]
    public void Any_bytes_changed_in_a_good_file_give_values_or_a_sentence()
    {
        byte[][] files =
        [
            new DrawnSlice().ToFile(), new DrawnSlice { Syntax = DicomBytes.ImplicitLittle }.ToFile(), new DrawnSlice { Syntax = DicomBytes.ExplicitBig }.ToFile(),
            new DrawnSlice { Syntax = DicomBytes.Deflated }.ToFile(), DrawnStructureSet.ToFile(isImplicit: false), DrawnStructureSet.ToFile(isImplicit: true),
        ];
        var changes = Gen.Zip(Gen.Choose(0, files.Length - 1), Gen.Zip(Gen.Choose(0, 1 << 20), Gen.Choose(0, 255)).ArrayOf(8));
        Check.One(Config.QuickThrowOnFailure.WithMaxTest(3000), Prop.ForAll(changes.ToArbitrary(), change =>
        {
            var bytes = (byte[])files[change.Item1].Clone();
            foreach (var (place, value) in change.Item2) bytes[132 + (place % (bytes.Length - 132))] = (byte)value;
            var watch = Stopwatch.StartNew();
            Try(() => SliceReader.Read(bytes, withCodecs: false));
            Try(() => StructureSetReader.Read(bytes));
            return watch.Elapsed < TimeSpan.FromSeconds(5);
        }));
    }

    private static void Try(Action read)
    {
        try
        {
            read();
        }
        catch (DicomException)
        {
            // A sentence: as it should be.
        }
    }

    private static string Refusal(byte[] file) => Assert.Throws<DicomException>(() => SliceReader.Read(file, withCodecs: false)).Message;
}
