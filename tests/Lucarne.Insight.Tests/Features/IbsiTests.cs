using Lucarne.Insight.Features;

namespace Lucarne.Insight.Tests.Features;

public sealed class IbsiTests
{
    public static TheoryData<string> Ways => [.. Enum.GetNames<TextureAggregation>()];

    [Fact]
    public void Intensity_statistics_agree_with_the_manual_to_all_printed_digits() =>
        Agree(IbsiDigitalPhantom.Intensity, IntensityStatistics.Of([.. IbsiDigitalPhantom.Levels.Values.Where(level => level > 0).Select(level => (double)level)]), IntensityStatistics.Names);

    [Theory]
    [MemberData(nameof(Ways))]
    public void Cooccurrence_agrees_with_the_manual_to_all_printed_digits(string way) =>
        Agree(IbsiDigitalPhantom.Cooccurrences[way], Cooccurrence.Of(IbsiDigitalPhantom.Levels, Enum.Parse<TextureAggregation>(way)), Cooccurrence.Names);

    [Theory]
    [MemberData(nameof(Ways))]
    public void Run_lengths_agree_with_the_manual_to_all_printed_digits(string way) =>
        Agree(IbsiDigitalPhantom.Runs[way], RunLengths.Of(IbsiDigitalPhantom.Levels, Enum.Parse<TextureAggregation>(way)), RunLengths.Names);

    // Three significant digits are printed: half a unit of the third is the tolerance.
    private static void Agree(double[] printed, double[] found, IReadOnlyList<string> names)
    {
        Assert.Equal(printed.Length, found.Length);
        Assert.Equal(names.Count, found.Length);
        for (var i = 0; i < printed.Length; i++)
        {
            var unit = Math.Pow(10, Math.Floor(Math.Log10(Math.Abs(printed[i]))) - 2);
            Assert.True(Math.Abs(found[i] - printed[i]) <= (0.5 * unit) + 1e-9, $"{names[i]}: the manual says {printed[i]}, Lucarne {found[i]}");
        }
    }
}
